package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Products with rows as lanes have the bits of products with rows as rows: a row is scored alone as among others. */
class VectorLanesTest {
    private static final int ROWS = RecurrentKernels.ROWS;

    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "without jdk.incubator.vector");
    }

    private static float[] numbers(SplittableRandom random, int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return x;
    }

    /** Every height of a strip at the end, one block along k and several; a holder that is filled again keeps nothing. */
    @Test
    void bitsAreThoseOfAPackedProduct() {
        VectorLanes lanes = new VectorLanes();
        SplittableRandom random = new SplittableRandom(1);
        for (int n : new int[] {2, 4, 7, 12, 13, 16, 20, 28, 40, 41}) {
            for (int k : new int[] {1, 2, 17, 256, 257, 600}) {
                float[] w = numbers(random, n * k);
                PackedRight packed = new VectorProduct().packedRight();
                packed.pack(n, k, w, 0, k, true);
                lanes.reserve(n, k, 0);
                lanes.put(0, n, 0, k, w, 0, k, 1);
                float[] x = numbers(random, 2 * ROWS * k);
                float[] expected = new float[2 * ROWS * n];
                packed.multiply(2 * ROWS, x, 0, k, expected, 0, n, false);
                for (int blocks = 1; blocks <= 2; blocks++) {
                    assertArrayEquals(
                            Arrays.copyOf(expected, blocks * ROWS * n),
                            product(lanes, blocks, n, k, x),
                            n + " rows, " + k + " columns, " + blocks + " blocks");
                }
            }
        }
    }

    /** Lanes begin at odd places here, which nothing may depend on. */
    private static float[] product(VectorLanes lanes, int blocks, int n, int k, float[] x) {
        int at = 5;
        int gap = ROWS * k + 3;
        float[] turned = new float[at + gap + ROWS * k];
        float[] out = new float[2 * lanes.size() + 1];
        Arrays.fill(out, Float.NaN);
        for (int b = 0; b < blocks; b++) {
            LaneTurn.toLanes(k, x, b * ROWS * k, k, turned, at + b * gap);
        }
        lanes.multiply(blocks, turned, at, gap, out, lanes.size() + 1);
        float[] rows = new float[blocks * ROWS * n];
        for (int b = 0; b < blocks; b++) {
            LaneTurn.toRows(n, out, b * (lanes.size() + 1), rows, b * ROWS * n, n);
        }
        return rows;
    }

    @Test
    void partsMakeTheWhole() {
        SplittableRandom random = new SplittableRandom(2);
        int n = 31;
        int k = 300;
        float[] w = numbers(random, n * k);
        float[] x = numbers(random, 2 * ROWS * k);
        VectorLanes whole = new VectorLanes();
        whole.reserve(n, k, 1);
        whole.put(0, n, 0, k, w, 0, k, 1);
        float[] transposed = new float[n * k];
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < k; p++) {
                transposed[p * n + i] = w[i * k + p];
            }
        }
        VectorLanes parts = new VectorLanes();
        parts.reserve(n, k, 1);
        parts.put(0, 10, 0, 270, w, 0, k, 1);
        parts.put(0, 10, 270, 30, w, 270, k, 1);
        parts.put(10, n - 10, 0, k, transposed, 10, 1, n);
        assertArrayEquals(product(whole, 2, n, k, x), product(parts, 2, n, k, x));
    }

    /** Steps of a stretch, turned at once, are what they are when turned one by one. */
    @Test
    void stepsAreTurnedAtOnce() {
        SplittableRandom random = new SplittableRandom(3);
        int depth = 7;
        int steps = 5;
        float[] x = numbers(random, ROWS * steps * depth);
        float[] lanes = new float[steps * (depth + 1) * ROWS];
        LaneTurn.toLanes(steps, depth, x, 0, steps * depth, depth, lanes, 0, (depth + 1) * ROWS);
        for (int k = 0; k < steps; k++) {
            float[] one = new float[depth * ROWS];
            LaneTurn.toLanes(depth, x, k * depth, steps * depth, one, 0);
            int at = k * (depth + 1) * ROWS;
            assertArrayEquals(one, Arrays.copyOfRange(lanes, at, at + depth * ROWS));
        }
        float[] again = new float[x.length];
        LaneTurn.toRows(steps, depth, lanes, 0, (depth + 1) * ROWS, again, 0, steps * depth, depth);
        assertArrayEquals(x, again);
    }
}
