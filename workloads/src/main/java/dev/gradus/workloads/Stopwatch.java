package dev.gradus.workloads;

import java.util.Arrays;

/**
 * Times a work in this JVM: first until it has run long enough for the JIT compiler to have done its part, then sample by
 * sample. A sample is one run, or so many that the clock can tell. What warming up takes longer than it should is taken off
 * the measuring, down to half of that.
 *
 * @param warmUp seconds
 * @param measuring seconds
 */
public record Stopwatch(double warmUp, double measuring) {
    private static final double CLEARLY = 0.9;
    private static final double LEAST_SAMPLE = 50e-6;
    private static final int LEAST_SAMPLES = 5;
    private static final int MOST_SAMPLES = 100_000;

    /** Takes the time of a work, which does so many operations in a run. */
    public Measurement time(Work work, int operations) {
        long begin = System.nanoTime();
        double once = warmUp(work);
        double late = Math.max(0, (System.nanoTime() - begin) / 1e9 - warmUp);
        double left = Math.max(measuring / 2, measuring - late);
        int runs = (int) Math.max(1, Math.ceil(LEAST_SAMPLE / once));
        double[] samples = new double[MOST_SAMPLES];
        int least = measuring > 0 ? LEAST_SAMPLES : 1;
        int count = 0;
        Allocation allocation = new Allocation();
        long end = System.nanoTime() + (long) (left * 1e9);
        while (count < least || count < MOST_SAMPLES && System.nanoTime() < end) {
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                Sink.take(work.run());
            }
            samples[count++] = (System.nanoTime() - start) / 1e9;
        }
        double bytes = allocation.bytes();
        Arrays.sort(samples, 0, count);
        double each = (double) runs * operations;
        return new Measurement(
                (samples[(count - 1) / 2] + samples[count / 2]) / 2 / each, samples[0] / each, bytes / each / count);
    }

    /**
     * Runs the work until no run was clearly faster than those before for as long as {@link #warmUp}, at most three times
     * that: where the machine is busy, the JIT compiler comes late. Returns about how long a run takes then.
     */
    private double warmUp(Work work) {
        double best = Double.POSITIVE_INFINITY;
        long begin = System.nanoTime();
        long improved = begin;
        long now = begin;
        do {
            long start = now;
            Sink.take(work.run());
            now = System.nanoTime();
            double time = Math.max(1, now - start) / 1e9;
            if (time < CLEARLY * best) {
                improved = now;
            }
            best = Math.min(best, time);
        } while (now - improved < warmUp * 1e9 && now - begin < 3 * warmUp * 1e9);
        return best;
    }

    /** Where results go that nobody reads. */
    private static final class Sink {
        private static volatile double last;

        static void take(double value) {
            last = value;
        }
    }
}
