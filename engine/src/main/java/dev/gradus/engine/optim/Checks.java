package dev.gradus.engine.optim;

/** Checks of the numbers that optimisers and schedules are given. */
final class Checks {
    private Checks() {}

    /** A learning rate, finite and not negative. */
    static double rate(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "optimizer: the learning rate must be finite and not negative, got " + rate);
        }
        return rate;
    }

    /** What a learning rate is multiplied with, finite and not negative. */
    static void factor(double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("schedule: the factor must be finite and not negative, got " + factor);
        }
    }

    /** A number of steps to divide by. */
    static void steps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("schedule: the number of steps must be at least 1, got " + steps);
        }
    }
}
