package dev.gradus.models.autoencoder;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.models.autoencoder.SequenceAutoencoder.Config;
import dev.gradus.models.autoencoder.SequencePart.Sizes;

/**
 * An encoder and its decoders.
 *
 * @param encoder       {@code [batch, time, features] → [batch, code]}
 * @param reconstructor {@code [batch, code] → [batch, time, features]}, or {@code null}
 * @param predictor     {@code [batch, code] → [batch, steps, features]}, or {@code null}
 * @param cells         of all of them
 */
record SequenceNetworks(Layer encoder, Layer reconstructor, Layer predictor, Cells cells) {
    static SequenceNetworks of(Config config, int time, int steps, int features, Init init) {
        int units = config.units();
        Layer encoder = config.encoder().encoder(new Sizes(time, features, units, config.activation()), init);
        Cells.Builder cells = Cells.builder().add("encoder", encoder);
        int code = config.encoder().code(units);
        Layer reconstructor = null;
        Layer predictor = null;
        if (config.objective().reconstructs()) {
            reconstructor = config.decoder().decoder(new Sizes(time, features, units, config.activation()), code, init);
            cells.add("reconstructor", reconstructor);
        }
        if (config.objective().predicts()) {
            predictor = config.decoder().decoder(new Sizes(steps, features, units, config.activation()), code, init);
            cells.add("predictor", predictor);
        }
        return new SequenceNetworks(encoder, reconstructor, predictor, cells.build());
    }
}
