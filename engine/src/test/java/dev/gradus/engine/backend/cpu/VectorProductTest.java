package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VectorProductTest extends RowwiseProductChecks {
    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "without jdk.incubator.vector");
    }

    @Override
    MatrixProduct product() {
        return new VectorProduct();
    }

    @Test
    void panelsHaveTheSameBits() {
        VectorProduct product = new VectorProduct();
        for (int[] size : PACKED) {
            for (int kind = 0; kind < 8; kind++) {
                Case one = new Case(size[0], size[1], size[2], (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, 3);
                float[] panels = new float[VectorPanels.size(one.n, one.k)];
                for (int unit = 0; unit < VectorPanels.panels(one.n) * VectorPanels.blocks(one.k); unit++) {
                    VectorPanels.packB(unit, one.n, one.k, one.b, one.bAt, one.bStride, one.transposeB, panels);
                }
                float[] out = one.c.clone();
                product.multiplyPanels(
                        one.m,
                        one.n,
                        one.k,
                        one.a,
                        one.aAt,
                        one.aStride,
                        one.transposeA,
                        panels,
                        out,
                        one.cAt,
                        one.cStride,
                        one.accumulate,
                        null);
                assertArrayEquals(one.run(product, null), out, one.toString());
                PackedLeft left = product.packedLeft();
                left.pack(one.m, one.k, one.a, one.aAt, one.aStride, one.transposeA);
                float[] other = one.c.clone();
                left.multiplyPanels(one.n, panels, other, one.cAt, one.cStride, one.accumulate);
                assertArrayEquals(out, other, one.toString());
            }
        }
    }

    @Test
    void eachNumberOfPanelsIsWhereItIsSaidToBe() {
        for (int[] size : new int[][] {{400, 100}, {33, 300}, {1, 7}, {40, 513}}) {
            Case one = new Case(1, size[0], size[1], false, false, false, 2);
            float[] panels = new float[VectorPanels.size(one.n, one.k)];
            for (int unit = 0; unit < VectorPanels.panels(one.n) * VectorPanels.blocks(one.k); unit++) {
                VectorPanels.packB(unit, one.n, one.k, one.b, one.bAt, one.bStride, false, panels);
            }
            for (int p = 0; p < one.k; p++) {
                for (int j = 0; j < one.n; j++) {
                    int firstRow = p / VectorPanels.DEPTH * VectorPanels.DEPTH;
                    int depth = Math.min(VectorPanels.DEPTH, one.k - firstRow);
                    int panel = j / VectorPanels.WIDTH;
                    int at = firstRow * VectorPanels.padded(one.n)
                            + depth * panel * VectorPanels.WIDTH
                            + (p - firstRow) * VectorPanels.width(one.n, panel)
                            + j % VectorPanels.WIDTH;
                    assertEquals(one.b[one.bAt + p * one.bStride + j], panels[at], "at " + p + ", " + j);
                }
            }
        }
    }
}
