package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Recurrent;

/**
 * LSTM autoencoder: anomalies in a time series by what a recurrent encoder and decoder cannot repeat (Malhotra et al.,
 * "LSTM-based Encoder-Decoder for Multi-sensor Anomaly Detection", 2016). An LSTM reads a window and leaves its last state,
 * which a second LSTM, shown it at every step, turns into a window again, by a linear layer for each step.
 *
 * <pre>{@code
 * Detector detector = LstmAutoencoder.builder().seed(7).build().fit(series);
 * }</pre>
 *
 * <p>The defaults are those of Orion 0.7.1's {@code lstm_autoencoder} pipeline. Encoder and decoder may each be something
 * else, see {@link SequencePart}.
 */
public final class LstmAutoencoder extends WindowAutoencoder {
    LstmAutoencoder(Config config, Backend backend, boolean checkFinite) {
        super(config, backend, checkFinite);
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of an LSTM autoencoder. */
    public static final class Builder extends WindowBuilder<Builder> {
        private SequencePart encoder = SequencePart.LSTM;
        private SequencePart decoder = SequencePart.LSTM;
        private int units = 60;
        private Recurrent.Activation activation = Recurrent.Activation.TANH;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** What the encoder is made of. Default an LSTM. */
        public Builder encoder(SequencePart part) {
            encoder = part;
            return this;
        }

        /** What the decoder is made of. Default an LSTM. */
        public Builder decoder(SequencePart part) {
            decoder = part;
            return this;
        }

        /** Units of each recurrent direction, or filters. Default 60. */
        public Builder units(int count) {
            units = count;
            return this;
        }

        /** Activation of LSTMs. Default tanh. */
        public Builder activation(Recurrent.Activation function) {
            activation = function;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public LstmAutoencoder build() {
            return new LstmAutoencoder(
                    config(new LstmArchitecture(encoder, decoder, units, activation, corruption())),
                    backend(),
                    checkFinite());
        }
    }
}
