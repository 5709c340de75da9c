package dev.gradus.models.ganomaly;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Tensor;

/**
 * What scores images: the generator, which is an encoder and a decoder, and the second encoder.
 *
 * @param encoder e, {@code [n, 1, size, size] → [n, code]}
 * @param decoder d, {@code [n, code] → [n, 1, size, size]}
 * @param second  E, {@code [n, 1, size, size] → [n, code]}
 * @param cells   all cells, under {@code encoder}, {@code decoder} and {@code second_encoder}
 */
record GanomalyNetworks(Layer encoder, Layer decoder, Layer second, Cells cells) {
    /** Builds the networks of one variant. */
    interface Plan {
        /** An encoder. */
        Layer encoder(Init init);

        /** The decoder. */
        Layer decoder(Init init);

        /** The features f of the discriminator. */
        Layer features(Init init);

        /** What the discriminator makes of features: a logit, {@code [n, 1]}. */
        Layer head(Init init);

        /**
         * How many numbers the parameters of encoder, decoder and second encoder hold, without making them; a {@code double},
         * since a hostile file's settings may ask for more than a {@code long} counts.
         */
        double parameterCount();
    }

    /** What the networks make of images. */
    record Seen(Tensor code, Tensor again, Tensor codeAgain) {}

    static GanomalyNetworks of(GanomalyConfig config, Init init) {
        Plan plan = config.variant().plan(config);
        Layer encoder = plan.encoder(init);
        Layer decoder = plan.decoder(init);
        Layer second = plan.encoder(init);
        Cells cells = Cells.builder()
                .add("encoder", encoder)
                .add("decoder", decoder)
                .add("second_encoder", second)
                .build();
        return new GanomalyNetworks(encoder, decoder, second, cells);
    }

    /** Networks of zeros, whose numbers are read from elsewhere. */
    static GanomalyNetworks blank(GanomalyConfig config, Backend backend) {
        return of(config, Init.blank(backend));
    }

    /** {@code z = e(x)}, {@code x̂ = d(z)} and {@code ẑ = E(x̂)}. */
    Seen see(Tensor x, Pass pass) {
        Tensor code = encoder.apply(x, pass);
        Tensor again = decoder.apply(code, pass);
        return new Seen(code, again, second.apply(again, pass));
    }
}
