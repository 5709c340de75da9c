package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;

/**
 * AER: anomalies in a time series by what an autoencoder can neither repeat nor predict (Wong et al., <em>AER: Auto-Encoder with
 * Regression for Time Series Anomaly Detection</em>, 2022). It sees the inside of a window, and makes the whole: the inside
 * again, and the samples before and after it.
 *
 * <pre>{@code
 * Detector detector = Aer.builder().seed(7).build().fit(series);
 * }</pre>
 *
 * <p>The defaults are those of Orion 0.7.1's {@code aer} pipeline.
 */
public final class Aer extends RegressionModel<AerStatistics> {
    private static final int WINDOW = 100;

    Aer(Config<AerStatistics> config, Backend backend, boolean checkFinite) {
        super(config, backend, checkFinite);
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of AER. */
    public static final class Builder extends RegressionBuilder<Builder> {
        private int units = 30;
        private AerScore score = AerScore.builder().build();

        private Builder() {
            super(WINDOW);
        }

        @Override
        Builder self() {
            return this;
        }

        /** LSTM units of encoder and decoder in each direction. Default 30. */
        public Builder units(int count) {
            units = count;
            return this;
        }

        /** How predictions and reconstruction become a score. Default {@link AerScore.Builder}'s. */
        public Builder score(AerScore how) {
            score = how;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public Aer build() {
            return new Aer(config(new AerNetwork(units, score)), backend(), checkFinite());
        }
    }
}
