package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Region;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * A copy between two regions, brought into its simplest form: loops of one step are dropped, neighbouring loops that run
 * on in both arrays are merged, and the loop along which the source is contiguous is known. Outer loops are turned by
 * index arithmetic; the one or two innermost are a block copy, a fill, a blocked transposition or a strided loop.
 */
final class RegionCopy {
    /** Edge of a tile of a transposition: a cache line of float32. */
    private static final int TILE = 16;
    /** Innermost loops shorter than this are turned outside: the one around them runs on at a stride. */
    private static final int SHORT = 8;
    /** One tile: it holds nothing between calls. */
    private static final PerThread<float[]> TILES = new PerThread<>(() -> new float[TILE * TILE]);

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
            if (size <= CpuBackend.GRAIN) {
                rows(source, target, 0, size / inner);
                return;
            }
            workers.loop(
                    size / inner,
                    Math.max(1, CpuBackend.GRAIN / inner),
                    (first, end) -> rows(source, target, first, end));
            return;
        }
        int bands = bands(across);
        int units = size / (extents[across] * extents[last]) * bands;
        if (size <= CpuBackend.GRAIN) {
            bands(source, target, across, 0, units);
            return;
        }
        int grain = Math.max(1, CpuBackend.GRAIN / (TILE * extents[last]));
        workers.loop(units, grain, (first, end) -> bands(source, target, across, first, end));
    }

    /** Bands that a plane of a transposition is cut in. */
    private int bands(int across) {
        return (extents[across] - 1) / TILE + 1;
    }

    /** The bands {@code first … end − 1} of all planes. */
    private void bands(float[] source, float[] target, int across, int first, int end) {
        int last = extents.length - 1;
        int bands = bands(across);
        for (int unit = first; unit < end; unit++) {
            int plane = unit / bands;
            int row = unit % bands * TILE;
            int sourceAt = place(plane, from, fromAt, last, across) + row * from[across];
            int targetAt = place(plane, to, toAt, last, across) + row * to[across];
            band(source, sourceAt, target, targetAt, across, Math.min(TILE, extents[across] - row));
        }
    }

    /** Rows {@code first … end − 1} of all loops but the innermost, those of one run of the loop around it together. */
    private void rows(float[] source, float[] target, int first, int end) {
        int last = extents.length - 1;
        int inner = extents[last];
        int around = last == 0 ? 1 : extents[last - 1];
        int s = last == 0 ? 0 : from[last - 1];
        int t = last == 0 ? 0 : to[last - 1];
        int row = first;
        while (row < end) {
            int run = Math.min(end - row, around - row % around);
            int sourceAt = place(row, from, fromAt, last, -1);
            int targetAt = place(row, to, toAt, last, -1);
            if (inner == 2 && from[last] == 0 && to[last] == 1) {
                twice(source, sourceAt, s, target, targetAt, t, run);
            } else if (inner < SHORT && run > inner) {
                for (int i = 0; i < inner; i++) {
                    strided(source, sourceAt + i * from[last], s, target, targetAt + i * to[last], t, run);
                }
            } else {
                for (int i = 0; i < run; i++) {
                    line(source, sourceAt + i * s, target, targetAt + i * t, inner);
                }
            }
            row += run;
        }
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
        } else if (s == -1 && t == 1) {
            for (int i = 0; i < length; i++) {
                target[targetAt + i] = source[sourceAt - i];
            }
        } else {
            strided(source, sourceAt, s, target, targetAt, t, length);
        }
    }

    /** Each element two times in a row. */
    private static void twice(float[] source, int sourceAt, int s, float[] target, int targetAt, int t, int length) {
        int at = sourceAt;
        int out = targetAt;
        for (int i = 0; i < length; i++) {
            float value = source[at];
            target[out] = value;
            target[out + 1] = value;
            at += s;
            out += t;
        }
    }

    private static void strided(float[] source, int sourceAt, int s, float[] target, int targetAt, int t, int length) {
        int at = sourceAt;
        int out = targetAt;
        for (int i = 0; i < length; i++) {
            target[out] = source[at];
            at += s;
            out += t;
        }
    }

    /**
     * A band of a transposition, in tiles. A tile is read line by line into an array of its own and written line by line,
     * since lines a power of two apart share few places of the cache.
     */
    private void band(float[] source, int sourceAt, float[] target, int targetAt, int across, int rows) {
        float[] tile = TILES.get();
        int last = extents.length - 1;
        int s = from[last];
        int t = to[last];
        int tAcross = to[across];
        for (int left = 0; left < extents[last]; left += TILE) {
            int columns = Math.min(TILE, extents[last] - left);
            int at = sourceAt + left * s;
            int out = targetAt + left * t;
            if (rows == TILE && columns == TILE && t == 1) {
                read(source, at, s, tile);
                write(tile, target, out, tAcross);
            } else {
                for (int column = 0; column < columns; column++) {
                    for (int row = 0; row < rows; row++) {
                        target[out + row * tAcross + column * t] = source[at + row + column * s];
                    }
                }
            }
        }
    }

    /** A whole tile, whose lines are {@code step} apart. */
    private static void read(float[] source, int at, int step, float[] tile) {
        for (int line = 0; line < TILE; line++) {
            System.arraycopy(source, at + line * step, tile, line * TILE, TILE);
        }
    }

    /** The lines of a tile as columns of the target. */
    private static void write(float[] tile, float[] target, int at, int step) {
        for (int row = 0; row < TILE; row++) {
            int out = at + row * step;
            for (int column = 0; column < TILE; column++) {
                target[out + column] = tile[column * TILE + row];
            }
        }
    }
}
