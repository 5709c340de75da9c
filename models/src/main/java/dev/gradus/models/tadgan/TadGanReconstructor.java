package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.series.Windows;

/**
 * Shows windows to trained networks. Holds no state of its own: threads may share one.
 *
 * @param networks which do not change any more
 * @param backend  that holds them
 */
record TadGanReconstructor(TadGanNetworks networks, Backend backend) {
    /** Windows that are reconstructed at once: an LSTM over 64 of them keeps some 70 MB while it runs. */
    private static final int BATCH = 64;

    /**
     * What the networks make of n windows of length T.
     *
     * @param windows        the windows
     * @param reconstruction {@code G(E(x))} of each
     * @param critic         {@code Cx(x)} of each, {@code [n]}
     */
    record Seen(Windows windows, Reconstruction reconstruction, double[] critic) {}

    /** @throws NonFiniteException if the networks have diverged, so that a result is NaN or infinite */
    Seen see(Windows windows) {
        int length = windows.length();
        double[] critic = new double[windows.count()];
        float[] generated = new float[size(windows)];
        for (int first = 0; first < windows.count(); first += BATCH) {
            int from = first;
            int count = Math.min(BATCH, windows.count() - first);
            float[] again = Scope.within(() -> see(windows, from, count, critic));
            System.arraycopy(again, 0, generated, first * length, again.length);
        }
        for (int i = 0; i < generated.length; i++) {
            requireFinite("generator", generated[i], i / length);
            requireFinite("critic x", critic[i / length], i / length);
        }
        return new Seen(windows, Reconstruction.of(generated, windows.count(), length), critic);
    }

    private float[] see(Windows windows, int first, int count, double[] critic) {
        int length = windows.length();
        float[] batch = new float[count * length];
        for (int i = 0; i < count; i++) {
            windows.copyTo(first + i, batch, i * length);
        }
        Pass pass = Pass.inference();
        Tensor x = Tensor.wrap(Shape.of(count, length, 1), backend.upload(batch));
        System.arraycopy(networks.criticX().apply(x, pass).toArray(), 0, critic, first, count);
        return networks.generator()
                .apply(networks.encoder().apply(x, pass), pass)
                .toFloats();
    }

    private static int size(Windows windows) {
        long size = (long) windows.count() * windows.length();
        if (size > Integer.MAX_VALUE - 8) {
            throw new UnsuitableSeriesException("tadgan: " + windows.count() + " windows of " + windows.length()
                    + " samples are too many for one array; take a longer interval, or the series in pieces");
        }
        return (int) size;
    }

    private static void requireFinite(String network, double value, int window) {
        if (!Double.isFinite(value)) {
            throw new NonFiniteException(
                    network,
                    value,
                    "tadgan: " + network + " makes " + value + " of window " + window
                            + "; its weights have diverged: train again with a lower learning rate");
        }
    }
}
