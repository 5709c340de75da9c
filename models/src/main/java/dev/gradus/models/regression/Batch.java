package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.series.Windows;

/**
 * Some windows of a series, with the sample that follows each.
 *
 * @param windows {@code [batch, T, 1]}
 * @param next    {@code [batch, 1]}
 */
record Batch(Tensor windows, Tensor next) {
    /** Windows that are shown to a trained network at once. */
    private static final int SIZE = 64;

    /** The windows with the numbers {@code order[from … to − 1]}. */
    static Batch of(Windows windows, int[] order, int from, int to, Backend backend) {
        int length = windows.length();
        float[] values = new float[(to - from) * length];
        float[] next = new float[to - from];
        for (int i = from; i < to; i++) {
            windows.copyTo(order[i], values, (i - from) * length);
            next[i - from] = (float) windows.target(order[i]);
        }
        return new Batch(
                Tensor.wrap(Shape.of(to - from, length, 1), backend.upload(values)),
                Tensor.wrap(Shape.of(to - from, 1), backend.upload(next)));
    }

    /**
     * What a trained network makes of every window, row-major {@code [n, size]}.
     *
     * @param model begins messages
     * @param size  numbers that it makes of a window
     * @throws NonFiniteException if the network has diverged, so that a result is NaN or infinite
     */
    static double[] made(String model, Layer network, Windows windows, int size, Backend backend) {
        int[] order = new int[windows.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        double[] made = new double[Math.multiplyExact(order.length, size)];
        for (int first = 0; first < order.length; first += SIZE) {
            int from = first;
            int to = Math.min(order.length, first + SIZE);
            float[] some = Scope.within(
                    () -> network.apply(of(windows, order, from, to, backend).windows(), Pass.inference())
                            .toFloats());
            for (int i = 0; i < some.length; i++) {
                if (!Float.isFinite(some[i])) {
                    throw new NonFiniteException(
                            model,
                            some[i],
                            model + ": the network makes " + some[i] + " of window " + (from + i / size)
                                    + "; its weights have diverged: train again with a lower learning rate");
                }
                made[from * size + i] = some[i];
            }
        }
        return made;
    }
}
