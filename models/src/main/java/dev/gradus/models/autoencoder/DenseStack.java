package dev.gradus.models.autoencoder;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Dense layers, {@code [.., in] → [.., out]}: relus, and dropout if there is any,
 * behind all but the last.
 *
 * <p>Where weights are tied, the layers of the second half have the matrices of the first, transposed and in reverse, and
 * biases of their own: {@code h = relu(W·x + b)}, {@code y = Wᵀ·h + c}. Gradients flow into a matrix from both of its uses.
 */
final class DenseStack {
    private DenseStack() {}

    static Layer of(int width, List<Integer> units, int last, double dropout, boolean tied, Init init) {
        List<Layer> layers = new ArrayList<>();
        List<Dense> first = new ArrayList<>();
        int in = width;
        int count = units.size() + 1;
        for (int i = 0; i < count; i++) {
            int out = i < units.size() ? units.get(i) : last;
            if (tied && i >= count / 2) {
                layers.add(new Transposed(first.get(count - 1 - i).weight(), out, init));
            } else {
                Dense dense = new Dense(in, out, init);
                first.add(dense);
                layers.add(dense);
            }
            if (i < units.size()) {
                layers.add(Activations.relu());
                if (dropout > 0) {
                    layers.add(new Dropout(dropout));
                }
            }
            in = out;
        }
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    /** How many numbers the parameters hold. */
    static double parameterCount(double width, List<Integer> units, double last, boolean tied) {
        double matrices = 0;
        double biases = 0;
        double in = width;
        for (int i = 0; i <= units.size(); i++) {
            double out = i < units.size() ? units.get(i) : last;
            matrices += in * out;
            biases += out;
            in = out;
        }
        return (tied ? matrices / 2 : matrices) + biases;
    }

    /** Checks the widths of hidden layers. */
    static List<Integer> requireUnits(String model, List<Integer> units, boolean tied) {
        Objects.requireNonNull(units, model + ": the units are null");
        List<Integer> copy = new ArrayList<>(units);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(model + ": units names no hidden layer; give one width at least");
        }
        for (Integer width : copy) {
            if (width == null || width < 1) {
                throw new IllegalArgumentException(model + ": units must be at least 1 each, not " + copy);
            }
        }
        if (tied && !isPalindrome(copy)) {
            throw new IllegalArgumentException(
                    model + ": tied weights need an odd number of hidden layers that read the"
                            + " same from both ends, such as [60, 20, 60], not " + copy);
        }
        return List.copyOf(copy);
    }

    private static boolean isPalindrome(List<Integer> units) {
        for (int i = 0; i < units.size(); i++) {
            if (!units.get(i).equals(units.get(units.size() - 1 - i))) {
                return false;
            }
        }
        return units.size() % 2 == 1;
    }

    /** A layer with the matrix of another one, transposed, and a bias of its own. */
    private static final class Transposed implements Layer {
        private final Parameter weight;
        private final Parameter bias;
        private final Cells cells;

        /** @param weight {@code [in, out]} of the other one's view */
        Transposed(Parameter weight, int out, Init init) {
            this.weight = weight;
            this.bias = new Parameter("bias", Tensor.zeros(init.backend(), Shape.of(out)));
            // The weight is listed where it is first used.
            this.cells = Cells.of(bias);
        }

        @Override
        public Tensor apply(Tensor x, Pass pass) {
            return x.matmul(pass.value(weight)).add(pass.value(bias));
        }

        @Override
        public Cells cells() {
            return cells;
        }
    }
}
