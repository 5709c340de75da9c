package dev.gradus.models.scoring;

/**
 * What values are measured by: a centre and a standard deviation. Where all values that it was learnt from are equal, the
 * deviation is 0: there, differences of rounding, up to a millionth of the centre (of 1, if that is more), count as none,
 * and greater ones as they are. So the values themselves measure 0, and a value unlike them does not go unnoticed.
 *
 * @param centre    what measures 0
 * @param deviation what measures 1, not negative
 */
public record Scale(double centre, double deviation) {
    /** What single precision, in which models compute, leaves uncertain. */
    private static final double UNCERTAIN = 1e-6;

    public Scale {
        if (!Double.isFinite(centre)) {
            throw new IllegalArgumentException("the centre of a scale must be finite, not " + centre);
        }
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the deviation of a scale must not be negative: " + deviation);
        }
    }

    /** Mean and population standard deviation of values, {@code [length]}. */
    static Scale of(double[] values) {
        double mean = Statistics.mean(values);
        return new Scale(mean, Statistics.deviation(values, mean));
    }

    /** {@code (x − centre)/deviation}; the difference itself where the deviation is 0, and 0 if that is rounding. */
    double distance(double value) {
        double difference = value - centre;
        if (deviation > 0) {
            return difference / deviation;
        }
        return Math.abs(difference) <= rounding() ? 0 : difference;
    }

    /** Differences from the centre that count as rounding where the deviation is 0. */
    double rounding() {
        return UNCERTAIN * Math.max(1, Math.abs(centre));
    }
}
