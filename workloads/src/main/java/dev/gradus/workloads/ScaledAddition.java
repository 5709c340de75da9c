package dev.gradus.workloads;

import java.util.Arrays;

/**
 * {@code a ← a + s·b}: how many bytes are read and written in a second. In place, so that no cache line is fetched only to
 * be overwritten and every transfer is counted.
 */
final class ScaledAddition implements Bursts.Burst {
    /** 192 KiB together: more than a first-level cache, less than a second-level one. */
    private static final int CACHED = 24 * 1024;

    /** 256 MiB together, of all threads. */
    private static final int LARGE = 32 * 1024 * 1024;

    private static final int ROUNDS_IN_CACHE = 100;

    private final float[] a;
    private final float[] b;
    private final int rounds;

    private ScaledAddition(int length, int rounds) {
        this.a = new float[length];
        this.b = new float[length];
        this.rounds = rounds;
        Arrays.fill(b, 1);
    }

    static ScaledAddition inCache() {
        return new ScaledAddition(CACHED, ROUNDS_IN_CACHE);
    }

    static ScaledAddition inMemory(int threads) {
        return new ScaledAddition(LARGE / threads, 1);
    }

    @Override
    public double run() {
        for (int round = 0; round < rounds; round++) {
            add(a, b, 1e-3f);
        }
        return 3.0 * Float.BYTES * a.length * rounds;
    }

    @Override
    public double result() {
        return a[0];
    }

    private static void add(float[] a, float[] b, float s) {
        for (int i = 0; i < a.length; i++) {
            a[i] += s * b[i];
        }
    }
}
