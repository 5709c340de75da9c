package dev.gradus.engine.backend;

import java.util.Arrays;

/**
 * How two row-major arrays are walked together under broadcasting: nested loops of {@code extents[i]} steps, outermost
 * first, in which each argument advances by its stride, 0 where it repeats. Neighbouring axes that behave alike are
 * merged and axes of one step dropped, so the common cases come out with one or two loops: {@code [64, 20] + [20]} is
 * {@code extents [64, 20]}, {@code strideX [20, 1]}, {@code strideY [0, 1]}; equal shapes are one loop.
 *
 * @param extents the number of steps of each loop; at least one loop
 * @param strideX the stride of the first argument in each loop
 * @param strideY the stride of the second argument in each loop
 * @param size the number of elements of the result
 */
public record Broadcast(int[] extents, int[] strideX, int[] strideY, int size) {
    /**
     * The walk for two shapes of the same rank, padded in front with ones.
     *
     * @param x the first argument's dimensions
     * @param y the second argument's dimensions; equal to x's or 1 in each place, or x's is 1
     */
    public static Broadcast of(int[] x, int[] y) {
        int rank = x.length;
        int[] extents = new int[rank];
        int[] strideX = new int[rank];
        int[] strideY = new int[rank];
        int size = 1;
        int stepX = 1;
        int stepY = 1;
        int at = rank;
        for (int axis = rank - 1; axis >= 0; axis--) {
            int extent = x[axis] == 1 ? y[axis] : x[axis];
            int sx = x[axis] == 1 ? 0 : stepX;
            int sy = y[axis] == 1 ? 0 : stepY;
            stepX *= x[axis];
            stepY *= y[axis];
            size *= extent;
            if (extent == 1) {
                continue;
            }
            boolean merges = at < rank && sx == strideX[at] * extents[at] && sy == strideY[at] * extents[at];
            if (merges) {
                extents[at] *= extent;
            } else {
                at--;
                extents[at] = extent;
                strideX[at] = sx;
                strideY[at] = sy;
            }
        }
        if (at == rank) {
            return new Broadcast(new int[] {1}, new int[] {0}, new int[] {0}, size);
        }
        return new Broadcast(
                Arrays.copyOfRange(extents, at, rank),
                Arrays.copyOfRange(strideX, at, rank),
                Arrays.copyOfRange(strideY, at, rank),
                size);
    }
}
