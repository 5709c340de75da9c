package dev.gradus.models.window;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.series.Windows;
import java.util.stream.IntStream;

/**
 * The windows of a series, some at a time, as tensors {@code [batch, T, C]} in the form that a model sees, and the way back
 * from what it makes of them.
 */
public final class WindowBatches {
    /** Windows that are reconstructed at once: an LSTM over 64 of them keeps some 70 MB while it runs. */
    private static final int BATCH = 64;

    private final ChannelWindows windows;
    private final Backend backend;

    /** {@code null} where windows are seen as they are. */
    private final CircleTransform transform;

    /**
     * @param windows of a series
     * @param domain  in which form they are seen
     * @param backend that the tensors live on
     */
    public WindowBatches(ChannelWindows windows, Domain domain, Backend backend) {
        this.windows = windows;
        this.backend = backend;
        this.transform = domain.transformed() ? new CircleTransform(windows.length(), domain.radius()) : null;
    }

    /** A model that is shown windows. */
    @FunctionalInterface
    public interface Network {
        /**
         * What it makes of some.
         *
         * @param x     {@code [batch, T, C]}
         * @param first the number of the first of them
         * @return {@code [batch, T, K]}
         */
        Tensor apply(Tensor x, int first);
    }

    /** The windows with the numbers {@code order[from … to − 1]}; where the order ends, it begins again. */
    public Tensor of(int[] order, int from, int to) {
        int length = windows.length();
        int channels = windows.channels().count();
        float[] values = new float[(to - from) * length * channels];
        for (int i = from; i < to; i++) {
            int window = order[i % order.length];
            int offset = (i - from) * length * channels;
            for (int channel = 0; channel < channels; channel++) {
                copy(windows.each().get(channel), window, values, offset + channel, channels);
            }
        }
        return Tensor.wrap(Shape.of(to - from, length, channels), backend.upload(values));
    }

    private void copy(Windows channel, int window, float[] values, int offset, int stride) {
        if (transform != null) {
            transform.see(channel.row(window), values, offset, stride);
        } else if (stride == 1) {
            channel.copyTo(window, values, offset);
        } else {
            for (int j = 0; j < channel.length(); j++) {
                values[offset + j * stride] = (float) channel.get(window, j);
            }
        }
    }

    /**
     * What a trained network makes of every window, in the time domain.
     *
     * @param model   begins messages
     * @param network runs within a scope
     * @return of each channel that is reconstructed
     * @throws NonFiniteException if the network has diverged, so that a result is NaN or infinite
     */
    public Reconstruction[] reconstructions(String model, Network network) {
        int length = windows.length();
        int targets = windows.channels().targetCount();
        int[] order = IntStream.range(0, windows.count()).toArray();
        float[][] results = new float[targets][size(model)];
        for (int first = 0; first < order.length; first += BATCH) {
            int from = first;
            int to = Math.min(order.length, first + BATCH);
            float[] again =
                    Scope.within(() -> network.apply(of(order, from, to), from).toFloats());
            for (int i = 0; i < again.length; i++) {
                results[i % targets][from * length + i / targets] = again[i];
            }
        }
        Reconstruction[] reconstructions = new Reconstruction[targets];
        for (int k = 0; k < targets; k++) {
            requireFinite(model, results[k]);
            reconstructions[k] = back(windows.targets()[k], results[k]);
        }
        return reconstructions;
    }

    private Reconstruction back(Windows channel, float[] made) {
        if (transform == null) {
            return Reconstruction.of(made, channel.count(), channel.length());
        }
        int length = channel.length();
        double[] samples = new double[made.length];
        double[] one = new double[length];
        for (int window = 0; window < channel.count(); window++) {
            for (int k = 0; k < length; k++) {
                one[k] = made[window * length + k];
            }
            System.arraycopy(transform.back(channel.row(window), one), 0, samples, window * length, length);
        }
        return Reconstruction.of(samples, channel.count(), length);
    }

    private void requireFinite(String model, float... results) {
        for (int i = 0; i < results.length; i++) {
            if (!Float.isFinite(results[i])) {
                throw new NonFiniteException(
                        model,
                        results[i],
                        model + ": the network makes " + results[i] + " of window " + i / windows.length()
                                + "; its weights have diverged: train again with a lower learning rate");
            }
        }
    }

    private int size(String model) {
        long size =
                (long) windows.count() * windows.length() * windows.channels().targetCount();
        if (size > Integer.MAX_VALUE - 8) {
            throw new UnsuitableSeriesException(model + ": " + windows.count() + " windows of " + windows.length()
                    + " samples are too many for one array; take a longer interval, or the series in pieces");
        }
        return windows.count() * windows.length();
    }
}
