package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-vector")
class PlainProductTest extends RowwiseProductChecks {
    /** Terms that are summed before their sum goes to C: a part of the result's definition. */
    private static final int BLOCK = 256;

    private final MatrixProduct product = new PlainProduct();

    @Override
    MatrixProduct product() {
        return product;
    }

    /** Tiles, narrow and wide loops, exchanged roles, pieces and whole blocks of B: one definition, to the bit. */
    @Test
    void everyWayAddsInTheSameOrder() {
        int[] some = {1, 3, 9, 15, 16, 31, 63, 64, 130, 517};
        for (int m : some) {
            for (int n : some) {
                for (int k : m * n < 1000 ? new int[] {0, 1, 4, 5, 300, 515} : new int[] {2, 22, 260}) {
                    for (int kind = 0; kind < 8; kind++) {
                        Case one = new Case(m, n, k, (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, kind % 3);
                        assertArrayEquals(byDefinition(one), one.run(product, null), one.toString());
                    }
                }
            }
        }
    }

    @Test
    void aPackedProductHasTheSameBits() {
        PackedRight packed = product.packedRight();
        for (int[] size : PACKED) {
            for (int kind = 0; kind < 4; kind++) {
                Case one = new Case(size[0], size[1], size[2], false, (kind & 1) > 0, (kind & 2) > 0, 3);
                assertArrayEquals(byDefinition(one), one.run(packed), one.toString());
            }
        }
    }

    private static float[] byDefinition(Case one) {
        float[] out = one.c.clone();
        for (int i = 0; i < one.m; i++) {
            for (int j = 0; j < one.n; j++) {
                int at = one.cAt + i * one.cStride + j;
                float total = one.accumulate ? out[at] : 0f;
                for (int p = 0; p < one.k; p += BLOCK) {
                    float sum = 0f;
                    for (int q = p; q < Math.min(one.k, p + BLOCK); q++) {
                        float x = one.a[one.aAt + (one.transposeA ? q * one.aStride + i : i * one.aStride + q)];
                        float y = one.b[one.bAt + (one.transposeB ? j * one.bStride + q : q * one.bStride + j)];
                        sum += x * y;
                    }
                    total = p == 0 && !one.accumulate ? sum : total + sum;
                }
                out[at] = total;
            }
        }
        return out;
    }
}
