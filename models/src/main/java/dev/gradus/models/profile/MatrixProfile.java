package dev.gradus.models.profile;

import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.SeriesModel;
import java.time.Duration;
import java.util.Objects;

/**
 * Anomalies by the distance of each window to its nearest neighbour, the matrix profile of a series (Yeh et al., <em>Matrix
 * Profile I</em>, 2016; {@link Stomp}). Nothing is trained: to fit is to keep the series that others are compared with.
 *
 * <pre>{@code
 * Detector detector = MatrixProfile.builder().discords(true).build().fit(series);
 * }</pre>
 *
 * <p>The defaults are those of Orion 0.7.1's {@code matrixprofile} pipeline, which, odd as it is, reports what has the
 * <em>nearest</em> neighbours: its profile is turned around before thresholds are set. With {@link Builder#discords} what is
 * unlike everything else is reported, which is what the literature means.
 */
public final class MatrixProfile extends SeriesModel {
    /** What files and options call it. */
    static final String MODEL = "matrix-profile";

    private final MatrixProfileConfig config;

    MatrixProfile(MatrixProfileConfig config) {
        super(MODEL);
        this.config = config;
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    protected void put(FieldWriter out) {
        out.put("matrix-profile.window", config.window())
                .put("matrix-profile.discords", config.discords())
                .put(MatrixProfileFormat.INTERVAL, TrainingFields.text(config.interval()));
        ScoringFields.put(out, config.finder());
    }

    /** Nothing in it is random. */
    @Override
    public MatrixProfile withSeed(long seed) {
        return this;
    }

    @Override
    public Duration interval() {
        return config.interval();
    }

    @Override
    protected Run begin(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        return Run.untrained(() -> MatrixProfileDetector.of(config, series));
    }

    /** Settings of a matrix profile. Defaults are those of Orion 0.7.1. */
    public static final class Builder {
        private int window = 100;
        private Duration interval;
        private boolean discords;
        private FinderOptions finder =
                FinderOptions.builder().dynamicThreshold().build();

        private Builder() {}

        /** Samples in a window, at least 3. Default 100. */
        public Builder window(int samples) {
            window = samples;
            return this;
        }

        /** Bins that the series is averaged over. Default: the series' own spacing. */
        public Builder interval(Duration bins) {
            interval = bins;
            return this;
        }

        /**
         * Whether windows without a near neighbour are reported (true discords), rather than those with the nearest ones,
         * as published. Default: no.
         */
        public Builder discords(boolean far) {
            discords = far;
            return this;
        }

        /** How the score becomes intervals. Default: as elsewhere, but with a dynamic threshold (Orion). */
        public Builder finder(FinderOptions options) {
            finder = options;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public MatrixProfile build() {
            return new MatrixProfile(new MatrixProfileConfig(window, interval, discords, finder));
        }
    }
}
