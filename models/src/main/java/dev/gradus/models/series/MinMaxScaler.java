package dev.gradus.models.series;

import java.util.Arrays;
import java.util.Objects;

/**
 * The linear map that takes {@code [minimum, maximum]} to {@code [low, high]}: {@code x' = x·k + (low − minimum·k)}
 * with {@code k = (high − low)/(maximum − minimum)}. For a {@linkplain #isConstant() constant} series the divisor is taken as
 * 1 (as scikit-learn's {@code MinMaxScaler} does), so that its values become {@code low}. Four numbers, which are all that
 * needs saving.
 *
 * @param minimum smallest value of the data that it was fitted on
 * @param maximum largest value of that data
 * @param low     what the smallest becomes
 * @param high    what the largest becomes
 */
public record MinMaxScaler(double minimum, double maximum, double low, double high) {
    /** Ten units in the last place, relative to the values, or of 1 where these are smaller. */
    private static final double SMALLEST_SPAN = 10 * 0x1p-52;

    public MinMaxScaler {
        if (!(minimum <= maximum) || !Double.isFinite(maximum - minimum)) {
            throw new IllegalArgumentException("not a range of values: " + minimum + " to " + maximum);
        }
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("not a range to scale to: " + low + " to " + high);
        }
    }

    /**
     * Whether the values that it was fitted on are one and the same, but for the rounding of means: they span less than ten
     * units in the last place.
     */
    public boolean isConstant() {
        return isNothing(maximum - minimum);
    }

    /** Whether other values too are the one that it was fitted on, but for rounding. */
    public boolean isConstantLike(double[] values) {
        Objects.requireNonNull(values, "the values are null");
        return isConstant() && Arrays.stream(values).allMatch(this::isConstantLike);
    }

    /** Whether another value too is the one that it was fitted on, but for rounding. */
    public boolean isConstantLike(double value) {
        return isConstant() && isNothing(Math.abs(value - minimum));
    }

    private boolean isNothing(double span) {
        return span < SMALLEST_SPAN * Math.max(1, Math.max(Math.abs(minimum), Math.abs(maximum)));
    }

    /** A scaler from the range of the values to [−1, 1], the range of tanh. */
    public static MinMaxScaler fit(double[] values) {
        return fit(values, -1, 1);
    }

    /**
     * A scaler from the range of the values to {@code [low, high]}.
     *
     * @throws UnsuitableSeriesException if there are no values, or they lie too far apart
     * @throws IllegalArgumentException  if one of them is NaN or infinite
     */
    public static MinMaxScaler fit(double[] values, double low, double high) {
        if (Objects.requireNonNull(values, "the values are null").length == 0) {
            throw new UnsuitableSeriesException("there are no values to fit a scaler to");
        }
        requireFinite(values);
        double minimum = values[0];
        double maximum = values[0];
        for (double value : values) {
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
        if (!Double.isFinite(maximum - minimum)) {
            throw new UnsuitableSeriesException("the values reach from " + minimum + " to " + maximum
                    + ", too far apart to be scaled; take them in a larger unit");
        }
        return new MinMaxScaler(minimum, maximum, low, high);
    }

    /** Scales values, {@code [length]} to a new {@code [length]}; what lies outside the fitted range lands outside. */
    public double[] transform(double[] values) {
        requireFinite(values);
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = transform(values[i]);
        }
        return result;
    }

    /** Scales one value, which must be finite. */
    public double transform(double value) {
        double factor = factor();
        return value * factor + (low - minimum * factor);
    }

    /** Takes scaled values back, {@code [length]} to a new {@code [length]}. */
    public double[] inverse(double[] scaled) {
        requireFinite(scaled);
        double factor = factor();
        double shift = low - minimum * factor;
        double[] result = new double[scaled.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (scaled[i] - shift) / factor;
        }
        return result;
    }

    private double factor() {
        return (high - low) / (isConstant() ? 1 : maximum - minimum);
    }

    private static void requireFinite(double[] values) {
        Objects.requireNonNull(values, "the values are null");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "the value at index " + i + " is " + values[i] + "; fill gaps first, as Imputation does");
            }
        }
    }
}
