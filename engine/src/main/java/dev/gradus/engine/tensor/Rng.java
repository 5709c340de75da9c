package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.SplitMix;
import dev.gradus.engine.memory.Heap;
import java.util.Objects;

/**
 * A stream of random numbers with specified bits: {@link SplitMix}, at a position that moves on with every number drawn.
 * The same seed gives the same numbers on every JVM, backend and number of threads. A generator is passed explicitly to
 * whatever draws from it and belongs to one thread; {@link #split()} makes one for another.
 */
public final class Rng {
    /**
     * Everything that determines the rest of the stream, for a checkpoint.
     *
     * @param seed where the stream starts
     * @param gamma its step, odd
     * @param position how many words have been drawn
     */
    public record State(long seed, long gamma, long position) {}

    private long seed;
    private long gamma;
    private long position;

    /** The stream of a seed. Its words are those of SplitMix64 with the golden gamma. */
    public Rng(long seed) {
        this(new State(seed, SplitMix.GOLDEN_GAMMA, 0));
    }

    /** The stream that goes on from a state. */
    public Rng(State state) {
        resume(state);
    }

    /** Goes on from a state, for whoever holds this generator: what a checkpoint does. */
    public void resume(State state) {
        Objects.requireNonNull(state, "rng: the state is null");
        if ((state.gamma & 1) == 0) {
            throw new IllegalArgumentException("rng: gamma must be odd, got " + state.gamma);
        }
        seed = state.seed;
        gamma = state.gamma;
        position = state.position;
    }

    /** Where the stream stands. */
    public State state() {
        return new State(seed, gamma, position);
    }

    /** A stream of its own, derived from the next two words of this one. */
    public Rng split() {
        return new Rng(new State(nextLong(), SplitMix.gamma(nextLong()), 0));
    }

    /** The next 64 bits. */
    public long nextLong() {
        return SplitMix.bits(seed, gamma, position++);
    }

    /** The next number in [0, 1), with 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * The next whole number in [0, bound), each equally likely: the upper half of a 64 × 64 bit product (Lemire, 2019),
     * drawn again where it would favour small numbers.
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("rng: bound must be at least 1, got " + bound);
        }
        long m = (nextLong() >>> 32) * bound;
        long low = m & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (1L << 32) % bound;
            while (low < threshold) {
                m = (nextLong() >>> 32) * bound;
                low = m & 0xFFFFFFFFL;
            }
        }
        return (int) (m >>> 32);
    }

    /** Puts the numbers into random order, in place (Fisher and Yates). */
    public void shuffle(int[] values) {
        Objects.requireNonNull(values, "rng: there is nothing to shuffle, the array is null");
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /**
     * Independent numbers, uniform in [lo, hi).
     *
     * @throws IllegalArgumentException if {@code lo > hi} or one of them is not finite
     */
    public Tensor uniform(Backend backend, Shape shape, double lo, double hi) {
        requireGiven("uniform", backend, shape);
        boolean range = lo <= hi && Double.isFinite(lo) && Double.isFinite(hi);
        if (!range) {
            throw new IllegalArgumentException("uniform: " + lo + " to " + hi + " is not a range of finite numbers");
        }
        Tensor drawn = Tensor.wrap(shape, backend.uniform(shape.size(), seed, gamma, position, lo, hi));
        position += shape.size();
        return drawn;
    }

    /**
     * Independent numbers from a normal distribution, by Box and Muller's transform:
     * {@code √(−2 ln u₁)·(cos 2πu₂, sin 2πu₂)}, evaluated with {@link StrictMath}.
     *
     * @throws IllegalArgumentException if the deviation is negative or a number is not finite
     */
    public Tensor normal(Backend backend, Shape shape, double mean, double deviation) {
        requireGiven("normal", backend, shape);
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY) || !Double.isFinite(mean)) {
            throw new IllegalArgumentException("normal: the mean must be finite and the deviation finite and not"
                    + " negative, got mean " + mean + " and deviation " + deviation);
        }
        double[] values = Heap.doubles(shape.size());
        for (int i = 0; i < values.length; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
            double angle = 2 * Math.PI * nextDouble();
            values[i] = mean + deviation * radius * StrictMath.cos(angle);
            if (i + 1 < values.length) {
                values[i + 1] = mean + deviation * radius * StrictMath.sin(angle);
            }
        }
        return Tensor.of(backend, values, shape);
    }

    /**
     * An inverted-dropout mask: 0 with probability {@code rate}, else {@code 1/(1 − rate)}.
     *
     * @param rate in [0, 1)
     */
    public Tensor dropoutMask(Backend backend, Shape shape, double rate) {
        requireGiven("dropout", backend, shape);
        requireRate(rate);
        double keep = 1 - rate;
        Tensor drawn = Tensor.wrap(shape, backend.bernoulli(shape.size(), seed, gamma, position, keep, 1 / keep));
        position += shape.size();
        return drawn;
    }

    /**
     * Inverted dropout: {@code x} times the {@link #dropoutMask} that would be drawn now, which is not stored. The derivative
     * draws it again.
     *
     * @param rate in [0, 1)
     */
    public Tensor dropout(Tensor x, double rate) {
        Objects.requireNonNull(x, "dropout: the input is null");
        requireRate(rate);
        Tensor y = x.apply(new Elementwise.Dropout(state(), 1 - rate));
        position += x.shape().size();
        return y;
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: rate must be in [0, 1), got " + rate);
        }
    }

    private static void requireGiven(String what, Backend backend, Shape shape) {
        Objects.requireNonNull(backend, () -> what + ": the backend is null; Backends.get() is the default one");
        Objects.requireNonNull(shape, () -> what + ": the shape is null");
    }
}
