package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Normalized;
import dev.gradus.engine.backend.NormalizedGradients;
import dev.gradus.engine.backend.PoolGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Recording;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.backend.SplitMix;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Heap;
import dev.gradus.engine.memory.StaleTensorException;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Float32 on the Java heap, one {@code float[]} for each storage. Two parts are exchangeable, each on its own: the
 * {@link Loops} and the {@link MatrixProduct}. This class splits the work among the {@link Workers}, by shape alone, and
 * manages the arrays; each family of kernels has a class of its own.
 */
public final class CpuBackend implements Backend {
    /** Elements of a chunk of elementwise work: some ten microseconds, well above the cost of handing it over. */
    static final int GRAIN = 16 * 1024;

    private static final int SHELL = 1;

    private final String name;
    private final Loops loops;
    private final MatrixProduct product;
    private final Workers workers;
    private final ArrayPool<float[]> pool = new ArrayPool<>();
    /** Storages without an array, all under one key. */
    private final ArrayPool<FloatStorage> shells = new ArrayPool<>();

    private final Tape tape = new Tape();
    private final BroadcastWalk walks;
    private final AxisReduction reductions;
    private final Normalizing normalizing;
    private final BatchedProduct products;
    private final Convolutions convolutions;
    private final Recurrence recurrence;
    private final Updates updates;

    private CpuBackend(String name, Loops loops, MatrixProduct product, Workers workers) {
        this.name = name;
        this.loops = loops;
        this.product = product;
        this.workers = workers;
        walks = new BroadcastWalk(loops, workers, this);
        reductions = new AxisReduction(loops, workers, this);
        normalizing = new Normalizing(loops, workers, this);
        products = new BatchedProduct(product, workers);
        convolutions = product.convolutions(loops, workers);
        recurrence = new Recurrence(loops, product, workers, this);
        updates = new Updates(workers);
    }

    /** Plain Java for loops and products: runs on any JVM. */
    public static CpuBackend plain(Workers workers) {
        return new CpuBackend("plain", new PlainLoops(), new PlainProduct(), workers);
    }

    /** Loops and products on the Vector API; {@code jdk.incubator.vector} must be in the boot layer. */
    public static CpuBackend vector(Workers workers) {
        return new CpuBackend("vector", new VectorLoops(), new VectorProduct(), workers);
    }

    /**
     * Products by jblas; loops, which are the same to the bit, on the Vector API or in plain Java. To be called only
     * where {@code org.jblas} is on the class path and its native library was found to work.
     *
     * @param vectorLoops whether loops run on the Vector API; {@code jdk.incubator.vector} must then be in the boot layer
     */
    public static CpuBackend jblas(boolean vectorLoops, Workers workers) {
        return new CpuBackend("jblas", vectorLoops ? new VectorLoops() : new PlainLoops(), new JblasProduct(), workers);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "float32, " + loops.name() + " loops, " + product.name() + " products, " + workers.threads()
                + (workers.threads() == 1 ? " thread" : " threads");
    }

    @Override
    public double epsilon() {
        return 0x1p-23;
    }

    @Override
    public boolean roundsAlike() {
        return product.roundsAlikePacked();
    }

    // ---- arrays --------------------------------------------------------------------------------------------------

    /** An array with undefined content. */
    float[] allocate(int size) {
        float[] free = pool.take(size);
        return free == null ? Heap.floats(size) : free;
    }

    /** Takes back an array that nobody references any more. */
    void recycle(float[] array) {
        pool.give(array, array.length);
    }

    /** Takes back a storage that has given its array back. */
    void recycle(FloatStorage empty) {
        tape.refuse();
        shells.give(empty, SHELL);
    }

    /** How many arrays wait to be used again. */
    int freeArrays() {
        return pool.free();
    }

    /** How many storages wait to be used again. */
    int freeStorages() {
        return shells.free();
    }

    /** The storage of numbers that a repetition would not make again, so that a recording of them is of no use. */
    Storage storage(float[] array) {
        tape.refuse();
        return repeated(array);
    }

