package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Dense autoencoder: anomalies in a time series by what dense layers, the middle one of them narrow, cannot repeat. Relus and
 * dropout are behind each hidden layer, the last layer is linear.
 *
 * <pre>{@code
 * Detector detector = DenseAutoencoder.builder().units(60, 20, 60).seed(7).build().fit(series);
 * }</pre>
 *
 * <p>The defaults are those of Orion 0.7.1's {@code dense_autoencoder} pipeline. With {@link Builder#tied tied} weights the
 * decoder has the encoder's matrices, transposed; with {@link WindowBuilder#masking} or {@link WindowBuilder#noise} it is a
 * denoising autoencoder, whose input is corrupted and whose target is not.
 */
public final class DenseAutoencoder extends WindowAutoencoder {
    DenseAutoencoder(Config config, Backend backend, boolean checkFinite) {
        super(config, backend, checkFinite);
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of a dense autoencoder. */
    public static final class Builder extends WindowBuilder<Builder> {
        private List<Integer> units = List.of(60, 20, 60);
        private double dropout = 0.3;
        private boolean tied;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Widths of the hidden layers, at least one. Default 60, 20, 60. */
        public Builder units(int... widths) {
            Objects.requireNonNull(widths, "dense-ae: the units are null");
            units = IntStream.of(widths).boxed().toList();
            return this;
        }

        /** Dropout behind each hidden layer. Default 0.3. */
        public Builder dropout(double rate) {
            dropout = rate;
            return this;
        }

        /** Whether the decoder's matrices are the encoder's, transposed; half as many weights. Default: not. */
        public Builder tied(boolean value) {
            tied = value;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public DenseAutoencoder build() {
            return new DenseAutoencoder(
                    config(new DenseArchitecture(units, dropout, tied, corruption())), backend(), checkFinite());
        }
    }
}
