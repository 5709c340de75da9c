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
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Float32 on the Java heap, one {@code float[]} for each storage. Two parts are exchangeable, each on its own: the
 * {@link Loops} and the {@link MatrixProduct}. This class splits the work among the {@link Workers}, by shape alone;
 * arrays come from {@link FloatArrays}, and each family of kernels has a class of its own.
 */
public final class CpuBackend implements Backend {
    /** Elements of a chunk of elementwise work: some ten microseconds, well above the cost of handing it over. */
    static final int GRAIN = 16 * 1024;

    private final String name;
    private final Loops loops;
    private final MatrixProduct product;
    private final Workers workers;
    private final FloatArrays arrays = new FloatArrays(this);
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
        walks = new BroadcastWalk(loops, workers, arrays);
        reductions = new AxisReduction(loops, workers, arrays);
        normalizing = new Normalizing(loops, workers, arrays);
        products = new BatchedProduct(product, workers);
        convolutions = product.convolutions(loops, workers);
        recurrence = new Recurrence(loops, product, workers, arrays);
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

    /** How many arrays wait to be used again. */
    int freeArrays() {
        return arrays.freeArrays();
    }

    /** How many storages wait to be used again. */
    int freeStorages() {
        return arrays.freeStorages();
    }

    /**
     * The array behind a storage of this backend, not a copy: for a backend that keeps the side of the Java heap here. Whoever
     * writes to it says so by {@link Storage#changed}.
     */
    public float[] array(Storage x) {
        return arrays.floats(x);
    }

    @Override
    public Recording record(int size, UnaryOperator<Storage> computation) {
        return arrays.record(size, computation);
    }

    @Override
    public Storage reserve(int size) {
        return arrays.repeated(arrays.allocate(size));
    }

    @Override
    public Storage fill(int size, double value) {
        float[] out = arrays.allocate(size);
        Arrays.fill(out, (float) value);
        return arrays.repeated(out);
    }