    /** The storage of what stays as it is, or is made by kernels that were {@linkplain #run noted}. */
    Storage repeated(float[] array) {
        FloatStorage free = shells.take(SHELL);
        return free == null ? new FloatStorage(this, array) : free.around(array);
    }

    /** The array behind an argument, which must be open and of this backend. */
    float[] floats(Storage x) {
        if (x.backend() != this || !(x instanceof FloatStorage own)) {
            throw new IllegalArgumentException("backend " + name + ": an argument belongs to backend "
                    + x.backend().name() + "; move it with download and upload");
        }
        float[] array = own.array();
        if (array == null) {
            throw new StaleTensorException("backend " + name + ": an argument was used after its scope closed"
                    + (x.owner() == null ? "" : " (" + x.owner() + ")"));
        }
        return array;
    }

    /**
     * The array behind a storage of this backend, not a copy: for a backend that keeps the side of the Java heap here. Whoever
     * writes to it says so by {@link Storage#changed}.
     */
    public float[] array(Storage x) {
        return floats(x);
    }

    @Override
    public Recording record(int size, UnaryOperator<Storage> computation) {
        return tape.record(this, size, computation);
    }

    /** Runs a kernel, and notes it down where the thread records. */
    void run(Runnable kernel) {
        tape.note(kernel);
        kernel.run();
    }

    /** The storage of what a kernel makes. */
    private Storage made(float[] out, Runnable kernel) {
        run(kernel);
        return repeated(out);
    }

    @Override
    public Storage reserve(int size) {
        return repeated(allocate(size));
    }

    @Override
    public Storage fill(int size, double value) {
        float[] out = allocate(size);
        Arrays.fill(out, (float) value);
        return repeated(out);
    }

