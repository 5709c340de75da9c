package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.parallel.Workers;

/**
 * Walks two arrays under broadcasting: the innermost loop goes to {@link Loops}, an odometer turns over the outer ones.
 * A long innermost loop is cut in segments, short ones are taken many at a time, so that a chunk of work has
 * {@link CpuBackend#GRAIN} elements. An argument that comes back for every row of the other, such as a bias, is written
 * out often enough that the innermost loop becomes long.
 */
final class BroadcastWalk {
    /** Innermost loops shorter than this do not pay for their call. */
    private static final int SHORT = 128;
    /** Elements of an argument written out: with its partner it fits the first-level cache. */
    private static final int WRITTEN = 1024;
    /** A longer one is worth while where a loop over it is short: the second-level cache still holds it. */
    private static final int LONGEST = 16 * 1024;

    private final Loops loops;
    private final Workers workers;
    private final FloatArrays arrays;

    BroadcastWalk(Loops loops, Workers workers, FloatArrays arrays) {
        this.loops = loops;
        this.workers = workers;
        this.arrays = arrays;
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
        if (last > 0 && inner < SHORT && writtenOut(f, x, y, walk, a, out)) {
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
        if (walk.size() <= CpuBackend.GRAIN) {
            rows(f, x, y, walk, a, out, 0, walk.size() / inner);
            return;
        }
        int grain = CpuBackend.GRAIN / inner;
        workers.loop(walk.size() / inner, grain, (from, to) -> rows(f, x, y, walk, a, out, from, to));
    }

    /** The walk with one argument written out, if that is possible. */
    private boolean writtenOut(Binary f, float[] x, float[] y, Broadcast walk, double a, float[] out) {
        int period = period(walk.strideY(), walk.extents());
        if (period > 0 && isDense(walk.strideX(), walk.extents())) {
            float[] longer = arrays.allocate(length(period, walk.size()));
            writeOut(y, walk.strideY(), walk.extents(), period, longer);
            int n = longer.length;
            if (walk.size() <= CpuBackend.GRAIN) {
                besideRight(f, x, longer, a, out, 0, walk.size());
            } else {
                workers.loop(walk.size(), grain(n), (from, to) -> besideRight(f, x, longer, a, out, from, to));
            }
            arrays.recycle(longer);
            return true;
        }
        period = period(walk.strideX(), walk.extents());
        if (period > 0 && isDense(walk.strideY(), walk.extents())) {
            float[] longer = arrays.allocate(length(period, walk.size()));
            writeOut(x, walk.strideX(), walk.extents(), period, longer);
            int n = longer.length;
            if (walk.size() <= CpuBackend.GRAIN) {
                besideLeft(f, longer, y, a, out, 0, walk.size());
            } else {
                workers.loop(walk.size(), grain(n), (from, to) -> besideLeft(f, longer, y, a, out, from, to));
            }
            arrays.recycle(longer);
            return true;
        }
        return false;
    }

    /** x beside a y that is written out. */
    private void besideRight(Binary f, float[] x, float[] longer, double a, float[] out, int from, int to) {
        int n = longer.length;
        for (int at = from; at < to; at += n) {
            loops.binary(f, x, at, 1, longer, 0, 1, a, out, at, Math.min(n, to - at));
        }
    }

    /** An x that is written out beside y. */
    private void besideLeft(Binary f, float[] longer, float[] y, double a, float[] out, int from, int to) {
        int n = longer.length;
        for (int at = from; at < to; at += n) {
            loops.binary(f, longer, 0, 1, y, at, 1, a, out, at, Math.min(n, to - at));
        }
    }

    /** Whether an argument is read from its first element to its last. */
    private static boolean isDense(int[] strides, int... extents) {
        int step = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            if (strides[axis] != step) {
                return false;
            }
            step *= extents[axis];
        }
        return true;
    }

    /** After how many elements of the result an argument begins again; 0 if never or too late to be written out. */
    private static int period(int[] strides, int... extents) {
        int axis = 0;
        while (axis < extents.length && strides[axis] == 0) {
            axis++;
        }
        if (axis == 0 || axis == extents.length) {
            return 0;
        }
        long period = 1;
        for (int i = axis; i < extents.length; i++) {
            period *= extents[i];
        }
        return period <= LONGEST ? (int) period : 0;
    }

    private static int length(int period, int size) {
        return Math.min(size, period * Math.max(1, WRITTEN / period));
    }

    private static int grain(int n) {
        return n * Math.max(1, CpuBackend.GRAIN / n);
    }

    /** One period, then the whole again and again. */
    private static void writeOut(float[] from, int[] strides, int[] extents, int period, float[] to) {
        int last = extents.length - 1;
        int inner = extents[last];
        int[] counter = period == inner ? null : new int[extents.length];
        int at = 0;
        for (int row = 0; row < period; row += inner) {
            for (int i = 0; i < inner; i++) {
                to[row + i] = from[at + i * strides[last]];
            }
            for (int axis = last - 1; axis >= 0 && counter != null; axis--) {
                at += strides[axis];
                if (++counter[axis] < extents[axis]) {
                    break;
                }
                at -= counter[axis] * strides[axis];
                counter[axis] = 0;
            }
        }
        for (int done = period; done < to.length; done += Math.min(done, to.length - done)) {
            System.arraycopy(to, 0, to, done, Math.min(done, to.length - done));
        }
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
        if (last == 1) {
            for (int row = from; row < to; row++) {
                loops.binary(
                        f,
                        x,
                        row * strideX[0],
                        strideX[1],
                        y,
                        row * strideY[0],
                        strideY[1],
                        a,
                        out,
                        row * inner,
                        inner);
            }
            return;
        }
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
