package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;
import java.util.Arrays;

/**
 * Encodes operations as rows of integers and numbers, see {@link ProgramKernel}; addresses are those of {@link DeviceMemory}.
 * Where a sum is cut into stretches, the cut depends on sizes alone.
 */
final class ProgramWriter {
    private static final int STRETCH = 256;
    private static final int MOST_STRETCHES = 64;
    /** Results of a product up to which a long sum is cut, so that more groups have work; above there is enough. */
    private static final int CUT_RESULTS = 64 * 1024;

    private int[] program = new int[64 * DeviceMemory.ROW];
    private float[] numbers = new float[64 * DeviceMemory.ROW_NUMBERS];
    private int[] tables = new int[64];
    private int rows;
    private int entries;
    private long scratch;

    /** The rows written so far. */
    int rows() {
        return rows;
    }

    int[] program() {
        return program;
    }

    float[] numbers() {
        return numbers;
    }

    int[] tables() {
        return tables;
    }

    /** The numbers of scratch in use. */
    long scratch() {
        return scratch;
    }

    /** Begins a new program in the same arrays. */
    void clear() {
        rows = 0;
        entries = 0;
        scratch = 0;
    }

    /** A place in scratch for so many numbers, until the program ends. */
    int temporary(long size) {
        int at = DeviceMemory.SCRATCH + (int) scratch;
        scratch += size;
        return at;
    }

