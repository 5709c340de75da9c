package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.WindowStream;
import java.util.Arrays;
import java.util.List;

/**
 * The critic of windows over streams. Where a window is the one before moved on by a sample, so is what the convolutions make of it:
 * only their last positions are new, and they see nothing but the last samples. On a backend that
 * {@linkplain Backend#roundsAlike() rounds alike} the value has the bits of the whole critic.
 *
 * <p>Positions that see no new sample are not computed again: with the published sizes, 4 of 84 are left. Threads may share one.
 */
final class SlidingCritic {
    private static final int TAIL = Backend.FEW_POSITIONS;

    private final Backend backend;
    private final Channels channels;
    private final Layer convolutions;
    private final int length;
    /** Positions of the last convolution, and how many channels each has. */
    private final int positions;

    private final int filters;
    /** Samples that the last {@link #TAIL} positions see. */
    private final int seenByTail;

    /** From the last samples {@code [1, .., C]} to the last positions. */
    private final Repeated tail;

    /** From what the convolutions make of a window to its value. */
    private final Repeated head;

    SlidingCritic(TadGanConfig config, Sequential critic, Backend backend) {
        this.backend = backend;
        channels = config.view().channels();
        List<Layer> layers = critic.layers();
        int end = layers.size() - 2;
        convolutions = Sequential.of(layers.subList(1, end).toArray(Layer[]::new));
        Layer last = Sequential.of(layers.get(end), layers.get(end + 1));
        length = config.window();
        int reach = config.criticLayers() * (config.criticKernel() - 1);
        positions = length - reach;
        filters = config.criticFilters();
        seenByTail = TAIL + reach;
        tail = new Repeated(backend, Shape.of(1, seenByTail, channels.count()), this::convolved);
        head = new Repeated(backend, Shape.of(1, filters, positions), x -> last.apply(x, Pass.inference()));
    }

    /** The critic over one stream. */
    WindowStream.Critic stream() {
        return new Stream();
    }

    /** What the convolutions make of some samples {@code [1, .., C]}. */
    private Tensor convolved(Tensor x) {
        Tensor y = channels.targets(x);
        Tensor planes = y.dim(2) == 1 ? y.reshape(1, 1, y.dim(1)) : y.permute(0, 2, 1);
        return convolutions.apply(planes, Pass.inference());
    }

    /** For one thread at a time. */
    private final class Stream implements WindowStream.Critic {
        /** The window that features are known of, {@code [T][C]}. */
        private final double[] last = new double[length * channels.count()];

        /** What the convolutions made of it, {@code [filters][positions]}. */
        private final double[] features = new double[filters * positions];

        private final double[] lastSamples = new double[seenByTail * channels.count()];
        private final double[] lastPositions = new double[filters * TAIL];
        private final double[] value = new double[1];
        private boolean known;

        @Override
        public double of(double[] window) {
            int moved = moved(window);
            if (moved < 0 || positions <= TAIL) {
                Scope scope = Scope.open();
                try {
                    put(
                            convolved(Tensor.of(backend, window, Shape.of(1, length, channels.count())))
                                    .toArray(),
                            positions);
                } finally {
                    scope.close();
                }
            } else {
                System.arraycopy(features, moved, features, 0, features.length - moved);
                int from = window.length - lastSamples.length;
                System.arraycopy(window, from, lastSamples, 0, lastSamples.length);
                tail.apply(lastSamples, lastPositions);
                put(lastPositions, TAIL);
            }
            System.arraycopy(window, 0, last, 0, last.length);
            known = true;
            head.apply(features, value);
            return value[0];
        }

        /** By how many samples the window has moved on since the last one, 0 or 1, if it otherwise only ends differently; else −1. */
        private int moved(double[] now) {
            int one = channels.count();
            int same = last.length - one;
            if (known && Arrays.equals(now, 0, same, last, one, last.length)) {
                return 1;
            }
            return known && Arrays.equals(now, 0, same, last, 0, same) ? 0 : -1;
        }

        /** Takes the last {@code count} positions. */
        private void put(double[] made, int count) {
            for (int f = 0; f < filters; f++) {
                System.arraycopy(made, f * count, features, (f + 1) * positions - count, count);
            }
        }
    }
}
