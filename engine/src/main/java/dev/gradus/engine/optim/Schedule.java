package dev.gradus.engine.optim;

/** The learning rate as a function of the step, which counts from 0. */
@FunctionalInterface
public interface Schedule {
    /** The learning rate of a step. */
    double at(long step);

    /** Always the same. */
    static Schedule constant(double rate) {
        Checks.rate(rate);
        return step -> rate;
    }

    /** Multiplied with {@code factor} every {@code every} steps: {@code rate·factor^⌊step/every⌋}. */
    static Schedule steps(double rate, long every, double factor) {
        Checks.rate(rate);
        Checks.factor(factor);
        Checks.steps(every);
        return step -> rate * StrictMath.pow(factor, (double) (step / every));
    }

    /** Multiplied with {@code factor} at every step: {@code rate·factor^step}. */
    static Schedule exponential(double rate, double factor) {
        return steps(rate, 1, factor);
    }

    /**
     * Half a cosine wave from {@code rate} down to {@code least} in {@code length} steps (Loshchilov and Hutter, 2017,
     * without restarts), {@code least} from then on.
     */
    static Schedule cosine(double rate, double least, long length) {
        Checks.rate(rate);
        Checks.rate(least);
        Checks.steps(length);
        return step -> {
            double phase = Math.PI * Math.min(step, length) / length;
            return least + (rate - least) * (1 + StrictMath.cos(phase)) / 2;
        };
    }

    /** Rises linearly over {@code length} steps, {@code (step + 1)/length} of what this schedule says, then follows it. */
    default Schedule afterWarmUp(long length) {
        Checks.steps(length);
        return step -> at(step) * Math.min(1, (step + 1.0) / length);
    }
}
