package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Region;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * A copy between two regions, brought into its simplest form: loops of one step are dropped, neighbouring loops that run
 * on in both arrays are merged, and the loop along which the source is contiguous is known. Outer loops are turned by
 * index arithmetic; the one or two innermost are a block copy, a fill, a blocked transposition or a strided loop.
 */
final class RegionCopy {
    /** Edge of a tile of a transposition: two tiles fit the first-level cache. */
    private static final int TILE = 32;

    private final int[] extents;
    private final int[] from;
    private final int[] to;
    private final int fromAt;
    private final int toAt;
    private final int size;

    private RegionCopy(int[] extents, int[] from, int[] to, int fromAt, int toAt, int size) {
        this.extents = extents;
        this.from = from;
        this.to = to;
        this.fromAt = fromAt;
        this.toAt = toAt;
        this.size = size;
    }

    static RegionCopy of(Region source, Region target, int[] extents) {
        int rank = extents.length;
        int[] steps = new int[rank];
        int[] from = new int[rank];
        int[] to = new int[rank];
        int size = 1;
        int at = rank;
        for (int axis = rank - 1; axis >= 0; axis--) {
            int extent = extents[axis];
            size *= extent;
            if (extent == 1) {
                continue;
            }
            int s = source.strides()[axis];
            int t = target.strides()[axis];
            if (at < rank && s == from[at] * steps[at] && t == to[at] * steps[at]) {
                steps[at] *= extent;
            } else {
                at--;
                steps[at] = extent;
                from[at] = s;
                to[at] = t;
            }
        }
        return new RegionCopy(
                Arrays.copyOfRange(steps, at, rank),
                Arrays.copyOfRange(from, at, rank),
                Arrays.copyOfRange(to, at, rank),
                source.offset(),
                target.offset(),
                size);
    }

    void run(float[] source, float[] target, Workers workers) {
        if (size == 0) {
            return;
        }
        int rank = extents.length;
        if (rank == 0) {
            target[toAt] = source[fromAt];
            return;
        }
        int last = rank - 1;
        int across = acrossAxis();
        if (across < 0) {
            int inner = extents[last];
            int rows = size / inner;
            workers.loop(rows, Math.max(1, CpuBackend.GRAIN / inner), (first, end) -> {
                for (int row = first; row < end; row++) {
                    line(source, place(row, from, fromAt, last, -1), target, place(row, to, toAt, last, -1), inner);
                }
            });
            return;
        }
        int planeSize = extents[across] * extents[last];
        int bands = (extents[across] - 1) / TILE + 1;
        int units = size / planeSize * bands;
        int grain = Math.max(1, CpuBackend.GRAIN / (TILE * extents[last]));
        workers.loop(units, grain, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                int plane = unit / bands;
                int row = unit % bands * TILE;
                int sourceAt = place(plane, from, fromAt, last, across) + row * from[across];
                int targetAt = place(plane, to, toAt, last, across) + row * to[across];
                band(source, sourceAt, target, targetAt, across, Math.min(TILE, extents[across] - row));
            }
        });
    }

    /** The loop along which the source is contiguous while the target is along the innermost; −1 if there is none. */
    private int acrossAxis() {
        int last = extents.length - 1;
        if (Math.abs(from[last]) <= 1) {
            return -1;
        }
        for (int axis = last - 1; axis >= 0; axis--) {
            if (from[axis] == 1) {
                return axis;
            }
        }
        return -1;
    }

    /** The place of outer index number {@code index}, counting all loops but two. */
    private int place(int index, int[] strides, int offset, int last, int across) {
        int at = offset;
        for (int axis = last - 1; axis >= 0; axis--) {
            if (axis != across) {
                at += index % extents[axis] * strides[axis];
                index /= extents[axis];
            }
        }
        return at;
    }

    private void line(float[] source, int sourceAt, float[] target, int targetAt, int length) {
        int s = from[from.length - 1];
        int t = to[to.length - 1];
        if (s == 1 && t == 1) {
            System.arraycopy(source, sourceAt, target, targetAt, length);
        } else if (s == 0 && t == 1) {
            Arrays.fill(target, targetAt, targetAt + length, source[sourceAt]);
        } else {
            for (int i = 0; i < length; i++) {
                target[targetAt + i * t] = source[sourceAt + i * s];
            }
        }
    }

    /** A band of a transposition, in tiles, so that the lines that a tile touches stay in the cache. */
    private void band(float[] source, int sourceAt, float[] target, int targetAt, int across, int rows) {
        int last = extents.length - 1;
        int s = from[last];
        int t = to[last];
        int tAcross = to[across];
        for (int left = 0; left < extents[last]; left += TILE) {
            int right = Math.min(extents[last], left + TILE);
            for (int row = 0; row < rows; row++) {
                for (int column = left; column < right; column++) {
                    target[targetAt + row * tAcross + column * t] = source[sourceAt + row + column * s];
                }
            }
        }
    }
}
