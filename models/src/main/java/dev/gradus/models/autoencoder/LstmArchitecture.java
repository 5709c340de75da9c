package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.models.autoencoder.SequencePart.Sizes;
import dev.gradus.models.file.FieldWriter;
import java.util.Objects;

/**
 * An encoder and a decoder of sequences.
 *
 * @param encoder    what the encoder is made of
 * @param decoder    what the decoder is made of
 * @param units      of each recurrent direction, or filters
 * @param activation of LSTMs
 * @param corruption of the input in training
 */
record LstmArchitecture(
        SequencePart encoder, SequencePart decoder, int units, Recurrent.Activation activation, Corruption corruption)
        implements WindowAutoencoder.Architecture {
    static final String MODEL = "lstm-ae";

    LstmArchitecture {
        Objects.requireNonNull(encoder, "lstm-ae: the encoder is null");
        Objects.requireNonNull(decoder, "lstm-ae: the decoder is null");
        Objects.requireNonNull(activation, "lstm-ae: the activation is null");
        Objects.requireNonNull(corruption, "lstm-ae: the corruption is null");
        requireParts(MODEL, encoder, decoder, units, activation);
    }

    /** Checks what encoder and decoder are made of. */
    static void requireParts(
            String model, SequencePart encoder, SequencePart decoder, int units, Recurrent.Activation activation) {
        if (units < 1) {
            throw new IllegalArgumentException(model + ": units must be at least 1, not " + units);
        }
        if (activation != Recurrent.Activation.TANH && !encoder.knowsRelu() && !decoder.knowsRelu()) {
            throw new IllegalArgumentException(
                    model + ": the activation " + activation + " is for LSTMs, and there is none" + " in an encoder of "
                            + encoder + " and a decoder of " + decoder + "; leave it at TANH");
        }
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public Layer network(WindowAutoencoder.Extents extents, Init init) {
        Layer first = encoder.encoder(seen(extents), init);
        return Sequential.of(first, decoder.decoder(made(extents), encoder.code(units), init));
    }

    @Override
    public double parameterCount(WindowAutoencoder.Extents extents) {
        return encoder.encoderCount(seen(extents)) + decoder.decoderCount(made(extents), encoder.code(units));
    }

    private Sizes seen(WindowAutoencoder.Extents extents) {
        return new Sizes(extents.window(), extents.channels(), units, activation);
    }

    private Sizes made(WindowAutoencoder.Extents extents) {
        return new Sizes(extents.window(), extents.targets(), units, activation);
    }

    @Override
    public WindowAutoencoder untrained(WindowAutoencoder.Config config, Backend backend, boolean checkFinite) {
        return new LstmAutoencoder(config, backend, checkFinite);
    }

    @Override
    public void put(FieldWriter out) {
        out.put("lstm-ae.encoder", encoder)
                .put("lstm-ae.decoder", decoder)
                .put("lstm-ae.units", units)
                .put("lstm-ae.activation", activation);
    }
}