    @Override
    public Storage upload(double[] values) {
        float[] out = allocate(values.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return storage(out);
    }

    @Override
    public Storage upload(float[] values) {
        float[] out = allocate(values.length);
        System.arraycopy(values, 0, out, 0, out.length);
        return storage(out);
    }

    @Override
    public double[] download(Storage x) {
        tape.refuse();
        float[] values = floats(x);
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Override
    public float[] downloadFloats(Storage x) {
        tape.refuse();
        return floats(x).clone();
    }

    @Override
    public double get(Storage x, int index) {
        tape.refuse();
        return floats(x)[index];
    }

    @Override
    public void assign(Storage target, Storage source) {
        tape.refuse();
        float[] from = floats(source);
        System.arraycopy(from, 0, floats(target), 0, from.length);
        target.changed();
    }

    @Override
    public int firstNonFinite(Storage x) {
        tape.refuse();
        float[] values = floats(x);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    // ---- elementwise and reductions ------------------------------------------------------------------------------

    @Override
    public Storage unary(Unary f, Storage x, double a) {
        float[] in = floats(x);
        float[] out = allocate(in.length);
        return made(out, () -> unary(f, in, a, out));
    }

    private void unary(Unary f, float[] in, double a, float[] out) {
        if (in.length <= GRAIN) {
            loops.unary(f, in, 0, a, out, 0, in.length);
        } else {
            workers.loop(in.length, GRAIN, (from, to) -> loops.unary(f, in, from, a, out, from, to - from));
        }
    }

    @Override
    public Storage binary(Binary f, Storage x, Storage y, Broadcast walk, double a) {
        float[] p = floats(x);
        float[] q = floats(y);
        float[] out = allocate(walk.size());
        return made(out, () -> walks.apply(f, p, q, walk, a, out));
    }

    @Override
    public Storage reduce(Reduction f, Storage x, int outer, int length, int inner) {
        float[] in = floats(x);
        float[] out = allocate(outer * inner);
        return made(out, () -> reductions.reduce(f, in, outer, length, inner, out));
    }

    @Override
    public Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        return normalizing.forward(floats(x), given(weight), given(bias), numbers, g);
    }

    @Override
    public NormalizedGradients normalizeBackward(
            Storage x,
            Storage weight,
            Storage bias,
            Normalized forward,
            Storage gradient,
            NormalizationNumbers numbers,
            NormalizationGeometry g) {
        float[] mean = floats(forward.mean());
        float[] variance = floats(forward.variance());
        return normalizing.backward(
                floats(x), given(weight), given(bias), mean, variance, floats(gradient), numbers, g);
    }

    private float[] given(Storage x) {
        return x == null ? null : floats(x);
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    @Override
    public void copy(Storage source, Region from, Storage target, Region to, int[] extents) {
        RegionCopy copy = RegionCopy.of(from, to, extents);
        float[] in = floats(source);
        float[] out = floats(target);
        run(() -> copy.run(in, out, workers));
    }

    @Override
    public Storage gather(Storage x, int[] index) {
        float[] in = floats(x);
        float[] out = allocate(index.length);
        Workers.Range body = (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = in[index[i]];
            }
        };
        return made(out, () -> workers.loop(index.length, GRAIN, body));
    }

    /** On one thread: the order of the additions is part of the result. */
    @Override
    public Storage scatterAdd(Storage x, int[] index, int size) {
        float[] in = floats(x);
        float[] out = allocate(size);
        Arrays.fill(out, 0f);
        for (int i = 0; i < index.length; i++) {
            out[index[i]] += in[i];
        }
        return storage(out);
    }

    // ---- products, convolutions, recurrence ----------------------------------------------------------------------

    @Override
    public Storage product(Storage a, Storage b, ProductGeometry g) {
        float[] p = floats(a);
        float[] q = floats(b);
        float[] out = allocate(g.batch() * g.m() * g.n());
        return made(out, () -> products.multiply(p, q, (FloatStorage) b, out, g));
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        float[] in = floats(x);
        float[] filters = floats(w);
        float[] out = allocate(g.outputSize());
        return made(out, () -> convolutions.forward(in, filters, (FloatStorage) w, out, g));
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        float[] in = floats(y);
        float[] filters = floats(w);
        float[] out = allocate(g.inputSize());
        return made(out, () -> convolutions.transposed(in, filters, out, g));
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        float[] out = allocate(g.weightSize());
        convolutions.weight(floats(x), floats(y), out, g);
        return storage(out);
    }

    @Override
    public int[] maxPoolIndices(Storage x, PoolGeometry g) {
        tape.refuse();
        return MaxPooling.indices(floats(x), g, workers);
    }

    @Override
    public RecurrentStates recurrence(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        return recurrence.forward(directions, saving, g);
    }

    @Override
    public RecurrentInputs[] recurrenceBackward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry g) {
        return recurrence.backward(directions, states, gradients, asked, g);
    }

    // ---- random numbers ------------------------------------------------------------------------------------------

    @Override
    public Storage uniform(int size, long seed, long gamma, long first, double lo, double hi) {
        float[] out = allocate(size);
        workers.loop(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (float) (lo + (hi - lo) * SplitMix.unit(seed, gamma, first + i));
            }
        });
        return storage(out);
    }

    @Override
    public Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value) {
        float[] out = allocate(size);
        Bernoulli draws = Bernoulli.of(seed, gamma, first, keep, value);
        workers.loop(size, GRAIN, (from, to) -> loops.draw(draws, out, from, to));
        return storage(out);
    }

    @Override
    public Storage dropout(Storage x, long seed, long gamma, long first, double keep, double value) {
        float[] in = floats(x);
        float[] out = allocate(in.length);
        Bernoulli draws = Bernoulli.of(seed, gamma, first, keep, value);
        workers.loop(in.length, GRAIN, (from, to) -> loops.dropout(draws, in, out, from, to));
        return storage(out);
    }

    // ---- updates in place ----------------------------------------------------------------------------------------

    @Override
    public void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        tape.refuse();
        updates.momentum(floats(p), floats(g), floats(v), (float) rate, (float) momentum);
        p.changed();
        v.changed();
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        tape.refuse();
        updates.rmsProp(floats(p), floats(g), floats(s), rate, decay, epsilon);
        p.changed();
        s.changed();
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        tape.refuse();
        updates.adam(floats(p), floats(g), floats(m), floats(v), step);
        p.changed();
        m.changed();
        v.changed();
    }
}
