package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;

/** Writes the rows of a normalisation: sums of the channels, each cut into stretches, then one row over all elements. */
final class NormalizationRows {
    private final ProgramWriter writer;
    private final NormalizationGeometry g;
    private final NormalizationNumbers numbers;
    private final double share;
    /** The row's parameters but for the operation, as {@link SumKernels#normalizeRow} lists them. */
    private final int[] parameters = new int[17];

    /** @param weight the address of the weights, or −1 for none; bias likewise */
    NormalizationRows(
            ProgramWriter writer,
            NormalizationGeometry g,
            NormalizationNumbers numbers,
            int x,
            int weight,
            int bias,
            int mean,
            int variance) {
        this.writer = writer;
        this.g = g;
        this.numbers = numbers;
        share = 1.0 / g.count();
        set(2, x);
        set(4, g.batch());
        set(5, g.channels());
        set(6, g.inner());
        set(7, ProgramWriter.stretch(g.count()));
        set(8, ProgramWriter.stretches(g.count()));
        set(9, mean);
        set(10, variance);
        set(11, weight < 0 ? 0 : 1);
        set(12, weight);
        set(13, bias < 0 ? 0 : 1);
        set(14, bias);
    }

    private void set(int place, int value) {
        parameters[place - 1] = value;
    }

    /** The most numbers that either direction needs for itself. */
    static long extra(NormalizationGeometry g) {
        return 3L * g.channels() * (ProgramWriter.stretches(g.count()) + 1);
    }

    void forward(int y, int mean, int variance) {
        int sum = writer.temporary(g.channels());
        channelSum(SumKernels.OF_X, sum);
        writer.unary(Unary.SCALE, sum, mean, g.channels(), share);
        channelSum(SumKernels.OF_SQUARES, sum);
        writer.unary(Unary.SCALE, sum, variance, g.channels(), share);
        set(3, y);
        write(ProgramKernel.NORMALIZE);
    }

    void backward(int cotangent, int dx, int dweight, int dbias) {
        set(15, cotangent);
        channelSum(SumKernels.OF_PRODUCTS, dweight);
        channelSum(SumKernels.OF_COTANGENTS, dbias);
        set(16, dweight);
        set(17, dbias);
        set(3, dx);
        write(ProgramKernel.NORMALIZE_BACKWARD);
    }

    private void channelSum(int kind, int target) {
        int stretches = ProgramWriter.stretches(g.count());
        int parts = writer.temporary((long) g.channels() * stretches);
        set(1, kind);
        set(3, parts);
        write(ProgramKernel.CHANNEL_SUM);
        writer.reduce(Reduction.SUM, parts, target, g.channels(), stretches, 1);
    }

    private void write(int operation) {
        writer.normalization(operation, parameters, numbers.epsilon(), numbers.negativeSlope(), share);
    }
}