    /** Begins a row. */
    private void row(int... parameters) {
        if ((rows + 1) * DeviceMemory.ROW > program.length) {
            program = Arrays.copyOf(program, 2 * program.length);
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        System.arraycopy(parameters, 0, program, rows * DeviceMemory.ROW, parameters.length);
        rows++;
    }

    /** Gives the row that was begun last its parameters from a place on. */
    private void more(int from, int... parameters) {
        System.arraycopy(parameters, 0, program, (rows - 1) * DeviceMemory.ROW + from, parameters.length);
    }

    /** Gives the row that was begun last its numbers. */
    private void with(double... values) {
        for (int i = 0; i < values.length; i++) {
            numbers[(rows - 1) * DeviceMemory.ROW_NUMBERS + i] = (float) values[i];
        }
    }

    /** Keeps a table and says where. */
    private int table(int[] values) {
        int at = entries;
        while (at + values.length > tables.length) {
            tables = Arrays.copyOf(tables, 2 * tables.length);
        }
        System.arraycopy(values, 0, tables, at, values.length);
        entries += values.length;
        return at;
    }

    // ---- elements ------------------------------------------------------------------------------------------------

    void fill(int y, int size, double value) {
        row(ProgramKernel.FILL, y, size);
        with(value);
    }

    void unary(Unary f, int x, int y, int size, double a) {
        row(ProgramKernel.UNARY, f.ordinal(), x, y, size);
        with(a);
    }

    /** Arrays of the same size, side by side. */
    void binary(Binary f, int x, int y, int z, int size) {
        binary(f, x, y, z, new int[] {size}, new int[] {1}, new int[] {1}, size, 0);
    }

    void binary(Binary f, int x, int y, int z, int[] extents, int[] strideX, int[] strideY, int size, double a) {
        row(ProgramKernel.BINARY, f.ordinal(), x, y, z, size, extents.length);
        walk(extents, strideX, strideY);
        with(a);
    }

    void copy(int x, int y, int size) {
        copy(x, y, new int[] {size}, new int[] {1}, new int[] {1});
    }

    void copy(int x, int y, int[] extents, int[] strideX, int[] strideY) {
        int size = 1;
        for (int extent : extents) {
            size *= extent;
        }
        row(ProgramKernel.COPY, 0, x, y, 0, size, extents.length);
        walk(extents, strideX, strideY);
    }

    private void walk(int[] extents, int[] strideX, int[] strideY) {
        more(ElementKernels.WALK, extents);
        more(ElementKernels.WALK + ElementKernels.MOST_AXES, strideX);
        more(ElementKernels.WALK + 2 * ElementKernels.MOST_AXES, strideY);
    }

    void gather(int x, int y, int[] index) {
        row(ProgramKernel.GATHER, x, y, index.length, table(index));
    }

    /** The sources of each target are listed in the order in which they are added. */
    void scatterAdd(int x, int y, int[] index, int size) {
        int[] starts = new int[size + 1];
        for (int target : index) {
            starts[target + 1]++;
        }
        for (int i = 0; i < size; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = Arrays.copyOf(starts, size);
        int[] sources = new int[index.length];
        for (int i = 0; i < index.length; i++) {
            sources[next[index[i]]++] = i;
        }
        row(ProgramKernel.SCATTER, x, y, size, table(starts), table(sources));
    }

    // ---- sums ----------------------------------------------------------------------------------------------------

    /** How many terms a stretch has where a sum of so many is cut. */
    static int stretch(int length) {
        return Math.max(STRETCH, (length + MOST_STRETCHES - 1) / MOST_STRETCHES);
    }

    static int stretches(int length) {
        return Math.max(1, (length + stretch(length) - 1) / stretch(length));
    }

    void reduce(Reduction f, int x, int y, int outer, int length, int inner) {
        int stretches = stretches(length);
        if (stretches == 1 || (long) outer * inner > CUT_RESULTS) {
            reduceOnce(f, x, y, outer, length, inner, Math.max(1, length), 1);
            return;
        }
        int parts = temporary((long) outer * stretches * inner);
        reduceOnce(f, x, parts, outer, length, inner, stretch(length), stretches);
        reduceOnce(f, parts, y, outer, stretches, inner, stretches, 1);
    }

    private void reduceOnce(Reduction f, int x, int y, int outer, int length, int inner, int stretch, int stretches) {
        row(ProgramKernel.REDUCE, f.ordinal(), x, y, outer, length, inner, stretch, stretches);
        with(Double.NEGATIVE_INFINITY);
    }

    /** A row of {@link SumKernels} about normalisation, as they state it. */
    void normalization(int operation, int[] parameters, double epsilon, double slope, double share) {
        row(operation);
        more(1, parameters);
        with(epsilon, slope, share);
    }

    // ---- products ------------------------------------------------------------------------------------------------

    /** A matrix in memory: its first element, and the distances between rows, columns and, in a batch, matrices. */
    record Matrix(int at, int row, int column, int batch) {
        /** Row-major and dense, stored {@code [rows, columns]}. */
        static Matrix dense(int at, int columns) {
            return new Matrix(at, columns, 1, 0);
        }

        Matrix transposed() {
            return new Matrix(at, column, row, batch);
        }
    }

    /** C [m, n] = A [m, k] · B [k, n], C dense. */
    void product(Matrix a, Matrix b, int c, int m, int n, int k) {
        product(a, b, c, 1, m, n, k);
    }

    void product(Matrix a, Matrix b, int c, int batch, int m, int n, int k) {
        int terms = terms(m, n, k);
        int stretches = Math.max(1, (k + terms - 1) / terms);
        int target = stretches == 1 ? c : temporary((long) batch * stretches * m * n);
        row(
                ProgramKernel.PRODUCT,
                ProductKernels.MATRICES,
                a.at,
                b.at,
                target,
                m,
                n,
                k,
                batch * stretches,
                stretches,
                terms);
        more(ProductKernels.STRIDES, a.row, a.column, a.batch, b.row, b.column, b.batch, n, m * n);
        if (stretches > 1) {
            reduceOnce(Reduction.SUM, target, c, batch, stretches, m * n, stretches, 1);
        }
    }

    private static int terms(int m, int n, int k) {
        boolean cut = k > 2 * STRETCH && (long) m * n <= CUT_RESULTS;
        return cut ? stretch(k) : Math.max(1, k);
    }

    /** The most numbers that a product may need beside its operands. */
    static long extra(int batch, int m, int n, int k) {
        int terms = terms(m, n, k);
        int stretches = (k + terms - 1) / terms;
        return stretches > 1 ? (long) batch * stretches * m * n : 0;
    }

    void convolution(int kind, int a, int b, int c, int m, int n, int k, ConvolutionGeometry g) {
        int terms = kind == ProductKernels.CONVOLUTION_WEIGHT ? terms(m, n, k) : Math.max(1, k);
        int stretches = Math.max(1, (k + terms - 1) / terms);
        int target = stretches == 1 ? c : temporary((long) stretches * m * n);
        row(ProgramKernel.PRODUCT, kind, a, b, target, m, n, k, stretches, stretches, terms);
        more(ProductKernels.SIZES, g.inChannels(), g.inH(), g.inW(), g.outChannels(), g.outH(), g.outW());
        more(ProductKernels.SIZES + 6, g.kernelH(), g.kernelW(), g.strideH(), g.strideW());
        more(ProductKernels.SIZES + 10, g.padH(), g.padW(), g.dilationH(), g.dilationW());
        if (stretches > 1) {
            reduceOnce(Reduction.SUM, target, c, 1, stretches, m * n, stretches, 1);
        }
    }

    // ---- recurrence and updates ----------------------------------------------------------------------------------

    /** A row of {@link GateKernels}, as they state it. */
    void gates(int operation, int... parameters) {
        row(operation);
        more(1, parameters);
    }

    /** A row that updates in place, as {@link ElementKernels} state it. */
    void update(int[] parameters, double... values) {
        row(parameters);
        with(values);
    }
}
