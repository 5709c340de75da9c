package dev.gradus.workloads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The best rate that threads reach together in short bursts: what disturbs a burst only makes it slower. All threads begin a
 * burst at once, since a thread that comes late would leave another the machine for itself.
 */
final class Bursts {
    /** What one thread does in a burst. */
    interface Burst {
        /** Does the thing; returns how much of it was done. */
        double run();

        /** A number that depends on what was computed. */
        double result();
    }

    private static final double CLEARLY = 1.02;

    private static volatile double sink;

    private final Burst[] bursts;
    private final double[] done;
    private final long[] starts;
    private final long[] ends;
    private final AtomicInteger arrived = new AtomicInteger();
    private final long nanos;
    private double best;
    private long bestAt;
    private volatile boolean over;

    private Bursts(int threads, double seconds, Supplier<Burst> maker) {
        this.bursts = new Burst[threads];
        this.done = new double[threads];
        this.starts = new long[threads];
        this.ends = new long[threads];
        this.nanos = (long) (seconds * 1e9);
        for (int i = 0; i < threads; i++) {
            bursts[i] = maker.get();
        }
    }

    /**
     * The most that was done in a second, by all threads together: bursts go on until none was clearly better for so many
     * seconds, since the JIT compiler may be late where the machine is busy.
     */
    static double best(int threads, double seconds, Supplier<Burst> maker) {
        Bursts bursts = new Bursts(threads, seconds, maker);
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.length; i++) {
            int number = i + 1;
            others[i] = new Thread(() -> bursts.run(number), "gradus-burst-" + number);
            others[i].setDaemon(true);
            others[i].start();
        }
        bursts.run(0);
        return bursts.best;
    }

    private void run(int number) {
        int round = 0;
        do {
            meet(++round);
            starts[number] = System.nanoTime();
            done[number] = bursts[number].run();
            ends[number] = System.nanoTime();
            meet(++round);
            if (number == 0) {
                note();
                over = ends[0] - bestAt >= nanos;
            }
            meet(++round);
        } while (!over);
    }

    /** Waits, spinning, until all threads have come here for the round'th time. */
    private void meet(int round) {
        arrived.incrementAndGet();
        while (arrived.get() < round * bursts.length) {
            Thread.onSpinWait();
        }
    }

    private void note() {
        double sum = 0;
        long first = starts[0];
        long last = ends[0];
        for (int i = 0; i < bursts.length; i++) {
            sum += done[i];
            first = Math.min(first, starts[i]);
            last = Math.max(last, ends[i]);
            sink = bursts[i].result();
        }
        double rate = sum / ((last - first) / 1e9);
        if (rate > CLEARLY * best) {
            bestAt = ends[0];
        }
        best = Math.max(best, rate);
    }
}
