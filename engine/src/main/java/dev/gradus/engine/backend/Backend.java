package dev.gradus.engine.backend;

import java.util.function.UnaryOperator;

/**
 * The kernels that the engine is made of, over opaque {@link Storage}. Everything above speaks this interface only, and
 * says {@code double} where it passes a number: each backend narrows to its own precision.
 *
 * <p>Rules for all kernels: arrays are dense and row-major; a kernel returns a new storage unless it says that it
 * updates an argument; arguments are of this backend and have the sizes that the geometry states (the operations above
 * check shapes and speak to users); sizes may be 0; results do not depend on the number of threads.
 */
public interface Backend {
    /** Positions of an image from which on a convolution rounds as for any more of them, see {@link #roundsAlike()}. */
    int FEW_POSITIONS = 4;

    /** The short name that a user chooses it by, such as {@code vector}. */
    String name();

    /** One line for people: precision, loops, products, threads. */
    String description();

    /** The relative spacing of this backend's numbers, 2⁻²³ in float32 and 2⁻⁵² in float64. */
    double epsilon();

    /**
     * Whether a number has the same bits among few others as among many: a row of a product or a recurrence alone as in a batch, a
     * position of a convolution in an image of {@value #FEW_POSITIONS} positions as in a longer one.
     */
    default boolean roundsAlike() {
        return false;
    }

    // ---- storage -------------------------------------------------------------------------------------------------

    /** A storage of {@code size} elements equal to {@code value}. */
    Storage fill(int size, double value);

    /** A storage of {@code size} elements that hold anything: the caller fills every one, by {@link #copy}. */
    Storage reserve(int size);

    /** A storage with these numbers; the array is copied. */
    Storage upload(double[] values);

    /** A storage with these numbers; the array is copied. */
    Storage upload(float[] values);

    /** A copy of the numbers. */
    double[] download(Storage x);

    /** A copy of the numbers, narrowed to float32. */
    float[] downloadFloats(Storage x);

    /** The number at {@code index}. */
    double get(Storage x, int index);

    /** Overwrites {@code target} with the numbers of {@code source}; updates {@code target}. */
    void assign(Storage target, Storage source);

    /** The index of the first NaN or infinity, or −1. */
    int firstNonFinite(Storage x);

    // ---- repetition ----------------------------------------------------------------------------------------------

    /**
     * Runs a computation and notes down its kernels, so that it can be repeated at the cost of the kernels alone. It must depend on
     * nothing but the numbers of its input and of what is updated in place, and is given an input of zeros.
     *
     * @param size of the input
     * @param computation from the input to the result
     * @return {@code null} where this backend cannot repeat it: it draws random numbers, say, or looks at a number to decide what to do
     */
    default Recording record(int size, UnaryOperator<Storage> computation) {
        return null;
    }

    // ---- elementwise ---------------------------------------------------------------------------------------------

    /** {@code f(x, a)} for each element. */
    Storage unary(Unary f, Storage x, double a);

    /** {@code f(x, y, a)} for each pair under broadcasting. */
    Storage binary(Binary f, Storage x, Storage y, Broadcast walk, double a);

    // ---- reductions ----------------------------------------------------------------------------------------------

    /** Reduces the middle axis of x {@code [outer, length, inner]} to {@code [outer, inner]}, in a fixed order. */
    Storage reduce(Reduction f, Storage x, int outer, int length, int inner);

