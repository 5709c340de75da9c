package dev.gradus.models.ganomaly;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.GlobalAveragePool2d;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.ConvolutionOptions;

/** The networks of {@link GanomalyVariant#POOLED_64}, with Keras's initialisers. */
record PooledPlan(GanomalyConfig config) implements GanomalyNetworks.Plan {
    private static final double SLOPE = 0.3;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.1;
    private static final ConvolutionOptions HALVE = ConvolutionOptions.of(2, 1);
    private static final ConvolutionOptions DOUBLE = HALVE.outputPadding(1, 1);

    @Override
    public Layer encoder(Init init) {
        return Sequential.of(stack(init), new GlobalAveragePool2d());
    }

    @Override
    public Layer features(Init init) {
        return stack(init);
    }

    @Override
    public Layer head(Init init) {
        return Sequential.of(new GlobalAveragePool2d(), new Dense(config.code(), 1, init));
    }

    /** {@code [n, 1, size, size] → [n, 4·filters, size/8, size/8]}. */
    private Layer stack(Init init) {
        int f = config.filters();
        return Sequential.of(
                new Conv2d(1, f, 5, ConvolutionOptions.of(1, 2), init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(f, 2 * f, 3, HALVE, init),
                new BatchNorm(2 * f, EPSILON, MOMENTUM, init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(2 * f, 4 * f, 3, HALVE, init),
                new BatchNorm(4 * f, EPSILON, MOMENTUM, init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(4 * f, 4 * f, 3, HALVE, init),
                new BatchNorm(4 * f, EPSILON, MOMENTUM, init),
                Activations.leakyRelu(SLOPE));
    }

    @Override
    public Layer decoder(Init init) {
        int f = config.filters();
        int side = config.size() / 8;
        return Sequential.of(
                new Dense(config.code(), 4 * f * side * side, init),
                new Reshape(4 * f, side, side),
                new ConvTranspose2d(4 * f, 4 * f, 3, DOUBLE, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(4 * f, 2 * f, 3, DOUBLE, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(2 * f, f, 3, DOUBLE, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(f, 1, 1, init),
                Activations.tanh());
    }

    @Override
    public double parameterCount() {
        double f = config.filters();
        double side = config.size() / 8;
        double stack = 25 * f + f + convolution(f, 2 * f) + convolution(2 * f, 4 * f) + convolution(4 * f, 4 * f);
        double normed = 2 * (2 * f + 4 * f + 4 * f);
        double dense = (config.code() + 1) * 4 * f * side * side;
        double decoder = dense + convolution(4 * f, 4 * f) + convolution(4 * f, 2 * f) + convolution(2 * f, f) + f + 1;
        return 2 * (stack + normed) + decoder;
    }

    private static double convolution(double in, double out) {
        return 9 * in * out + out;
    }
}
