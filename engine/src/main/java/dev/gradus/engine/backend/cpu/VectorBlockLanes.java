package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A long B of few columns, such as the weights of a dense layer behind a flattened sequence, packed for one row at a time. Columns as
 * lanes would leave most lanes of the last vector empty, and reading them is what takes the time. Here the lanes are the blocks along k
 * of {@link VectorPanels}, whose chains do not depend on each other either, so the bits are the same. With L lanes, and a line for
 * each tile of five columns:
 *
 * <pre>{@code
 * blocks 0 … L−1    place 0: column 0 of all L blocks, …, column 4   place 1: …   …  place 255
 *                   place 0: column 5 of all L blocks, …, column 9   …
 *                   …
 * blocks L … 2L−1   …
 * }</pre>
 *
 * <p>What fills the last block and the last lanes is −0, times 0: added to a sum it leaves all bits as they are.
 */
final class VectorBlockLanes implements PackedRight {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int DEPTH = VectorPanels.DEPTH;
    /** Columns of a tile: as many chains as keep the machine busy while memory comes. */
    private static final int COLUMNS = 5;
    /** Blocks from which on the lanes are filled whatever the vector width. */
    private static final int LEAST_BLOCKS = 16;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in. */
    private static final class Scratch {
        private final float[] row = new float[DEPTH * LANES];
        private float[] sums = new float[0];

        float[] sums(int size) {
            sums = sums.length < size ? new float[size] : sums;
            return sums;
        }
    }

    private int n;
    private int k;
    private float[] packed = new float[0];

    /** Whether less is to be read than of panels. */
    static boolean suits(int n, int k) {
        return n > 1 && VectorPanels.blocks(k) >= LEAST_BLOCKS && size(n, k) < VectorPanels.size(n, k);
    }

    private static int tiles(int n) {
        return (n + COLUMNS - 1) / COLUMNS;
    }

    private static int groups(int k) {
        return (VectorPanels.blocks(k) + LANES - 1) / LANES;
    }

    private static long size(int n, int k) {
        return (long) groups(k) * LANES * DEPTH * tiles(n) * COLUMNS;
    }

    @Override
    public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
        if (this.n != n || this.k != k) {
            this.n = n;
            this.k = k;
            packed = new float[Math.toIntExact(size(n, k))];
            Arrays.fill(packed, -0f);
        }
        int tile = DEPTH * COLUMNS * LANES;
        int across = transposeB ? bStride : 1;
        int down = transposeB ? 1 : bStride;
        for (int block = 0; block < VectorPanels.blocks(k); block++) {
            int depth = Math.min(DEPTH, k - block * DEPTH);
            for (int j = 0; j < n; j++) {
                int to = (block / LANES * tiles(n) + j / COLUMNS) * tile + j % COLUMNS * LANES + block % LANES;
                int from = bAt + block * DEPTH * down + j * across;
                for (int p = 0; p < depth; p++) {
                    packed[to + p * COLUMNS * LANES] = b[from + p * down];
                }
            }
        }
    }

    @Override
    public void multiply(int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
        if (VectorProduct.isEmpty(m, n, k, c, cAt, cStride, accumulate)) {
            return;
        }
        Scratch scratch = SCRATCH.get();
        float[] sums = scratch.sums(tiles(n) * COLUMNS * LANES);
        for (int i = 0; i < m; i++) {
            for (int group = 0; group < groups(k); group++) {
                group(group, a, aAt + i * aStride, scratch.row, sums, c, cAt + i * cStride, accumulate);
            }
        }
    }

    /** What the blocks of some lanes make of a row. */
    private void group(
            int group, float[] a, int aAt, float[] row, float[] sums, float[] c, int cAt, boolean accumulate) {
        int first = group * LANES;
        int lanes = Math.min(LANES, VectorPanels.blocks(k) - first);
        for (int lane = 0; lane < LANES; lane++) {
            int from = (first + lane) * DEPTH;
            turn(Math.max(0, Math.min(DEPTH, k - from)), a, aAt + from, row, lane);
        }
        int tiles = tiles(n);
        for (int t = 0; t < tiles; t++) {
            tile(row, packed, (group * tiles + t) * DEPTH * COLUMNS * LANES, sums, t * COLUMNS * LANES);
        }
        for (int j = 0; j < n; j++) {
            float sum = c[cAt + j];
            for (int lane = 0; lane < lanes; lane++) {
                float block = sums[j * LANES + lane];
                sum = first + lane == 0 && !accumulate ? block : sum + block;
            }
            c[cAt + j] = sum;
        }
    }

    /** The numbers of a block to a lane, and zeros behind them. */
    private static void turn(int depth, float[] a, int at, float[] row, int lane) {
        for (int p = 0; p < depth; p++) {
            row[p * LANES + lane] = a[at + p];
        }
        for (int p = depth; p < DEPTH; p++) {
            row[p * LANES + lane] = 0;
        }
    }

    /** Five columns, one vector each. */
    private static void tile(float[] a, float[] b, int bAt, float[] c, int cAt) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        for (int p = 0; p < DEPTH; p++) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, a, p * LANES);
            x0 = a0.fma(FloatVector.fromArray(SPECIES, b, COLUMNS * LANES * p + bAt), x0);
            x1 = a0.fma(FloatVector.fromArray(SPECIES, b, COLUMNS * LANES * p + (bAt + LANES)), x1);
            x2 = a0.fma(FloatVector.fromArray(SPECIES, b, COLUMNS * LANES * p + (bAt + 2 * LANES)), x2);
            x3 = a0.fma(FloatVector.fromArray(SPECIES, b, COLUMNS * LANES * p + (bAt + 3 * LANES)), x3);
            x4 = a0.fma(FloatVector.fromArray(SPECIES, b, COLUMNS * LANES * p + (bAt + 4 * LANES)), x4);
        }
        x0.intoArray(c, cAt);
        x1.intoArray(c, cAt + LANES);
        x2.intoArray(c, cAt + 2 * LANES);
        x3.intoArray(c, cAt + 3 * LANES);
        x4.intoArray(c, cAt + 4 * LANES);
    }
}
