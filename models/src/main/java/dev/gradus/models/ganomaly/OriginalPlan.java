package dev.gradus.models.ganomaly;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.ConvolutionOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of {@link GanomalyVariant#ORIGINAL_32}: halve the image until 4 × 4 are left and double the filters each time;
 * no biases in convolutions, kernels from N(0, 0.02²), scales of batch norms from N(1, 0.02²).
 */
record OriginalPlan(GanomalyConfig config) implements GanomalyNetworks.Plan {
    private static final int KERNEL = 4;
    private static final double SLOPE = 0.2;
    private static final double DEVIATION = 0.02;
    private static final ConvolutionOptions HALVE = ConvolutionOptions.of(2, 1);

    @Override
    public Layer encoder(Init init) {
        return Sequential.of(features(init), last(config.code(), init), new Flatten());
    }

    @Override
    public Layer features(Init init) {
        List<Layer> layers = new ArrayList<>();
        int filters = config.filters();
        layers.add(convolution(1, filters, init));
        layers.add(Activations.leakyRelu(SLOPE));
        for (int side = config.size() / 2; side > KERNEL; side /= 2) {
            layers.add(convolution(filters, 2 * filters, init));
            filters *= 2;
            layers.add(norm(filters, init));
            layers.add(Activations.leakyRelu(SLOPE));
        }
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    @Override
    public Layer head(Init init) {
        return Sequential.of(last(1, init), new Flatten());
    }

    @Override
    public Layer decoder(Init init) {
        List<Layer> layers = new ArrayList<>();
        int filters = widest();
        layers.add(new Reshape(config.code(), 1, 1));
        layers.add(transposed(config.code(), filters, ConvolutionOptions.DEFAULT, init));
        for (int side = KERNEL; side < config.size() / 2; side *= 2) {
            layers.add(norm(filters, init));
            layers.add(Activations.relu());
            layers.add(transposed(filters, filters / 2, HALVE, init));
            filters /= 2;
        }
        layers.add(norm(filters, init));
        layers.add(Activations.relu());
        layers.add(transposed(filters, 1, HALVE, init));
        layers.add(Activations.tanh());
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    /** Filters on the 4 × 4 places. */
    private int widest() {
        return config.filters() * (config.size() / 2 / KERNEL);
    }

    private Layer last(int out, Init init) {
        return new Conv2d(
                widest(), out, KERNEL, ConvolutionOptions.DEFAULT, init, Initializer.normal(DEVIATION), false);
    }

    private static Layer convolution(int in, int out, Init init) {
        return new Conv2d(in, out, KERNEL, HALVE, init, Initializer.normal(DEVIATION), false);
    }

    private static Layer transposed(int in, int out, ConvolutionOptions options, Init init) {
        return new ConvTranspose2d(in, out, KERNEL, options, init, Initializer.normal(DEVIATION), false);
    }

    private static Layer norm(int channels, Init init) {
        return new BatchNorm(channels, 1e-5, 0.1, init, Initializer.normal(1, DEVIATION));
    }

    @Override
    public double parameterCount() {
        double taps = KERNEL * KERNEL;
        double filters = config.filters();
        double kernels = taps * filters;
        double encoder = 0;
        double decoder = 2 * filters;
        for (int side = config.size() / 2; side > KERNEL; side /= 2) {
            kernels += taps * filters * 2 * filters;
            filters *= 2;
            encoder += 2 * filters;
            decoder += 2 * filters;
        }
        kernels += taps * filters * config.code();
        return 2 * (kernels + encoder) + kernels + decoder;
    }
}