    /**
     * Normalises each channel by its own statistics: {@code y = lrelu((x − μ)/√(v + ε)·weight + bias)}, v dividing by the
     * count.
     *
     * @param weight one number for each channel, or {@code null} for ones
     * @param bias one number for each channel, or {@code null} for zeros
     */
    Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry geometry);

    /**
     * The first derivative of {@link #normalize} where no cotangent arrives at mean and variance. With the cotangent g of
     * what enters the leaky relu, {@code r = 1/√(v + ε)} and {@code x̂ = (x − μ)·r}:
     * {@code dx = weight·r·(g − mean g − x̂·mean(g·x̂))}, {@code dweight = Σ g·x̂}, {@code dbias = Σ g}.
     *
     * @param x what was normalised, by this {@code weight} and {@code bias}
     * @param forward what was computed; its value is not read
     * @param gradient the cotangent of the value
     */
    NormalizedGradients normalizeBackward(
            Storage x,
            Storage weight,
            Storage bias,
            Normalized forward,
            Storage gradient,
            NormalizationNumbers numbers,
            NormalizationGeometry geometry);

    // ---- movement ------------------------------------------------------------------------------------------------

    /**
     * Copies {@code Π extents} elements from one region to another; places of {@code target} outside its region keep
     * what they hold. Fills a storage that is being made: it does not count as a change of {@code target}.
     */
    void copy(Storage source, Region from, Storage target, Region to, int[] extents);

    /** {@code y[i] = x[index[i]]}. */
    Storage gather(Storage x, int[] index);

    /** {@code y[index[i]] += x[i]} in the order of i, starting from {@code size} zeros. */
    Storage scatterAdd(Storage x, int[] index, int size);

    // ---- products and convolutions -------------------------------------------------------------------------------

    /** The matrix product. */
    Storage product(Storage a, Storage b, ProductGeometry geometry);

    /** The convolution y of x and w. */
    Storage convolve(Storage x, Storage w, ConvolutionGeometry geometry);

    /** The adjoint with respect to x: maps a y to an x (a transposed convolution). */
    Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry geometry);

    /** The adjoint with respect to w: maps an x and a y to a w. */
    Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry geometry);

    /** For each output of a max pooling, the index into x of its greatest element; the first on ties, a NaN wins. */
    int[] maxPoolIndices(Storage x, PoolGeometry geometry);

    // ---- recurrence ----------------------------------------------------------------------------------------------

    /**
     * A recurrence over a whole sequence, in one direction or in both. An LSTM, for each direction and step:
     * {@code s = W_ih·x_t + W·(mask ⊙ h) + b}, split in four blocks of H: {@code i, f, o = σ(s₁), σ(s₂), σ(s₄)},
     * {@code g = act(s₃)}, {@code c ← f⊙c + i⊙g}, {@code h ← o⊙act(c)}. A GRU: {@code a = W_ih·x_t + b},
     * {@code u = W·(mask ⊙ h) + b'}, each in three blocks: {@code r = σ(a₁ + u₁)}, {@code z = σ(a₂ + u₂)},
     * {@code n = tanh(a₃ + r⊙u₃)}, {@code h ← (1 − z)⊙n + z⊙h}.
     *
     * @param directions what each direction is given
     * @param saving whether {@link #recurrenceBackward} will follow
     */
    RecurrentStates recurrence(RecurrentInputs[] directions, boolean saving, RecurrentGeometry geometry);

    /**
     * The first derivative of {@link #recurrence}, backwards over the sequence.
     *
     * @param directions what each direction was given
     * @param states what was computed, with what was saved; the last states are not read
     * @param gradients the cotangents of h, lastH and lastC; each of them may be {@code null} for zeros
     * @param asked which cotangents to compute beside those of h0 and c0, for each direction
     * @return for each direction the cotangents of what it was given
     */
    RecurrentInputs[] recurrenceBackward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry geometry);

    // ---- random numbers ------------------------------------------------------------------------------------------

    /** {@code lo + (hi − lo)·u} with u from {@link SplitMix#unit} at {@code first, first + 1, …}. */
    Storage uniform(int size, long seed, long gamma, long first, double lo, double hi);

    /** {@code value} where {@link SplitMix#unit} at {@code first, first + 1, …} is below {@code keep}, 0 elsewhere. */
    Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value);

    /** {@code x} times what {@link #bernoulli} gives, which is nowhere stored: the same positions give it again. */
    Storage dropout(Storage x, long seed, long gamma, long first, double keep, double value);

    // ---- updates in place ----------------------------------------------------------------------------------------

    /** {@code v ← momentum·v + g}, {@code p ← p − rate·v}; updates p and v. */
    void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum);

    /** {@code s ← decay·s + (1−decay)·g²}, {@code p ← p − rate·g/(√s + ε)}; updates p and s. */
    void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon);

    /** One step of Adam; updates p, m and v. */
    void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step);
}
