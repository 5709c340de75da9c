package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void eachNumberOfPanelsIsWhereItIsSaidToBe() {
        for (int[] size : new int[][] {{400, 100}, {33, 300}, {1, 7}, {40, 513}}) {
            Case one = new Case(1, size[0], size[1], false, false, false, 2);
            float[] panels = new float[VectorPanels.size(one.n, one.k)];
            for (int unit = 0; unit < VectorPanels.panels(one.n) * VectorPanels.blocks(one.k); unit++) {
                VectorPanels.packB(unit, one.n, one.k, one.b, one.bAt, one.bStride, false, panels, 0);
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

    /** Half of the widths that a processor has, and the narrowest; a JVM for another processor ignores the flags. */
    @Test
    void bitsDoNotDependOnTheVectorWidth(@TempDir Path folder) throws Exception {
        List<String> expected = probe(folder, "-XX:TieredStopAtLevel=1");
        assertEquals(96, expected.size(), () -> String.join(System.lineSeparator(), expected));
        assertEquals(expected, probe(folder, "-XX:UseAVX=2"));
        assertEquals(expected, probe(folder, "-XX:MaxVectorSize=16"));
    }

    private static List<String> probe(Path folder, String flag) throws Exception {
        Path output = folder.resolve("bits");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        flag,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProductProbe.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the probe does not end");
        assertEquals(0, process.exitValue(), () -> "the probe failed with " + flag);
        return Files.readAllLines(output);
    }

    @Test
    void bitsDoNotDependOnTheSplitOfTransposedRows() {
        for (int n : new int[] {1, 20, 100}) {
            Case one = new Case(53, n, 300, true, false, true, 1);
            float[] expected = one.run(product(), null);
            for (int step : new int[] {1, 3, 12, 50}) {
                float[] out = one.c.clone();
                for (int i = 0; i < one.m; i += step) {
                    int rows = Math.min(step, one.m - i);
                    product()
                            .multiply(
                                    rows,
                                    n,
                                    one.k,
                                    one.a,
                                    one.aAt + i,
                                    one.aStride,
                                    true,
                                    one.b,
                                    one.bAt,
                                    one.bStride,
                                    false,
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
    void whatPanelsHeldBeforeIsOfNoConsequence() {
        PackedRight packed = product().packedRight();
        for (int[] size : PACKED) {
            float[] nothing = new float[40 * 900];
            Arrays.fill(nothing, Float.NaN);
            packed.pack(900, 40, nothing, 0, 900, false);
            Case one = new Case(size[0], size[1], size[2], false, false, false, 0);
            one.check(one.run(packed));
        }
    }

    @Test
    void blocksAsLanesHaveTheSameBits() {
        PackedRight packed = new VectorBlockLanes();
        for (int[] size : new int[][] {{1, 20, 20_000}, {3, 7, 8192}, {1, 18, 16_100}, {2, 5, 300}, {1, 20, 20_000}}) {
            for (int kind = 0; kind < 4; kind++) {
                Case one = new Case(size[0], size[1], size[2], false, (kind & 1) > 0, (kind & 2) > 0, 3);
                assertArrayEquals(one.run(product(), null), one.run(packed), one.toString());
            }
        }
    }

    @Test
    void blocksAreLanesWhereLessIsToBeReadThen() {
        assertTrue(VectorBlockLanes.suits(20, 20_000));
        assertFalse(VectorBlockLanes.suits(1, 20_000));
        assertFalse(VectorBlockLanes.suits(20, 2000));
        assertFalse(VectorBlockLanes.suits(64, 20_000));
    }

    @Test
    void chunksAreSharedOutEvenly() {
        for (int threads : new int[] {2, 4}) {
            for (int[] size : new int[][] {{256, 256, 1000}, {128, 256, 1000}, {1000, 256, 256}, {768, 768, 768}}) {
                VectorProduct.Split split = VectorProduct.Split.of(size[0], size[1], size[2], threads);
                assertEquals(0, split.columns() % VectorPanels.WIDTH);
                int down = (size[0] - 1) / split.rows() + 1;
                int across = (size[1] - 1) / split.columns() + 1;
                int rounds = (down * across - 1) / threads + 1;
                double longest = (double) rounds * split.rows() * split.columns() * threads;
                assertTrue(
                        longest <= 1.25 * size[0] * size[1],
                        Arrays.toString(size) + ", threads " + threads + ": " + split);
            }
        }
    }
}
