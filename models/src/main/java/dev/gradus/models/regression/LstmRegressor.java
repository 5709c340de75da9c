package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.scoring.Smoothing;

/**
 * LSTM regressor: anomalies in a time series by what two LSTMs do not see coming (Hundman et al., <em>Detecting Spacecraft Anomalies
 * Using LSTMs and Nonparametric Dynamic Thresholding</em>, 2018). They are shown a window and predict the sample after it.
 *
 * <pre>{@code
 * Detector detector = LstmRegressor.builder().seed(7).build().fit(series);
 * }</pre>
 *
 * <p>The defaults are those of Orion 0.7.1's {@code lstm_dynamic_threshold} pipeline, whose threshold is, despite its name, fixed.
 */
public final class LstmRegressor extends RegressionModel<Integer> {
    private static final int WINDOW = 250;

    LstmRegressor(Config<Integer> config, Backend backend, boolean checkFinite) {
        super(config, backend, checkFinite);
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of an LSTM regressor. */
    public static final class Builder extends RegressionBuilder<Builder> {
        private int units = 80;
        private double dropout = 0.3;
        private double portion = Smoothing.PORTION;

        private Builder() {
            super(WINDOW);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Units of each LSTM. Default 80. */
        public Builder units(int count) {
            units = count;
            return this;
        }

        /** Dropout behind each LSTM. Default 0.3. */
        public Builder dropout(double rate) {
            dropout = rate;
            return this;
        }

        /** Share of the windows that errors are smoothed over, exponentially. Default 0.01. */
        public Builder portion(double share) {
            portion = share;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public LstmRegressor build() {
            return new LstmRegressor(config(new ForecastNetwork(units, dropout, portion)), backend(), checkFinite());
        }
    }
}
