package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Heap;
import dev.gradus.engine.parallel.Workers;
import org.jblas.NativeBlas;

/**
 * The matrix product of jblas, an OpenBLAS behind JNI, for what is large enough, and plain Java for the rest. This class
 * may only be loaded where {@code org.jblas} is there and its native library was found to work.
 *
 * <p>Three things about jblas shape this class:
 * <ul>
 *   <li>It gives wrong numbers to two threads at once, so there is one call at a time in the whole process. Every class
 *       loader that has jblas has a copy of the native library of its own, so the lock is the class that holds it. What
 *       calls jblas past this class, beside it, is not locked out.
 *   <li>It copies whole arrays into native memory, and C's whole array back: a matrix that is a small part of an array is
 *       copied out first, and C is handed over only where it is its whole array.
 *   <li>It does not fill its last few rows as it does the others: an element's bits depend on the sizes of the product,
 *       and may differ between a product and a piece of it. So a product is never split, and the choice between
 *       jblas and plain Java looks at the sizes alone. The bits are the same for any number of threads, on one machine:
 *       the library takes another kernel on another processor.
 * </ul>
 *
 * <p>The library is older than many processors, and takes its slowest kernel on one that it does not know. The environment
 * variable {@code OPENBLAS_CORETYPE} ({@code Haswell}, {@code Zen}, {@code SkylakeX}) tells it what to take: more than
 * twice as fast where it guessed wrong, a crash where the processor lacks the instructions.
 */
final class JblasProduct implements MatrixProduct {
    /**
     * With fewer rows, columns or terms than this a product does not pay for its way through JNI: copying takes longer
     * than the work, and plain Java is faster at once, and on several threads.
     */
    private static final int LEAST = 16;

    /** An array this much longer than the matrix in it is handed over as it is: copying a part is not cheaper. */
    private static final int SLACK = 2;

    private final PlainProduct plain = new PlainProduct();
    private final ArrayPool<float[]> pool = new ArrayPool<>();

    /** A matrix inside of an array, row by row: {@code rows} rows of {@code length} elements, {@code stride} apart. */
    private record Rows(float[] array, int at, int rows, int length, int stride) {
        int size() {
            return rows * length;
        }

        boolean isTheWholeArray() {
            return at == 0 && stride == length && array.length == size();
        }

        boolean isMostOfTheArray() {
            return array.length <= (long) SLACK * size();
        }

        void copyTo(float[] dense) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(array, at + i * stride, dense, i * length, length);
            }
        }

        void copyFrom(float[] dense) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(dense, i * length, array, at + i * stride, length);
            }
        }
    }

    @Override
    public String name() {
        return "jblas";
    }

    /** Plain Java's: in a recurrence each step would copy all of B into native memory for a few rows of A. */
    @Override
    public PackedRight packedRight() {
        return plain.packedRight();
    }

    @Override
    public boolean roundsAlikePacked() {
        return false;
    }

    @Override
    public void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] b,
            int bAt,
            int bStride,
            boolean transposeB,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers) {
        if (Math.min(m, Math.min(n, k)) < LEAST) {
            plain.multiply(
                    m,
                    n,
                    k,
                    a,
                    aAt,
                    aStride,
                    transposeA,
                    b,
                    bAt,
                    bStride,
                    transposeB,
                    c,
                    cAt,
                    cStride,
                    accumulate,
                    workers);
            return;
        }
        Rows left = transposeA ? new Rows(a, aAt, k, m, aStride) : new Rows(a, aAt, m, k, aStride);
        Rows right = transposeB ? new Rows(b, bAt, n, k, bStride) : new Rows(b, bAt, k, n, bStride);
        Rows out = new Rows(c, cAt, m, n, cStride);
        Rows x = handedOver(left);
        Rows y = handedOver(right);
        Rows z = out.isTheWholeArray() ? out : dense(out);
        if (z != out && accumulate) {
            out.copyTo(z.array);
        }
        gemm(m, n, k, x, transposeA, y, transposeB, accumulate, z);
        if (z != out) {
            out.copyFrom(z.array);
        }
        giveBack(x, left);
        giveBack(y, right);
        giveBack(z, out);
    }

    /** Row-major C = A·B is, read by columns as jblas reads it, Cᵀ = Bᵀ·Aᵀ: the same arrays in exchanged roles. */
    private static void gemm(
            int m, int n, int k, Rows a, boolean transposeA, Rows b, boolean transposeB, boolean accumulate, Rows c) {
        synchronized (NativeBlas.class) {
            NativeBlas.sgemm(
                    transposeB ? 'T' : 'N',
                    transposeA ? 'T' : 'N',
                    n,
                    m,
                    k,
                    1f,
                    b.array,
                    b.at,
                    b.stride,
                    a.array,
                    a.at,
                    a.stride,
                    accumulate ? 1f : 0f,
                    c.array,
                    c.at,
                    c.stride);
        }
    }

    /** The matrix where it is, or a copy of it where its array is much larger. */
    private Rows handedOver(Rows matrix) {
        if (matrix.isMostOfTheArray()) {
            return matrix;
        }
        Rows copy = dense(matrix);
        matrix.copyTo(copy.array);
        return copy;
    }

    /** A matrix of the same size with an array of its own and undefined content. */
    private Rows dense(Rows matrix) {
        float[] free = pool.take(matrix.size());
        float[] array = free == null ? Heap.floats(matrix.size()) : free;
        return new Rows(array, 0, matrix.rows, matrix.length, matrix.length);
    }

    private void giveBack(Rows used, Rows original) {
        if (used != original) {
            pool.give(used.array, used.array.length);
        }
    }
}
