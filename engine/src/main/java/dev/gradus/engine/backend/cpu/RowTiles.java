package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row times panels of B side by side (see {@link VectorPanels}), as a step of a recurrence over a single sequence needs it. There
 * is nothing to do but to read B once: {@code tile1xV} runs along V vectors of it, so that none of the chains waits for its own
 * multiply-adds, and each panel is read as a stretch. Each sum is the chain that it is in any other tile.
 *
 * <p>The vectors of a panel are at constant distances from the loop's variable, so C2 checks indices once, before the loop.
 */
final class RowTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = VectorPanels.WIDTH;

    private RowTiles() {}

    /**
     * {@code C = a·B}.
     *
     * @param vectors of B's columns; C may be written up to the end of the last
     * @param k rows of B, one block of {@link VectorPanels} at most
     * @param b where the panels begin at {@code bAt}
     * @param back whether the last columns are taken first
     */
    static void multiply(int vectors, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, boolean back) {
        // A single vector at the end would wait for itself, so it joins the four before it.
        int fours = vectors % 4 == 1 && vectors > 4 ? vectors / 4 - 1 : vectors / 4;
        int rest = vectors - 4 * fours;
        if (back) {
            last(rest, 4 * fours, k, a, aAt, b, bAt, c, cAt);
            for (int t = fours - 1; t >= 0; t--) {
                tile1x4(k, a, aAt, b, bAt + 4 * t * LANES * k, WIDTH * k, c, cAt + 4 * t * LANES);
            }
        } else {
            for (int t = 0; t < fours; t++) {
                tile1x4(k, a, aAt, b, bAt + 4 * t * LANES * k, WIDTH * k, c, cAt + 4 * t * LANES);
            }
            last(rest, 4 * fours, k, a, aAt, b, bAt, c, cAt);
        }
    }

    /** The vectors after the last four, from vector {@code first} on. */
    private static void last(int rest, int first, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        int from = bAt + first * LANES * k;
        int to = cAt + first * LANES;
        switch (rest) {
            case 5:
                tile1x5(k, a, aAt, b, from, WIDTH * k, c, to);
                break;
            case 3:
                tile1x3(k, a, aAt, b, from, WIDTH * k, c, to);
                break;
            case 2:
                LowTiles.tile1x2(k, a, aAt, 0, 1, b, from, WIDTH, c, to, 0);
                break;
            case 1:
                LowTiles.tile1x1(k, a, aAt, 0, 1, b, from, LANES, c, to, 0);
                break;
            default:
        }
    }

    /** Two panels, {@code next} from one to the other. */
    private static void tile1x4(int k, float[] a, int aAt, float[] b, int bAt, int next, float[] c, int cAt) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        int second = bAt + next;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p + aAt]);
            x0 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + bAt), x0);
            x1 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + (bAt + LANES)), x1);
            x2 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + second), x2);
            x3 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + (second + LANES)), x3);
        }
        x0.intoArray(c, cAt);
        x1.intoArray(c, cAt + LANES);
        x2.intoArray(c, cAt + 2 * LANES);
        x3.intoArray(c, cAt + 3 * LANES);
    }

    /** Two panels and one of a single vector. */
    private static void tile1x5(int k, float[] a, int aAt, float[] b, int bAt, int next, float[] c, int cAt) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        int second = bAt + next;
        int third = second + next;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p + aAt]);
            x0 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + bAt), x0);
            x1 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + (bAt + LANES)), x1);
            x2 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + second), x2);
            x3 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + (second + LANES)), x3);
            x4 = a0.fma(FloatVector.fromArray(SPECIES, b, LANES * p + third), x4);
        }
        x0.intoArray(c, cAt);
        x1.intoArray(c, cAt + LANES);
        x2.intoArray(c, cAt + 2 * LANES);
        x3.intoArray(c, cAt + 3 * LANES);
        x4.intoArray(c, cAt + 4 * LANES);
    }

    /** A panel and one of a single vector. */
    private static void tile1x3(int k, float[] a, int aAt, float[] b, int bAt, int next, float[] c, int cAt) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        int second = bAt + next;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p + aAt]);
            x0 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + bAt), x0);
            x1 = a0.fma(FloatVector.fromArray(SPECIES, b, WIDTH * p + (bAt + LANES)), x1);
            x2 = a0.fma(FloatVector.fromArray(SPECIES, b, LANES * p + second), x2);
        }
        x0.intoArray(c, cAt);
        x1.intoArray(c, cAt + LANES);
        x2.intoArray(c, cAt + 2 * LANES);
    }
}
