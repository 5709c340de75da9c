package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.ConvolutionOptions;

/**
 * The two networks of a DCGAN, with Keras's initialisers. With s the size of an image, n that of a code and f the filters:
 *
 * <ul>
 *   <li>generator G: dense to [4f, s/4, s/4], three transposed convolutions to 2f, f and one channel, the last two doubling the
 *       size; batch normalisation and leaky relu behind each but the last, and tanh there;
 *   <li>discriminator D: two convolutions to f and 2f channels that halve the size, leaky relu and dropout behind each, dense
 *       to one logit.
 * </ul>
 *
 * @param generator     G, {@code [batch, n] → [batch, 1, s, s]}
 * @param discriminator D, {@code [batch, 1, s, s] → [batch, 1]}
 * @param features      D up to its second leaky relu, {@code [batch, 1, s, s] → [batch, 2f, s/4, s/4]}
 * @param cells         all cells, under {@code generator} and {@code discriminator}
 */
record DcganNetworks(Layer generator, Layer discriminator, Layer features, Cells cells) {
    private static final int KERNEL = 5;

    /** Keras's numbers for batch normalisation. */
    private static final double EPSILON = 1e-3;

    /** The share of the new batch in the running statistics, which Keras gives as that of the old ones, 0.99. */
    private static final double MOMENTUM = 0.01;

    private static final ConvolutionOptions SAME = ConvolutionOptions.of(1, KERNEL / 2);
    private static final ConvolutionOptions HALF = ConvolutionOptions.of(2, KERNEL / 2);
    private static final ConvolutionOptions DOUBLE = HALF.outputPadding(1, 1);

    static DcganNetworks of(DcganConfig config, Init init) {
        Layer generator = generator(config, init);
        Layer first = new Conv2d(1, config.filters(), KERNEL, HALF, init);
        Layer second = new Conv2d(config.filters(), 2 * config.filters(), KERNEL, HALF, init);
        Layer relu = Activations.leakyRelu(config.negativeSlope());
        Layer dropout = new Dropout(config.dropout());
        Layer features = Sequential.of(first, relu, dropout, second, relu);
        int quarter = config.size() / 4;
        Layer discriminator = Sequential.of(
                first,
                relu,
                dropout,
                second,
                relu,
                dropout,
                new Flatten(),
                new Dense(2 * config.filters() * quarter * quarter, 1, init));
        return of(generator, discriminator, features);
    }

    private static DcganNetworks of(Layer generator, Layer discriminator, Layer features) {
        Cells cells = Cells.builder()
                .add("generator", generator)
                .add("discriminator", discriminator)
                .build();
        return new DcganNetworks(generator, discriminator, features, cells);
    }

    /** The same discriminator with another generator, whose weights are yet to be set. */
    DcganNetworks withBlankGenerator(DcganConfig config, Backend backend) {
        return of(generator(config, Init.blank(backend)), discriminator, features);
    }

    private static Layer generator(DcganConfig c, Init init) {
        int quarter = c.size() / 4;
        int wide = 4 * c.filters();
        Layer relu = Activations.leakyRelu(c.negativeSlope());
        return Sequential.of(
                new Dense(c.noise(), wide * quarter * quarter, init, Initializer.glorotUniform(), false),
                new BatchNorm(wide * quarter * quarter, EPSILON, MOMENTUM, init),
                relu,
                new Reshape(wide, quarter, quarter),
                transposed(wide, 2 * c.filters(), SAME, init),
                new BatchNorm(2 * c.filters(), EPSILON, MOMENTUM, init),
                relu,
                transposed(2 * c.filters(), c.filters(), DOUBLE, init),
                new BatchNorm(c.filters(), EPSILON, MOMENTUM, init),
                relu,
                transposed(c.filters(), 1, DOUBLE, init),
                Activations.tanh());
    }

    private static Layer transposed(int in, int out, ConvolutionOptions options, Init init) {
        return new ConvTranspose2d(in, out, KERNEL, options, init, Initializer.glorotUniform(), false);
    }

    /**
     * How many numbers the parameters of such networks hold, without making them; a {@code double}, since a hostile file's
     * settings may ask for more than a {@code long} counts.
     */
    static double parameterCount(DcganConfig c) {
        double area = (c.size() / 4) * (double) (c.size() / 4);
        double f = c.filters();
        double kernel = KERNEL * KERNEL;
        double generator = 4 * f * area * c.noise()
                + 2 * 4 * f * area
                + 4 * f * 2 * f * kernel
                + 2 * 2 * f
                + 2 * f * f * kernel
                + 2 * f
                + f * kernel;
        double discriminator = f * kernel + f + f * 2 * f * kernel + 2 * f + 2 * f * area + 1;
        return generator + discriminator;
    }
}
