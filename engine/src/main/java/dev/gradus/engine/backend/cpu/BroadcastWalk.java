package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.parallel.Workers;

/**
 * Walks two arrays under broadcasting: the innermost loop goes to {@link Loops}, an odometer turns over the outer ones.
 * A long innermost loop is cut in segments, short ones are taken many at a time, so that a chunk of work has
 * {@link CpuBackend#GRAIN} elements.
 */
final class BroadcastWalk {
    private final Loops loops;
    private final Workers workers;

    BroadcastWalk(Loops loops, Workers workers) {
        this.loops = loops;
        this.workers = workers;
    }

    void apply(Binary f, float[] x, float[] y, Broadcast walk, double a, float[] out) {
        if (walk.size() == 0) {
            return;
        }
        int last = walk.extents().length - 1;
        int inner = walk.extents()[last];
        if (last == 0 && inner <= CpuBackend.GRAIN) {
            loops.binary(f, x, 0, walk.strideX()[0], y, 0, walk.strideY()[0], a, out, 0, inner);
            return;
        }
        if (last == 0 || inner > CpuBackend.GRAIN) {
            int rows = walk.size() / inner;
            for (int row = 0; row < rows; row++) {
                int[] at = start(walk, row);
                segments(
                        f,
                        x,
                        at[last],
                        walk.strideX()[last],
                        y,
                        at[last + 1],
                        walk.strideY()[last],
                        a,
                        out,
                        row * inner,
                        inner);
            }
            return;
        }
        int grain = CpuBackend.GRAIN / inner;
        workers.loop(walk.size() / inner, grain, (from, to) -> rows(f, x, y, walk, a, out, from, to));
    }

    private void segments(
            Binary f,
            float[] x,
            int xAt,
            int sx,
            float[] y,
            int yAt,
            int sy,
            double a,
            float[] out,
            int at,
            int length) {
        workers.loop(
                length,
                CpuBackend.GRAIN,
                (from, to) ->
                        loops.binary(f, x, xAt + from * sx, sx, y, yAt + from * sy, sy, a, out, at + from, to - from));
    }

    /** The position of a row: the counters of the outer loops, then the places in x and in y. */
    private static int[] start(Broadcast walk, int row) {
        int last = walk.extents().length - 1;
        int[] position = new int[last + 2];
        for (int axis = last - 1; axis >= 0; axis--) {
            int index = row % walk.extents()[axis];
            row /= walk.extents()[axis];
            position[axis] = index;
            position[last] += index * walk.strideX()[axis];
            position[last + 1] += index * walk.strideY()[axis];
        }
        return position;
    }

    private void rows(Binary f, float[] x, float[] y, Broadcast walk, double a, float[] out, int from, int to) {
        int[] extents = walk.extents();
        int[] strideX = walk.strideX();
        int[] strideY = walk.strideY();
        int last = extents.length - 1;
        int inner = extents[last];
        int[] counter = start(walk, from);
        int xAt = counter[last];
        int yAt = counter[last + 1];
        for (int row = from; row < to; row++) {
            loops.binary(f, x, xAt, strideX[last], y, yAt, strideY[last], a, out, row * inner, inner);
            for (int axis = last - 1; axis >= 0; axis--) {
                xAt += strideX[axis];
                yAt += strideY[axis];
                if (++counter[axis] < extents[axis]) {
                    break;
                }
                xAt -= counter[axis] * strideX[axis];
                yAt -= counter[axis] * strideY[axis];
                counter[axis] = 0;
            }
        }
    }
}
