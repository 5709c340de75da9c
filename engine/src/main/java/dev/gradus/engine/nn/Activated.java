package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;

/** A layer whose last pass over the numbers a leaky relu can join: {@link Sequential} runs the two as one. */
abstract class Activated implements Layer {
    @Override
    public final Tensor apply(Tensor x, Pass pass) {
        return apply(x, 1, pass);
    }

    /**
     * Runs the layer and a leaky relu.
     *
     * @param negativeSlope 1 for no leaky relu
     */
    abstract Tensor apply(Tensor x, double negativeSlope, Pass pass);

    /** The shape in which one number for each channel broadcasts over {@code [batch, channels, ..]}, with so many axes at the end. */
    static Shape perChannel(int channels, int axes) {
        int[] dims = new int[1 + axes];
        Arrays.fill(dims, 1);
        dims[0] = channels;
        return Shape.of(dims);
    }

    /**
     * Adds a bias.
     *
     * @param bias of a shape that broadcasts, {@code null} for none
     */
    static Tensor biased(Tensor x, Tensor bias, double negativeSlope) {
        if (negativeSlope == 1) {
            return bias == null ? x : x.add(bias);
        }
        if (bias != null && negativeSlope >= 0) {
            return x.addLeakyRelu(bias, negativeSlope);
        }
        return (bias == null ? x : x.add(bias)).leakyRelu(negativeSlope);
    }
}
