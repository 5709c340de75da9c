package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The critic of windows over a stream. Where a window is the one before moved on by a sample, so is what the convolutions make of it:
 * only their last positions are new, and they see nothing but the last samples. On a backend that
 * {@linkplain Backend#roundsAlike() rounds alike} the value has the bits of the whole critic. For one thread at a time.
 *
 * <p>Positions that see no new sample are not computed again: with the published sizes, 4 of 84 are left.
 */
final class SlidingCritic {
    private static final int TAIL = Backend.FEW_POSITIONS;

    private final Layer convolutions;
    private final Layer head;
    private final int length;
    private final int targets;
    /** Positions of the last convolution, and how many channels each has. */
    private final int positions;

    private final int filters;
    /** Samples that the last {@link #TAIL} positions see. */
    private final int seenByTail;

    /** The window that features are known of, {@code [T][K]}. */
    private final float[] last;

    /** What the convolutions made of it, {@code [filters][positions]}. */
    private final double[] features;

    private boolean known;

    SlidingCritic(TadGanConfig config, Sequential critic) {
        List<Layer> layers = critic.layers();
        int end = layers.size() - 2;
        convolutions = Sequential.of(layers.subList(1, end).toArray(Layer[]::new));
        head = Sequential.of(layers.get(end), layers.get(end + 1));
        length = config.window();
        targets = config.targets();
        int reach = config.criticLayers() * (config.criticKernel() - 1);
        positions = length - reach;
        filters = config.criticFilters();
        seenByTail = TAIL + reach;
        last = new float[length * targets];
        features = new double[filters * positions];
    }

    /**
     * {@code Cx(y)}.
     *
     * @param y a window {@code [1, T, K]}
     * @return {@code [1, 1]}
     */
    Tensor apply(Tensor y) {
        float[] now = y.toFloats();
        int moved = moved(now);
        if (moved < 0 || positions <= TAIL) {
            put(convolved(y), positions);
        } else {
            System.arraycopy(features, moved, features, 0, features.length - moved);
            put(convolved(y.slice(1, length - seenByTail, length)), TAIL);
        }
        System.arraycopy(now, 0, last, 0, last.length);
        known = true;
        return head.apply(Tensor.of(y.backend(), features, Shape.of(1, filters, positions)), Pass.inference());
    }

    /** By how many samples the window has moved on since the last one, 0 or 1, if it otherwise only ends differently; else −1. */
    private int moved(float[] now) {
        int same = last.length - targets;
        if (known && Arrays.equals(now, 0, same, last, targets, last.length)) {
            return 1;
        }
        return known && Arrays.equals(now, 0, same, last, 0, same) ? 0 : -1;
    }

    /** What the convolutions make of some samples {@code [1, .., K]}. */
    private Tensor convolved(Tensor y) {
        Tensor channels = targets == 1 ? y.reshape(1, 1, y.dim(1)) : y.permute(0, 2, 1);
        return convolutions.apply(channels, Pass.inference());
    }

    /** Takes the last {@code count} positions. */
    private void put(Tensor made, int count) {
        double[] values = made.toArray();
        for (int f = 0; f < filters; f++) {
            System.arraycopy(values, f * count, features, (f + 1) * positions - count, count);
        }
    }
}
