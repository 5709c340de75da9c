package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The positions of a convolution's result by which taps of the kernel reach inside of the image there: around the edge some of them
 * would only read padding. Positions of the same taps are together.
 */
final class ReachedPositions {
    /**
     * Positions that are reached by the same taps.
     *
     * @param taps   which of the kernel
     * @param pixels where in a plane of the source each position counts its taps' offsets from
     */
    record Group(int[] taps, int[] pixels) {}

    /** Where the taps of a kernel are, as rows and columns of the source, for the first row and column of the result. */
    record Taps(int[] rows, int[] columns) {
        /** Those of a convolution, whose result is y. */
        static Taps of(ConvolutionGeometry g) {
            int[] rows = new int[g.kernelH() * g.kernelW()];
            int[] columns = new int[rows.length];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = t / g.kernelW() * g.dilationH() - g.padH();
                columns[t] = t % g.kernelW() * g.dilationW() - g.padW();
            }
            return new Taps(rows, columns);
        }

        int count() {
            return rows.length;
        }
    }

    /** Where a row and a column of the result begin, and how far it is to the next, in a plane of numbers. */
    record Grid(int first, int rowStep, int columnStep) {
        int place(int row, int column) {
            return first + row * rowStep + column * columnStep;
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final int[] offsets;
    private final int[] places;
    private long reached;

    /**
     * Sorts the positions.
     *
     * @param strideH rows of the source from one row of the result to the next
     * @param strideW the same for columns
     * @param out     where positions go in a plane of the result
     */
    ReachedPositions(
            int rows, int columns, int strideH, int strideW, Taps taps, int sourceHeight, int sourceWidth, Grid out) {
        Map<BitSet, List<Integer>> byRow = alike(rows, strideH, taps.rows, sourceHeight);
        Map<BitSet, List<Integer>> byColumn = alike(columns, strideW, taps.columns, sourceWidth);
        places = new int[rows * columns];
        int count = 0;
        for (Map.Entry<BitSet, List<Integer>> across : byRow.entrySet()) {
            for (Map.Entry<BitSet, List<Integer>> down : byColumn.entrySet()) {
                BitSet both = (BitSet) across.getKey().clone();
                both.and(down.getKey());
                int[] pixels =
                        new int[across.getValue().size() * down.getValue().size()];
                int n = 0;
                for (int row : across.getValue()) {
                    for (int column : down.getValue()) {
                        pixels[n++] = row * strideH * sourceWidth + column * strideW;
                        places[count++] = out.place(row, column);
                    }
                }
                groups.add(new Group(both.stream().toArray(), pixels));
                reached += (long) both.cardinality() * n;
            }
        }
        offsets = new int[taps.count()];
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = taps.rows[t] * sourceWidth + taps.columns[t];
        }
    }

    /** Rows (or columns) of the result by the taps that are inside of the source there. */
    private static Map<BitSet, List<Integer>> alike(int count, int stride, int[] taps, int length) {
        Map<BitSet, List<Integer>> all = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            BitSet inside = new BitSet();
            for (int t = 0; t < taps.length; t++) {
                inside.set(t, isInside(i * stride + taps[t], length));
            }
            all.computeIfAbsent(inside, key -> new ArrayList<>()).add(i);
        }
        return all;
    }

    static boolean isInside(int at, int length) {
        return at >= 0 && at < length;
    }

    /** Whether to compute so many multiply-adds instead of all is worth choosing them: at least a sixteenth is saved. */
    static boolean pays(long chosen, long all) {
        return 16 * chosen <= 15 * all;
    }

    /** The positions, those of the same taps together. */
    List<Group> groups() {
        return groups;
    }

    /** Where in a plane of the source each tap reads, counted from a position's pixel; may be negative. */
    int[] offsets() {
        return offsets;
    }

    /** Where in a plane of the result each position goes, in the order of the groups. */
    int[] places() {
        return places;
    }

    /** How many pairs of a position and a tap are inside. */
    long reached() {
        return reached;
    }

    /** How many there would be with padding. */
    long all() {
        return (long) places.length * offsets.length;
    }
}
