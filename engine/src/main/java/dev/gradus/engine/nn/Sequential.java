package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * Layers one after the other; immutable. The cells of layer i are named {@code i.name}, counting every layer from 0, as in
 * PyTorch: {@code 0.weight}, {@code 0.bias}, {@code 2.weight}. A layer that appears twice is one layer with one set of
 * cells, under the name of its first place.
 *
 * <p>A relu or leaky relu behind a batch normalisation or a bias runs in the same kernel as that.
 */
public final class Sequential implements Layer {
    private final List<Layer> layers;
    private final Cells cells;

    private Sequential(List<Layer> layers) {
        this.layers = layers;
        Cells.Builder builder = Cells.builder();
        for (int i = 0; i < layers.size(); i++) {
            builder.add(Integer.toString(i), layers.get(i));
        }
        this.cells = builder.build();
    }

    /** These layers in this order; none is the identity. */
    public static Sequential of(Layer... layers) {
        Objects.requireNonNull(layers, "sequential: the layers are null");
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] == null) {
                throw new NullPointerException("sequential: layer " + i + " is null");
            }
        }
        return new Sequential(List.of(layers));
    }

    /** The layers in order. */
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("sequential", x, pass);
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            boolean leaky = i + 1 < layers.size() && layers.get(i + 1) instanceof Activations.Leaky;
            if (leaky && layer instanceof Activated activated) {
                y = activated.apply(y, ((Activations.Leaky) layers.get(++i)).negativeSlope(), pass);
            } else {
                y = layer.apply(y, pass);
            }
        }
        return y;
    }

    @Override
    public Cells cells() {
        return cells;
    }
}