    @Override
    public Storage upload(double[] values) {
        float[] out = arrays.allocate(values.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return arrays.storage(out);
    }

    @Override
    public Storage upload(float[] values) {
        float[] out = arrays.allocate(values.length);
        System.arraycopy(values, 0, out, 0, out.length);
        return arrays.storage(out);
    }

    @Override
    public double[] download(Storage x) {
        arrays.refuse();
        float[] values = arrays.floats(x);
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Override
    public float[] downloadFloats(Storage x) {
        arrays.refuse();
        return arrays.floats(x).clone();
    }

    @Override
    public double get(Storage x, int index) {
        arrays.refuse();
        return arrays.floats(x)[index];
    }

    @Override
    public void assign(Storage target, Storage source) {
        arrays.refuse();
        float[] from = arrays.floats(source);
        System.arraycopy(from, 0, arrays.floats(target), 0, from.length);
        target.changed();
    }

    @Override
    public int firstNonFinite(Storage x) {
        arrays.refuse();
        float[] values = arrays.floats(x);
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
        float[] in = arrays.floats(x);
        float[] out = arrays.allocate(in.length);
        return arrays.made(out, () -> unary(f, in, a, out));
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
        float[] p = arrays.floats(x);
        float[] q = arrays.floats(y);
        float[] out = arrays.allocate(walk.size());
        return arrays.made(out, () -> walks.apply(f, p, q, walk, a, out));
    }

    @Override
    public Storage reduce(Reduction f, Storage x, int outer, int length, int inner) {
        float[] in = arrays.floats(x);
        float[] out = arrays.allocate(outer * inner);
        return arrays.made(out, () -> reductions.reduce(f, in, outer, length, inner, out));
    }

    @Override
    public Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        return normalizing.forward(arrays.floats(x), arrays.given(weight), arrays.given(bias), numbers, g);
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
        float[] mean = arrays.floats(forward.mean());
        float[] variance = arrays.floats(forward.variance());
        return normalizing.backward(
                arrays.floats(x),
                arrays.given(weight),
                arrays.given(bias),
                mean,
                variance,
                arrays.floats(gradient),
                numbers,
                g);
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    @Override
    public void copy(Storage source, Region from, Storage target, Region to, int[] extents) {
        RegionCopy copy = RegionCopy.of(from, to, extents);
        float[] in = arrays.floats(source);
        float[] out = arrays.floats(target);
        arrays.run(() -> copy.run(in, out, workers));
    }

    @Override
    public Storage gather(Storage x, int[] index) {
        float[] in = arrays.floats(x);
        float[] out = arrays.allocate(index.length);
        Workers.Range body = (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = in[index[i]];
            }
        };
        return arrays.made(out, () -> workers.loop(index.length, GRAIN, body));
    }

    /** On one thread: the order of the additions is part of the result. */
    @Override
    public Storage scatterAdd(Storage x, int[] index, int size) {
        float[] in = arrays.floats(x);
        float[] out = arrays.allocate(size);
        Arrays.fill(out, 0f);
        for (int i = 0; i < index.length; i++) {
            out[index[i]] += in[i];
        }
        return arrays.storage(out);
    }

    // ---- products, convolutions, recurrence ----------------------------------------------------------------------

    @Override
    public Storage product(Storage a, Storage b, ProductGeometry g) {
        float[] p = arrays.floats(a);
        float[] q = arrays.floats(b);
        float[] out = arrays.allocate(g.batch() * g.m() * g.n());
        return arrays.made(out, () -> products.multiply(p, q, (FloatStorage) b, out, g));
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        float[] in = arrays.floats(x);
        float[] filters = arrays.floats(w);
        float[] out = arrays.allocate(g.outputSize());
        return arrays.made(out, () -> convolutions.forward(in, filters, (FloatStorage) w, out, g));
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        float[] in = arrays.floats(y);
        float[] filters = arrays.floats(w);
        float[] out = arrays.allocate(g.inputSize());
        return arrays.made(out, () -> convolutions.transposed(in, filters, out, g));
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        float[] out = arrays.allocate(g.weightSize());
        convolutions.weight(arrays.floats(x), arrays.floats(y), out, g);
        return arrays.storage(out);
    }

    @Override
    public int[] maxPoolIndices(Storage x, PoolGeometry g) {
        arrays.refuse();
        return MaxPooling.indices(arrays.floats(x), g, workers);
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
        float[] out = arrays.allocate(size);
        workers.loop(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (float) (lo + (hi - lo) * SplitMix.unit(seed, gamma, first + i));
            }
        });
        return arrays.storage(out);
    }

    @Override
    public Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value) {
        float[] out = arrays.allocate(size);
        Bernoulli draws = Bernoulli.of(seed, gamma, first, keep, value);
        workers.loop(size, GRAIN, (from, to) -> loops.draw(draws, out, from, to));
        return arrays.storage(out);
    }

    @Override
    public Storage dropout(Storage x, long seed, long gamma, long first, double keep, double value) {
        float[] in = arrays.floats(x);
        float[] out = arrays.allocate(in.length);
        Bernoulli draws = Bernoulli.of(seed, gamma, first, keep, value);
        workers.loop(in.length, GRAIN, (from, to) -> loops.dropout(draws, in, out, from, to));
        return arrays.storage(out);
    }

    // ---- updates in place ----------------------------------------------------------------------------------------

    @Override
    public void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        arrays.refuse();
        updates.momentum(arrays.floats(p), arrays.floats(g), arrays.floats(v), (float) rate, (float) momentum);
        p.changed();
        v.changed();
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        arrays.refuse();
        updates.rmsProp(arrays.floats(p), arrays.floats(g), arrays.floats(s), rate, decay, epsilon);
        p.changed();
        s.changed();
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        arrays.refuse();
        updates.adam(arrays.floats(p), arrays.floats(g), arrays.floats(m), arrays.floats(v), step);
        p.changed();
        m.changed();
        v.changed();
    }
}
