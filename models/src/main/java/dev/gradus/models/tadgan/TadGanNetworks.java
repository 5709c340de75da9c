package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.nn.Upsample1d;
import dev.gradus.engine.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * The four networks of TadGAN (Geiger et al., 2020) as Orion 0.7.1 builds them, with Keras's initialisers. T is the
 * window, L the size of a code, C the channels that are seen and K those that are reconstructed; codes are {@code [batch, L]}.
 *
 * <ul>
 *   <li>encoder E: bidirectional LSTM over all steps, flattened, dense to L;
 *   <li>generator G: dense to T/2 steps, bidirectional LSTM, each step repeated twice, bidirectional LSTM, K numbers for
 *       each step through tanh;
 *   <li>critic of windows Cx: convolutions without padding, flattened, dense to one number;
 *   <li>critic of codes Cz: two dense layers and a dense to one number.
 * </ul>
 *
 * Both critics use leaky relus and dropout.
 *
 * @param encoder   E, {@code [batch, T, C] → [batch, L]}
 * @param generator G, {@code [batch, L] → [batch, T, K]}
 * @param criticX   Cx, {@code [batch, T, K] → [batch, 1]}
 * @param criticZ   Cz, {@code [batch, L] → [batch, 1]}
 * @param cells     all cells, under {@code encoder}, {@code generator}, {@code critic_x} and {@code critic_z}
 */
record TadGanNetworks(Layer encoder, Layer generator, Sequential criticX, Layer criticZ, Cells cells) {
    /** Networks with their first numbers. */
    static TadGanNetworks of(TadGanConfig config, Backend backend, Rng rng) {
        return of(config, new Init(backend, rng));
    }

    /** Networks of zeros, whose numbers are read from elsewhere. */
    static TadGanNetworks blank(TadGanConfig config, Backend backend) {
        return of(config, Init.blank(backend));
    }

    private static TadGanNetworks of(TadGanConfig config, Init init) {
        Layer encoder = encoder(config, init);
        Layer generator = generator(config, init);
        Sequential criticX = criticX(config, init);
        Layer criticZ = criticZ(config, init);
        Cells cells = Cells.builder()
                .add("encoder", encoder)
                .add("generator", generator)
                .add("critic_x", criticX)
                .add("critic_z", criticZ)
                .build();
        return new TadGanNetworks(encoder, generator, criticX, criticZ, cells);
    }

    /**
     * How many numbers the parameters of such networks hold, without making them; a {@code double}, since a hostile file's
     * settings may ask for more than a {@code long} counts.
     */
    static double parameterCount(TadGanConfig c) {
        double window = c.window();
        double latent = c.latent();
        double filters = c.criticFilters();
        double units = c.latentCriticUnits();
        double last = window - c.criticLayers() * (c.criticKernel() - 1.0);
        double encoder = bidirectional(c.channels(), c.encoderUnits()) + dense(2 * window * c.encoderUnits(), latent);
        double generator = dense(latent, window / 2)
                + bidirectional(1, c.generatorUnits())
                + bidirectional(2.0 * c.generatorUnits(), c.generatorUnits())
                + dense(2.0 * c.generatorUnits(), c.targets());
        double criticX = dense((double) c.targets() * c.criticKernel(), filters)
                + (c.criticLayers() - 1.0) * dense(filters * c.criticKernel(), filters)
                + dense(filters * last, 1);
        double criticZ = dense(latent, units) + dense(units, units) + dense(units, 1);
        return encoder + generator + criticX + criticZ;
    }

    private static double dense(double in, double out) {
        return out * in + out;
    }

    /** Two LSTMs. */
    private static double bidirectional(double features, double hidden) {
        return 2 * 4 * hidden * (features + hidden + 1);
    }

    private static Layer encoder(TadGanConfig c, Init init) {
        return Sequential.of(
                Bidirectional.lstm(c.channels(), c.encoderUnits(), 0, 0, init),
                new Flatten(),
                new Dense(c.window() * 2 * c.encoderUnits(), c.latent(), init));
    }

    private static Layer generator(TadGanConfig c, Init init) {
        int half = c.window() / 2;
        int units = c.generatorUnits();
        return Sequential.of(
                new Dense(c.latent(), half, init),
                new Reshape(half, 1),
                Bidirectional.lstm(1, units, c.generatorDropout(), c.recurrentDropout(), init),
                new Upsample1d(2),
                Bidirectional.lstm(2 * units, units, c.generatorDropout(), c.recurrentDropout(), init),
                new Dense(2 * units, c.targets(), init),
                Activations.tanh());
    }

    /** The first layer turns windows into channels, the last two make one number of what the convolutions between say. */
    private static Sequential criticX(TadGanConfig c, Init init) {
        List<Layer> layers = new ArrayList<>();
        int channels = c.targets();
        // With one channel, [batch, T, 1] and [batch, 1, T] are the same numbers in the same order.
        layers.add(channels == 1 ? new Reshape(1, c.window()) : (x, pass) -> x.permute(0, 2, 1));
        int length = c.window();
        for (int i = 0; i < c.criticLayers(); i++) {
            layers.add(new Conv1d(channels, c.criticFilters(), c.criticKernel(), init));
            layers.add(Activations.leakyRelu(c.negativeSlope()));
            layers.add(new Dropout(c.criticDropout()));
            channels = c.criticFilters();
            length -= c.criticKernel() - 1;
        }
        layers.add(new Flatten());
        layers.add(new Dense(channels * length, 1, init));
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    private static Layer criticZ(TadGanConfig c, Init init) {
        int units = c.latentCriticUnits();
        return Sequential.of(
                new Dense(c.latent(), units, init),
                Activations.leakyRelu(c.negativeSlope()),
                new Dropout(c.latentCriticDropout()),
                new Dense(units, units, init),
                Activations.leakyRelu(c.negativeSlope()),
                new Dropout(c.latentCriticDropout()),
                new Dense(units, 1, init));
    }
}
