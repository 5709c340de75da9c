package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * A recurrence over a whole sequence, and its derivative: see {@link Backend#recurrence} for the mathematics. The batch is
 * cut in blocks of rows, and a block of one direction runs through all of its steps on one thread, because the steps
 * depend on each other and the rows do not. What takes no turn with the steps (the projection of the input, the
 * cotangents of the weights) is done for a stretch of steps at once, in scratch arrays that the caches hold:
 *
 * <pre>{@code
 * for each block of 16 rows of each direction                     in parallel
 *     for stretches of steps
 *         sums  = x·W_ihᵀ + b                                     one product
 *         for the steps of the stretch: sums += h·Wᵀ, gates, h    a product and a sweep a step
 * }</pre>
 *
 * <p>On the Vector API full blocks run with their rows as lanes, in {@link LaneForward} and {@link LaneBackward}; {@link RecurrentBlocks} says which.
 */
final class RecurrentKernels {
    /** Rows of a block: full tiles at any vector width, and enough blocks for a few threads at batch 64. */
    static final int ROWS = 16;
    /** Steps times rows of a stretch: what is computed at once is then worth a product, and stays in the caches. */
    private static final int STRETCH = 256;

    /** What one direction reads, as {@link dev.gradus.engine.backend.RecurrentInputs} names it; or its cotangents. */
    record Inputs(
            float[] x,
            float[] inputWeight,
            float[] weight,
            float[] bias,
            float[] recurrentBias,
            float[] h0,
            float[] c0,
            float[] mask) {}

    /** One direction's states; cells and gates are {@code null} where no derivative will be asked for. */
    record States(float[] lastH, float[] lastC, float[] cells, float[] gates) {}

    private final RecurrentForward forward;
    private final RecurrentBackward backward;

    RecurrentKernels(Loops loops, MatrixProduct product, Workers workers) {
        forward = new RecurrentForward(loops, product, workers);
        backward = new RecurrentBackward(loops, product, workers);
    }

    /** Fills h {@code [batch, time, directions·hidden]} and the states of each direction. */
    void forward(Inputs[] directions, float[] h, States[] states, RecurrentGeometry g) {
        forward(directions, weights(directions.length), h, states, g, blocks(g));
    }

    /** Weights of some directions that are not packed yet. */
    static RecurrentForward.Weights[] weights(int directions) {
        RecurrentForward.Weights[] weights = new RecurrentForward.Weights[directions];
        Arrays.setAll(weights, d -> new RecurrentForward.Weights());
        return weights;
    }

    /** How a forward pass cuts the batch. */
    RecurrentBlocks blocks(RecurrentGeometry g) {
        return forward.blocks(g);
    }

    /**
     * As above.
     *
     * @param packed the weights of each direction, empty where they are not packed yet
     * @param blocks as {@link #blocks(RecurrentGeometry)} says
     */
    void forward(
            Inputs[] directions,
            RecurrentForward.Weights[] packed,
            float[] h,
            States[] states,
            RecurrentGeometry g,
            RecurrentBlocks blocks) {
        forward.run(directions, packed, h, states, g, blocks);
    }

    /**
     * Fills the gradients of each direction, of which those that are not asked for are {@code null}.
     *
     * @param h of all steps, and with it the cells and gates of the states
     * @param gradH the cotangent of h, or {@code null}
     * @param last the cotangents lastH and lastC of the last states, each {@code null} for zeros
     */
    void backward(
            Inputs[] directions,
            float[] h,
            States[] states,
            float[] gradH,
            States[] last,
            RecurrentAsked[] asked,
            Inputs[] gradients,
            RecurrentGeometry g) {
        backward.run(directions, h, states, gradH, last, asked, gradients, g);
    }

    /** The number of blocks that the batch is cut in. */
    static int blockCount(RecurrentGeometry g) {
        return (g.batch() - 1) / ROWS + 1;
    }

    /** How many steps make a stretch. */
    static int stretch(RecurrentGeometry g) {
        return Math.max(1, STRETCH / Math.min(ROWS, g.batch()));
    }

    /**
     * Finds h before a step: in h, or, for the first step, in h0. Its first row is for row {@code from} of the batch.
     *
     * @param h of all steps {@code [batch, time, directions·hidden]}
     */
    static void before(
            CellStep.Rows rows, int direction, int from, int step, float[] h0, float[] h, RecurrentGeometry g) {
        int hidden = g.hidden();
        if (step == 0) {
            rows.set(h0, from * hidden, hidden);
        } else {
            int stride = g.directions() * hidden;
            int place = from * g.time() + g.place(direction, step - 1);
            rows.set(h, place * stride + direction * hidden, g.time() * stride);
        }
    }

    /**
     * Finds what a step of a block saves for the derivative, {@code numbers} a row. The backward pass reads it in the
     * opposite order, so a block's steps lie one behind the other: {@code [block][step][row][numbers]}, or, with rows as lanes,
     * {@code [block][step][number][16]}.
     */
    static void saved(
            CellStep.Rows rows, float[] saved, int from, int count, int step, int numbers, RecurrentGeometry g) {
        rows.set(saved, (from * g.time() + step * count) * numbers, numbers);
    }

    /** Finds c before a step: where the step before saved it, or, for the first step, in c0. */
    static void cellBefore(
            CellStep.Rows rows, float[] cells, int from, int count, int step, float[] c0, RecurrentGeometry g) {
        if (step == 0) {
            rows.set(c0, from * g.hidden(), g.hidden());
        } else {
            saved(rows, cells, from, count, step - 1, g.hidden(), g);
        }
    }
}
