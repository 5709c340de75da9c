package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every matrix product must do, whatever it is made of. */
abstract class MatrixProductChecks {
    /** Around a scalar, lanes of 4, 8 and 16, panels of 32, tiles of 4, 6, 8 and 12, and loops that unroll. */
    private static final int[] RAGGED = {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 24, 31, 32, 33, 47, 65};

    /** Around the block along k. */
    private static final int[] DEEP = {100, 255, 256, 257, 512, 515, 2047, 2049, 2311};

    static final int[][] PACKED = {
        {64, 400, 100}, {5, 33, 300}, {13, 1, 7}, {3, 17, 0}, {0, 5, 5}, {20, 900, 40}, {43, 70, 600}
    };

    abstract MatrixProduct product();

    /** One product with offsets and strides beyond the row lengths, surrounded by numbers that must not change. */
    static final class Case {
        final int m;
        final int n;
        final int k;
        final boolean transposeA;
        final boolean transposeB;
        final boolean accumulate;
        final int aStride;
        final int bStride;
        final int cStride;
        final int aAt = 3;
        final int bAt = 5;
        final int cAt = 7;
        final float[] a;
        final float[] b;
        final float[] c;

        Case(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate, int slack) {
            this.m = m;
            this.n = n;
            this.k = k;
            this.transposeA = transposeA;
            this.transposeB = transposeB;
            this.accumulate = accumulate;
            aStride = (transposeA ? m : k) + slack;
            bStride = (transposeB ? k : n) + slack;
            cStride = n + slack;
            SplittableRandom random = new SplittableRandom(m * 31L + n * 17L + k);
            a = numbers(random, aAt + (transposeA ? k : m) * aStride);
            b = numbers(random, bAt + (transposeB ? n : k) * bStride);
            c = numbers(random, cAt + m * cStride + 9);
        }

        private static float[] numbers(SplittableRandom random, int size) {
            float[] x = new float[size];
            for (int i = 0; i < size; i++) {
                x[i] = (float) (random.nextDouble() * 2 - 1);
            }
            return x;
        }

        float[] run(MatrixProduct product, Workers workers) {
            float[] out = c.clone();
            product.multiply(
                    m,
                    n,
                    k,
                    a,
                    aAt,
                    aStride,
                    transposeA,
                    b,
                    bAt,
                    bStride,
                    transposeB,
                    out,
                    cAt,
                    cStride,
                    accumulate,
                    workers);
            return out;
        }

        float[] run(PackedRight packed) {
            float[] out = c.clone();
            packed.pack(n, k, b, bAt, bStride, transposeB);
            packed.multiply(m, a, aAt, aStride, out, cAt, cStride, accumulate);
            return out;
        }

        float[] run(PackedLeft packed) {
            float[] out = c.clone();
            packed.pack(m, k, a, aAt, aStride, transposeA);
            packed.multiply(n, b, bAt, bStride, out, cAt, cStride);
            return out;
        }

