package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
