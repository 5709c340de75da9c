package dev.gradus.models;

import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How far a series has left the range that a detector was trained in. Two figures for each column, both of the means of bins that have
 * values:
 * <pre>
 *   outside = share of the bins below the trained minimum or above the trained maximum
 *   shift   = (mean − trained mean)/(trained maximum − trained minimum)
 * </pre>
 * A series has drifted where more than a tenth lies outside, or the mean has moved by more than a third of the range. The tenth: that
 * much of each series of the Numenta Anomaly Benchmark is labelled as anomalous (Lavin and Ahmad, 2015), so that much may lie outside
 * because there are anomalies. The third: a stretch of half a period of a sine differs from the whole by 1/π = 0.32 of its range, so a
 * series that is short, and has not changed, may differ by that much. What stays in the range and around the mean, such as a smaller
 * amplitude or another shape, is no drift of a scaler, and not seen.
 *
 * @param channels each column that the detector looks at
 */
public record ScalerDrift(List<Channel> channels) {
    /** Share of the bins that may lie outside. */
    public static final double MOST_OUTSIDE = 0.1;

    /** Part of the trained range that the mean may move by. */
    public static final double MOST_SHIFT = 1.0 / 3;

    /** Checks that there are some. */
    public ScalerDrift {
        channels = List.copyOf(Objects.requireNonNull(channels, "drift: the channels are null"));
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("drift: there are no channels; a detector has one at least");
        }
    }

    /**
     * Of a column.
     *
     * @param name    of the column
     * @param outside share of its bins outside of the trained range, 0 to 1
     * @param shift   of its mean, in units of the trained range; where that was a single value, 0 or infinite
     */
    public record Channel(String name, double outside, double shift) {
        /** Checks that there is a name. */
        public Channel {
            Objects.requireNonNull(name, "drift: the name of a column is null");
        }

        /** Whether it has drifted. */
        public boolean isDetected() {
            return weight() > 1;
        }

        /** The larger of both figures in units of what is let pass. */
        private double weight() {
            return Math.max(outside / MOST_OUTSIDE, Math.abs(shift) / MOST_SHIFT);
        }
    }

    /**
     * Measures a series.
     *
     * @param trained bins, mean and range of each column of the training series
     * @param series  with these columns, in their order
     * @throws dev.gradus.models.series.UnsuitableSeriesException if a column has no values
     */
    public static ScalerDrift of(List<Preprocessing> trained, TimeSeries series) {
        Objects.requireNonNull(trained, "drift: what was trained on is null");
        Objects.requireNonNull(series, "the series is null");
        if (trained.size() != series.names().size()) {
            throw new IllegalArgumentException(
                    "drift: " + trained.size() + " columns were trained on, and the series has "
                            + series.names().size());
        }
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < trained.size(); c++) {
            channels.add(channel(trained.get(c), series.column(c)));
        }
        return new ScalerDrift(channels);
    }

    private static Channel channel(Preprocessing trained, TimeSeries series) {
        double[] bins = Arrays.stream(
                        Aggregation.mean(series, trained.interval()).values())
                .filter(v -> !Double.isNaN(v))
                .toArray();
        double moved = Imputation.meanOf(bins) - trained.fill();
        MinMaxScaler scaler = trained.scaler();
        long outside = scaler.isConstant()
                ? Arrays.stream(bins)
                        .filter(v -> !scaler.isConstantLike(new double[] {v}))
                        .count()
                : Arrays.stream(bins)
                        .filter(v -> v < scaler.minimum() || v > scaler.maximum())
                        .count();
        double shift = scaler.isConstant()
                ? outside == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, moved)
                : moved / (scaler.maximum() - scaler.minimum());
        return new Channel(series.names().get(0), (double) outside / bins.length, shift);
    }

    /** Whether a column has drifted. */
    public boolean isDetected() {
        return worst().isDetected();
    }

    /** The column that has drifted the most. */
    public Channel worst() {
        return channels.stream()
                .max(Comparator.comparingDouble(Channel::weight))
                .orElseThrow();
    }
}