        void check(float[] out) {
            float[] left = out.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int at = cAt + i * cStride + j;
                    double sum = accumulate ? c[at] : 0;
                    double scale = Math.abs(sum);
                    for (int p = 0; p < k; p++) {
                        double x = a[aAt + (transposeA ? p * aStride + i : i * aStride + p)];
                        double y = b[bAt + (transposeB ? j * bStride + p : p * bStride + j)];
                        sum += x * y;
                        scale += Math.abs(x * y);
                    }
                    double bound = 0x1p-24 * (2 + Math.min(k, 300)) * scale;
                    if (!(Math.abs(out[at] - sum) <= bound)) {
                        assertEquals(sum, out[at], bound, this + " at " + i + ", " + j);
                    }
                    left[at] = c[at];
                }
            }
            assertArrayEquals(c, left, this + " wrote outside of C");
        }

        boolean isRight(float[] out) {
            try {
                check(out);
                return true;
            } catch (AssertionError e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return m + "x" + n + "x" + k + (transposeA ? " At" : "") + (transposeB ? " Bt" : "")
                    + (accumulate ? " +=" : "");
        }
    }

    private void checkAll(int m, int n, int k) {
        for (int kind = 0; kind < 8; kind++) {
            Case one = new Case(m, n, k, (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, kind % 3 * 2);
            one.check(one.run(product(), null));
        }
    }

    @Test
    void raggedSizesMatchFloat64() {
        for (int m : RAGGED) {
            for (int n : RAGGED) {
                for (int k : new int[] {0, 1, 3, 4, 5, 8, 17, 33}) {
                    checkAll(m, n, k);
                }
            }
        }
    }

    @Test
    void deepSizesMatchFloat64() {
        for (int k : DEEP) {
            checkAll(1, 1, k);
            checkAll(13, 33, k);
            checkAll(25, 3, k);
            checkAll(2, 70, k);
        }
    }

    @Test
    void wideSizesMatchFloat64() {
        checkAll(3, 1100, 40);
        checkAll(300, 2, 40);
        checkAll(150, 600, 20);
        checkAll(1, 513, 2100);
    }

    @Test
    void bitsDoNotDependOnThreads() {
        int[][] sizes = {
            {200, 300, 310},
            {64, 400, 100},
            {7, 1500, 200},
            {1500, 5, 200},
            {130, 130, 2500},
            {3000, 1, 100},
            {1, 3000, 500},
            {64, 900, 300},
            {300, 70, 600}
        };
        for (int[] size : sizes) {
            for (int kind = 0; kind < 8; kind++) {
                Case one =
                        new Case(size[0], size[1], size[2], (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, kind % 2);
                float[] expected = one.run(product(), null);
                one.check(expected);
                for (int threads = 1; threads <= 3; threads++) {
                    assertArrayEquals(expected, one.run(product(), Workers.of(threads)), one + ", threads " + threads);
                }
            }
        }
    }

    @Test
    void packedMatchesFloat64() {
        PackedRight packed = product().packedRight();
        for (int[] size : PACKED) {
            for (int kind = 0; kind < 4; kind++) {
                Case one = new Case(size[0], size[1], size[2], false, (kind & 1) > 0, (kind & 2) > 0, 3);
                one.check(one.run(packed));
            }
        }
    }

    @Test
    void packedLeftMatchesFloat64() {
        PackedLeft packed = product().packedLeft();
        for (int[] size : PACKED) {
            for (boolean transposed : new boolean[] {false, true}) {
                Case one = new Case(size[0], size[1], size[2], transposed, false, false, 3);
                one.check(one.run(packed));
            }
        }
    }

    @Test
    void zeroTimesInfinityIsSeen() {
        for (int n : new int[] {1, 40}) {
            float[] a = new float[n * 2 * n];
            float[] b = new float[2 * n * n];
            float[] c = new float[n * n];
            Arrays.fill(b, 1);
            b[0] = Float.POSITIVE_INFINITY;
            product().multiply(n, n, 2 * n, a, 0, 2 * n, false, b, 0, n, false, c, 0, n, false, null);
            for (int i = 0; i < c.length; i++) {
                assertEquals(i % n == 0, Float.isNaN(c[i]), "at " + i + " of " + n + "x" + n);
            }
        }
    }

    /** One bad number spoils its row or column of C, and nothing else. */
    @Test
    void notANumberIsSeenWhereItBelongs() {
        for (int[] size : new int[][] {{1, 1, 40}, {1, 70, 40}, {3, 1, 40}, {13, 37, 300}, {70, 20, 9}}) {
            for (int kind = 0; kind < 4; kind++) {
                Case one = new Case(size[0], size[1], size[2], (kind & 1) > 0, (kind & 2) > 0, false, 1);
                int row = one.m / 2;
                int column = one.n - 1;
                int p = one.k - 1;
                one.a[one.aAt + (one.transposeA ? p * one.aStride + row : row * one.aStride + p)] = Float.NaN;
                one.b[one.bAt + (one.transposeB ? column * one.bStride : column)] = Float.POSITIVE_INFINITY;
                float[] out = one.run(product(), null);
                for (int i = 0; i < one.m; i++) {
                    for (int j = 0; j < one.n; j++) {
                        float c = out[one.cAt + i * one.cStride + j];
                        String where = one + " at " + i + ", " + j + ": " + c;
                        assertEquals(i == row, Float.isNaN(c), where);
                        assertEquals(i != row && j == column, Float.isInfinite(c), where);
                    }
                }
            }
        }
    }

    @Test
    void whatWasInTheResultBeforeIsNotRead() {
        for (int n : new int[] {1, 40}) {
            for (int slack : new int[] {0, 3}) {
                Case one = new Case(n, n, n, false, false, false, slack);
                for (int i = 0; i < n; i++) {
                    int row = one.cAt + i * one.cStride;
                    Arrays.fill(one.c, row, row + n, Float.NaN);
                }
                float[] out = one.run(product(), null);
                Case clean = new Case(n, n, n, false, false, false, slack);
                for (int i = 0; i < n; i++) {
                    int row = one.cAt + i * one.cStride;
                    System.arraycopy(clean.c, row, one.c, row, n);
                }
                one.check(out);
            }
        }
    }
}
