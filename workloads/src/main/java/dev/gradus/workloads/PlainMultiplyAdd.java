package dev.gradus.workloads;

/**
 * Polynomials of degree 16 of numbers in the first-level cache, by Horner's rule: multiplications and additions in plain
 * Java, which the JIT compiler turns into vectors without the Vector API, sixteen of each for one load and one store.
 */
final class PlainMultiplyAdd implements Bursts.Burst {
    private static final int LENGTH = 1024;
    private static final int ROUNDS = 500;
    private static final int DEGREE = 16;

    private final float[] x = new float[LENGTH];
    private final float[] y = new float[LENGTH];

    PlainMultiplyAdd() {
        for (int i = 0; i < LENGTH; i++) {
            x[i] = 0.5f + i / (4f * LENGTH);
        }
    }

    @Override
    public double run() {
        for (int round = 0; round < ROUNDS; round++) {
            polynomials(x, y);
        }
        return 2.0 * DEGREE * LENGTH * ROUNDS;
    }

    @Override
    public double result() {
        return y[0];
    }

    private static void polynomials(float[] x, float[] y) {
        for (int i = 0; i < LENGTH; i++) {
            float t = x[i];
            float p = t * 0.9f + 1f;
            p = p * t + 2f;
            p = p * t + 3f;
            p = p * t + 4f;
            p = p * t + 5f;
            p = p * t + 6f;
            p = p * t + 7f;
            p = p * t + 8f;
            p = p * t + 9f;
            p = p * t + 10f;
            p = p * t + 11f;
            p = p * t + 12f;
            p = p * t + 13f;
            p = p * t + 14f;
            p = p * t + 15f;
            p = p * t + 16f;
            y[i] = p;
        }
    }
}
