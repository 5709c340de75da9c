package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An operation with the shapes of its inputs and the kind of numbers they hold.
 *
 * @param label unique in the registry
 * @param growth how many roundings a result may be off by, in units of its condition; 6 unless there is a reason
 * @param floor what is added to the condition: 1 where an approximation has an absolute error
 * @param large whether the sample is for comparing backends only, being too large for finite differences
 */
record Sample(String label, Operation operation, double growth, double floor, boolean large, List<Input> inputs) {
    /** Which numbers an input holds; all are exact in float32. */
    enum Draw {
        /** −1.5 to 1.5. */
        ANY,
        /** 0.3 to 2. */
        POSITIVE,
        /** −1.5 to 1.5, at least 0.125 away from 0. */
        APART,
        /** Multiples of 1/16 in random order, each once. */
        DISTINCT,
        /** Odd multiples of 1/32 in random order, each once: never equal to a distinct number. */
        BETWEEN,
        /** 0.05 to 0.95. */
        UNIT,
        /** −6 to 6. */
        WIDE,
        /** −0.6 to 0.6. */
        SMALL
    }

    /** One input. */
    record Input(Shape shape, Draw draw) {
        double[] values(Rng rng) {
            double[] values = new double[shape.size()];
            int[] order = new int[values.length];
            Arrays.setAll(order, i -> i - order.length / 2);
            rng.shuffle(order);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) number(rng.nextDouble(), order[i]);
            }
            return values;
        }

        private double number(double u, int place) {
            double any = 3 * u - 1.5;
            return switch (draw) {
                case ANY -> any;
                case POSITIVE -> 0.3 + 1.7 * u;
                case APART -> any + (any < 0 ? -0.125 : 0.125);
                case DISTINCT -> place / 16.0;
                case BETWEEN -> place / 16.0 + 1 / 32.0;
                case UNIT -> 0.05 + 0.9 * u;
                case WIDE -> 4 * any;
                case SMALL -> 0.4 * any;
            };
        }
    }

    static Sample of(String label, Operation operation) {
        return new Sample(label, operation, 6, 0, false, List.of());
    }

    Sample with(Draw draw, int... dims) {
        List<Input> more = new ArrayList<>(inputs);
        more.add(new Input(Shape.of(dims), draw));
        return new Sample(label, operation, growth, floor, large, List.copyOf(more));
    }

    Sample growth(double times) {
        return new Sample(label, operation, times, floor, large, inputs);
    }

    Sample floor(double absolute) {
        return new Sample(label, operation, growth, absolute, large, inputs);
    }

    Sample asLarge() {
        return new Sample(label, operation, growth, floor, true, inputs);
    }

    /** The inputs, the same numbers on every backend. */
    Tensor[] draw(Backend backend) {
        Rng rng = new Rng(label.hashCode());
        Tensor[] drawn = new Tensor[inputs.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] =
                    Tensor.of(backend, inputs.get(i).values(rng), inputs.get(i).shape());
        }
        return drawn;
    }

    /** All outputs of the operation, one behind the other. */
    Tensor apply(Tensor... x) {
        Tensor[] out = Tensor.applyAll(operation, x);
        Tensor[] flat = new Tensor[out.length];
        for (int i = 0; i < out.length; i++) {
            flat[i] = out[i].reshape(out[i].shape().size());
        }
        return Tensor.concat(0, flat);
    }

    @Override
    public String toString() {
        return label;
    }
}
