package dev.gradus.models.scoring;

/** Errors of a model that predicts one sample at a time. */
public final class RegressionErrors {
    private RegressionErrors() {}

    /** {@code |y − ŷ|}, not smoothed; all {@code [n]}. */
    public static double[] of(double[] truth, double[] predicted) {
        return ErrorMeasure.POINT.between(truth, predicted, 1);
    }

    /**
     * {@code |y − ŷ|}, smoothed with {@link Smoothing#exponential} over the span {@code max(1, floor(portion·n))}.
     *
     * @param truth     the samples, {@code [n]}
     * @param predicted their predictions, {@code [n]}
     * @param portion   share of the samples that the span is, 0 to 1; 0.01 in Orion 0.7.1
     */
    public static double[] smoothed(double[] truth, double[] predicted, double portion) {
        double[] errors = of(truth, predicted);
        return Smoothing.exponential(errors, span(errors.length, portion));
    }

    /** The span that so many samples are smoothed over: {@code max(1, floor(portion·n))}. */
    public static int span(int samples, double portion) {
        return Math.max(1, (int) (samples * portion));
    }

    /**
     * The smoothed errors of a series whose windows come one after the other, each with a forecast of the sample behind it.
     *
     * @param span   that they are smoothed over, at least 1
     * @param window samples in a window, T
     */
    public static ScoreStream stream(int span, int window) {
        return new ForecastStream(span, window);
    }

    /** {@code |y − ŷ|}, smoothed with {@link Smoothing#exponential} over a span of at least 1; all {@code [n]}. */
    public static double[] smoothed(double[] truth, double[] predicted, int span) {
        return Smoothing.exponential(of(truth, predicted), span);
    }
}
