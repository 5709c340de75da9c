package dev.gradus.models.scoring;

/**
 * Settings of an {@link AnomalyFinder}. Lengths are in steps of the series. The defaults are what all pipelines of
 * Orion 0.7.1 run with; they come from its pipeline files, which overrule the defaults of its functions.
 *
 * @param window        length of the sliding window; 0 where {@code windowPortion} says it
 * @param windowPortion length of the sliding window as a share of the series
 * @param step          how far the window moves; 0 where {@code stepPortion} says it
 * @param stepPortion   how far the window moves as a share of its length
 * @param dynamic       whether the threshold is a {@link DynamicThreshold} instead of mean + deviations
 * @param deviations    standard deviations from the mean to the fixed threshold
 * @param searchFrom    first start of the dynamic threshold's search
 * @param searchTo      end of these starts, exclusive
 * @param minimumDrop   by what share of itself a peak exceeds the next lower one, for itself and all above to be kept
 * @param padding       steps marked on either side of an error above the threshold, inside the window
 * @param lower         whether unusually low errors count too, mirrored at each window's mean
 * @param inverse       whether the smallest errors count instead of the greatest
 * @param secondWindowPortion length of a second sliding window as a share of the series; 0 for none
 */
public record FinderOptions(
        int window,
        double windowPortion,
        int step,
        double stepPortion,
        boolean dynamic,
        double deviations,
        int searchFrom,
        int searchTo,
        double minimumDrop,
        int padding,
        boolean lower,
        boolean inverse,
        double secondWindowPortion) {
    public FinderOptions {
        require(window >= 0, "the window must be at least 1 step, not " + window);
        require(isPortion(windowPortion), "the window portion must be more than 0, at most 1, not " + windowPortion);
        require(step >= 0, "the step must be at least 1 step, not " + step);
        require(isPortion(stepPortion), "the step portion must be more than 0, at most 1, not " + stepPortion);
        require(
                deviations >= 0 && deviations < Double.POSITIVE_INFINITY,
                "the threshold must not lie below the mean: " + deviations);
        require(
                searchFrom >= 0 && searchFrom < searchTo,
                "not a range of starts for the threshold: " + searchFrom + " to " + searchTo);
        require(minimumDrop >= 0 && minimumDrop <= 1, "the minimum drop must lie between 0 and 1, not " + minimumDrop);
        require(padding >= 0, "the padding must not be negative: " + padding);
        require(
                secondWindowPortion == 0 || isPortion(secondWindowPortion),
                "the second window's portion must be more than 0, at most 1, or 0 for none, not "
                        + secondWindowPortion);
    }

    private static boolean isPortion(double portion) {
        return portion > 0 && portion <= 1;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The published settings; see {@link Builder}. */
    public static FinderOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Lengths of the windows in a series of {@code length} steps: the portions rounded up. */
    int[] windowSteps(int length) {
        int first = window > 0 ? window : (int) Math.ceil(length * windowPortion);
        int second = (int) Math.ceil(length * secondWindowPortion);
        return second > 0 ? new int[] {first, second} : new int[] {first};
    }

    /** How far a window of {@code width} steps moves: the portion rounded up. */
    int stepSteps(int width) {
        return step > 0 ? step : (int) Math.ceil(width * stepPortion);
    }

    /** The threshold of errors with this mean and standard deviation, which is not 0. */
    double threshold(double[] errors, double mean, double deviation) {
        return dynamic ? DynamicThreshold.of(errors, searchFrom, searchTo) : mean + deviations * deviation;
    }

    /** Starts from the published settings. */
    public static final class Builder {
        private int window;
        private double windowPortion = 0.33;
        private int step;
        private double stepPortion = 0.1;
        private boolean dynamic;
        private double deviations = 4;
        private int searchFrom = 0;
        private int searchTo = 12;
        private double minimumDrop = 0.13;
        private int padding = 50;
        private boolean lower;
        private boolean inverse;
        private double secondWindowPortion;

        private Builder() {}

        /** Length of the sliding window as a share of the series, rounded up. Default: 0.33 (Orion's pipelines). */
        public Builder windowPortion(double portion) {
            this.windowPortion = portion;
            this.window = 0;
            return this;
        }

        /** Length of the sliding window in steps. Orion has 2000 where it uses no portion. */
        public Builder window(int steps) {
            this.window = requirePositive("window", steps);
            return this;
        }

        /** One window over the whole series. */
        public Builder wholeSeries() {
            return windowPortion(1);
        }

        /** How far the window moves as a share of its length, rounded up. Default: 0.1 (Orion's pipelines). */
        public Builder stepPortion(double portion) {
            this.stepPortion = portion;
            this.step = 0;
            return this;
        }

        /** How far the window moves in steps. Orion has 200 where it uses no portion (its ARIMA pipeline: 100). */
        public Builder step(int steps) {
            this.step = requirePositive("step", steps);
            return this;
        }

        /** Threshold: mean + {@code deviations} standard deviations. Default, with 4 (Orion's pipelines). */
        public Builder fixedThreshold(double deviations) {
            this.deviations = deviations;
            this.dynamic = false;
            return this;
        }

        /** Threshold: {@link DynamicThreshold}, searched from 0 to 11 deviations (Orion's matrix profile pipeline). */
        public Builder dynamicThreshold() {
            return dynamicThreshold(0, 12);
        }

        /** Threshold: {@link DynamicThreshold}, searched from each integer in {@code [from, to)}. */
        public Builder dynamicThreshold(int from, int to) {
            this.searchFrom = from;
            this.searchTo = to;
            this.dynamic = true;
            return this;
        }

        /** See {@link FinderOptions#minimumDrop}, 0 to 1. Default: 0.13 (Orion's pipelines; Hundman et al. 2018). */
        public Builder minimumDrop(double share) {
            this.minimumDrop = share;
            return this;
        }

        /** See {@link FinderOptions#padding}. Default: 50 (Orion). */
        public Builder padding(int steps) {
            this.padding = steps;
            return this;
        }

        /** See {@link FinderOptions#lower}. Default: no (Orion's pipelines). */
        public Builder lower(boolean lower) {
            this.lower = lower;
            return this;
        }

        /** See {@link FinderOptions#inverse}. Default: no (Orion: yes for the matrix profile only). */
        public Builder inverse(boolean inverse) {
            this.inverse = inverse;
            return this;
        }

        /**
         * A second sliding window as a share of the series, rounded up, in which longer anomalies than in the first still stand out: one that
         * lifts more than a seventeenth of a window stays below the mean and four deviations, however high it is. What is found in either
         * counts. Default: 0, for none (Orion).
         */
        public Builder secondWindowPortion(double portion) {
            this.secondWindowPortion = portion;
            return this;
        }

        public FinderOptions build() {
            return new FinderOptions(
                    window,
                    windowPortion,
                    step,
                    stepPortion,
                    dynamic,
                    deviations,
                    searchFrom,
                    searchTo,
                    minimumDrop,
                    padding,
                    lower,
                    inverse,
                    secondWindowPortion);
        }

        private static int requirePositive(String what, int steps) {
            require(steps > 0, "the " + what + " must be at least 1 step, not " + steps);
            return steps;
        }
    }
}
