package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Reduction;

/**
 * The order in which a stretch is reduced, common to plain and vector loops: blocks of {@value #BLOCK} elements; within
 * a block, element i goes to virtual lane {@code i mod 16}, and the lanes are folded in halves. The sums of the blocks
 * are added up in float64, so the error does not grow with the length.
 */
final class LaneSums {
    static final int LANES = 16;
    static final int BLOCK = 1024;

    private LaneSums() {}

    /** Adds the elements after the last full 16 to the first lanes, and folds the lanes. */
    static float finishSum(float[] lanes, float[] x, int at, int to) {
        for (int lane = 0; at + lane < to; lane++) {
            lanes[lane] += x[at + lane];
        }
        for (int width = LANES / 2; width > 0; width /= 2) {
            for (int lane = 0; lane < width; lane++) {
                lanes[lane] += lanes[lane + width];
            }
        }
        return lanes[0];
    }

    /** As {@link #finishSum}, with the maximum. */
    static float finishMax(float[] lanes, float[] x, int at, int to) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < to; i++) {
            greatest = Math.max(greatest, x[i]);
        }
        for (float lane : lanes) {
            greatest = Math.max(greatest, lane);
        }
        return greatest;
    }

    /** Stretches too short for lanes to pay: the same order, written out. */
    static float shortStretch(Reduction f, float[] x, int at, int length) {
        return f == Reduction.SUM ? shortSum(x, at, length) : shortMax(x, at, length);
    }

    /** At most 16 elements: one for each lane. Lanes of zeros are added too, so that −0 comes out as it does there. */
    private static float shortSum(float[] x, int at, int length) {
        float sum0 = pair(x, at, length, 0) + pair(x, at, length, 4);
        float sum1 = pair(x, at, length, 1) + pair(x, at, length, 5);
        float sum2 = pair(x, at, length, 2) + pair(x, at, length, 6);
        float sum3 = pair(x, at, length, 3) + pair(x, at, length, 7);
        return (sum0 + sum2) + (sum1 + sum3);
    }

    private static float pair(float[] x, int at, int length, int lane) {
        float low = lane < length ? x[at + lane] + 0f : 0f;
        float high = lane + 8 < length ? x[at + lane + 8] + 0f : 0f;
        return low + high;
    }

    private static float shortMax(float[] x, int at, int length) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            greatest = Math.max(greatest, x[at + i]);
        }
        return greatest;
    }
}
