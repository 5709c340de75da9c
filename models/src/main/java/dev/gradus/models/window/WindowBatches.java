package dev.gradus.models.window;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.series.Windows;
import java.util.stream.IntStream;

/**
 * The windows of a series, some at a time, as tensors {@code [batch, T, 1]}.
 *
 * @param windows of a series
 * @param backend that the tensors live on
 */
public record WindowBatches(Windows windows, Backend backend) {
    /** Windows that are reconstructed at once: an LSTM over 64 of them keeps some 70 MB while it runs. */
    private static final int BATCH = 64;

    /** The windows with the numbers {@code order[from … to − 1]}. */
    public Tensor of(int[] order, int from, int to) {
        int length = windows.length();
        float[] values = new float[(to - from) * length];
        for (int i = from; i < to; i++) {
            windows.copyTo(order[i], values, (i - from) * length);
        }
        return Tensor.wrap(Shape.of(to - from, length, 1), backend.upload(values));
    }

    /**
     * What a trained network makes of every window.
     *
     * @param model   begins messages
     * @param network {@code [batch, T, 1] → [batch, T, 1]}
     * @throws NonFiniteException if the network has diverged, so that a result is NaN or infinite
     */
    public Reconstruction reconstruction(String model, Layer network) {
        int length = windows.length();
        int[] order = IntStream.range(0, windows.count()).toArray();
        float[] results = new float[size(model)];
        for (int first = 0; first < order.length; first += BATCH) {
            int from = first;
            int to = Math.min(order.length, first + BATCH);
            float[] again = Scope.within(
                    () -> network.apply(of(order, from, to), Pass.inference()).toFloats());
            System.arraycopy(again, 0, results, from * length, again.length);
        }
        for (int i = 0; i < results.length; i++) {
            if (!Float.isFinite(results[i])) {
                throw new NonFiniteException(
                        model,
                        results[i],
                        model + ": the network makes " + results[i] + " of window " + i / length
                                + "; its weights have diverged: train again with a lower learning rate");
            }
        }
        return Reconstruction.of(results, windows.count(), length);
    }

    private int size(String model) {
        long size = (long) windows.count() * windows.length();
        if (size > Integer.MAX_VALUE - 8) {
            throw new UnsuitableSeriesException(model + ": " + windows.count() + " windows of " + windows.length()
                    + " samples are too many for one array; take a longer interval, or the series in pieces");
        }
        return (int) size;
    }
}
