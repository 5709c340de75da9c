package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What our own matrix products do beyond {@link MatrixProductChecks}: an element depends on its row and column alone. */
abstract class RowwiseProductChecks extends MatrixProductChecks {
    @Test
    void bitsDoNotDependOnTheSplitOfRows() {
        for (int n : new int[] {1, 5, 20, 33, 100}) {
            Case one = new Case(53, n, 300, false, n % 2 == 0, true, 1);
            float[] expected = one.run(product(), null);
            for (int step : new int[] {1, 3, 7, 12, 16, 50}) {
                float[] out = one.c.clone();
                for (int i = 0; i < one.m; i += step) {
                    product()
                            .multiply(
                                    Math.min(step, one.m - i),
                                    n,
                                    one.k,
                                    one.a,
                                    one.aAt + i * one.aStride,
                                    one.aStride,
                                    false,
                                    one.b,
                                    one.bAt,
                                    one.bStride,
                                    one.transposeB,
                                    out,
                                    one.cAt + i * one.cStride,
                                    one.cStride,
                                    true,
                                    null);
                }
                assertArrayEquals(expected, out, one + " in steps of " + step);
            }
        }
    }

    @Test
    void packedHasTheSameBits() {
        PackedRight packed = product().packedRight();
        for (int[] size : PACKED) {
            for (int kind = 0; kind < 4; kind++) {
                Case one = new Case(size[0], size[1], size[2], false, (kind & 1) > 0, (kind & 2) > 0, 3);
                assertArrayEquals(one.run(product(), null), one.run(packed), one.toString());
            }
        }
    }

    @Test
    void aRowAloneHasTheSameBits() {
        for (int[] size :
                new int[][] {{1, 3}, {5, 7}, {16, 1}, {80, 100}, {112, 9}, {240, 60}, {400, 100}, {33, 300}}) {
            int n = size[0];
            int k = size[1];
            Case one = new Case(1, n, k, false, true, false, 3);
            float[] expected = new float[n];
            product()
                    .multiply(
                            1,
                            n,
                            k,
                            one.a,
                            one.aAt,
                            k,
                            false,
                            one.b,
                            one.bAt,
                            one.bStride,
                            true,
                            expected,
                            0,
                            n,
                            false,
                            null);
            PackedRight packed = product().packedRight();
            packed.pack(n, k, one.b, one.bAt, one.bStride, true);
            for (int turn = 0; turn < 4; turn++) {
                float[] out = new float[2 + n + 15];
                packed.row(one.a, one.aAt, out, 2, turn % 2 == 1);
                assertArrayEquals(expected, Arrays.copyOfRange(out, 2, 2 + n), n + " by " + k + ", turn " + turn);
                packed.settle();
            }
            // Where it was moved to, other numbers find room as well.
            packed.pack(n, k, one.b, one.bAt, one.bStride, true);
            float[] out = new float[n];
            packed.multiply(1, one.a, one.aAt, k, out, 0, n, false);
            assertArrayEquals(expected, out, n + " by " + k + ", packed again");
        }
    }

    @Test
    void packedLeftHasTheSameBits() {
        PackedLeft packed = product().packedLeft();
        for (int[] size : PACKED) {
            for (boolean transposed : new boolean[] {false, true}) {
                Case one = new Case(size[0], size[1], size[2], transposed, false, false, 3);
                assertArrayEquals(one.run(product(), null), one.run(packed), one.toString());
            }
        }
    }
}
