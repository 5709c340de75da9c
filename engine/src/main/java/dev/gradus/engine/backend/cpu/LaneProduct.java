package dev.gradus.engine.backend.cpu;

/**
 * A matrix W made ready for products {@code W·x} with the sixteen rows of a block of the batch as lanes: number p of row r is at
 * {@code x[16·p + r]}. A recurrence keeps its state in this order from step to step: then weights are what is read at a
 * constant stride, packed once for the whole sequence, and nothing is packed from step to step. Filled by one thread, it may be used by many.
 */
interface LaneProduct {
    /** How many blocks of sixteen rows are best multiplied at once, 1 or 2. */
    int blocks();

    /**
     * Makes room for W {@code [rows, columns]}, all zeros. What was there before is forgotten.
     *
     * @param extra columns that the first block of {@link VectorPanels#DEPTH} is longer, so that a bias does not change where
     *     the blocks begin whose sums are rounded apart
     */
    void reserve(int rows, int columns, int extra);

    /** Sets a part of W: row {@code row + i}, column {@code column + p} to {@code w[i·rowStep + p·columnStep]}. */
    void put(int row, int rows, int column, int columns, float[] w, int wAt, int rowStep, int columnStep);

    /** Numbers of the lanes that a product writes for each block: the last ones are padding. */
    int size();

    /**
     * {@code out = W·x} for one or two blocks of the batch. Each element is {@code (block₀ + block₁) + …}, a block being one
     * chain of fused multiply-adds: the bits of {@link PackedRight#multiply}.
     *
     * @param blocks 1 or 2
     * @param x lanes of {@code columns} numbers from {@code xAt}; those of a second block are {@code xGap} behind
     * @param out lanes of {@link #size()}; those of a second block begin at {@code outGap}
     */
    void multiply(int blocks, float[] x, int xAt, int xGap, float[] out, int outGap);
}
