package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.PoolGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.backend.SplitMix;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The kernels in float32 on the CPU. It is made of two independent parts, the {@link Loops} and the {@link MatrixProduct},
 * and of {@link Workers} among which it splits the work by shape alone. Arrays come from a pool that those of closed scopes
 * return to.
 */
public final class CpuBackend implements Backend {
    /** Elements of a chunk of elementwise work: long enough to be worth handing to another thread. */
    static final int GRAIN = 1 << 14;

    private final String name;
    private final Loops loops;
    private final Workers workers;
    private final ArrayPool<float[]> pool = new ArrayPool<>();
    private final Walks walks;
    private final Updates updates;
    private final Products products;
    private final Convolutions convolutions;
    private final LstmKernels lstm;

    private CpuBackend(String name, Loops loops, MatrixProduct product, Workers workers) {
        this.name = name;
        this.loops = loops;
        this.workers = workers;
        this.walks = new Walks(loops, workers);
        this.updates = new Updates(workers);
        this.products = new Products(product, workers);
        this.convolutions = new Convolutions(product, workers);
        this.lstm = new LstmKernels(loops, product, workers);
    }

    /** Loops and products in plain Java. */
    public static CpuBackend plain(Workers workers) {
        return new CpuBackend("plain", new PlainLoops(), new PlainProduct(), workers);
    }

    /**
     * Loops and products on the Vector API.
     *
     * @throws LinkageError if the JVM runs without the module {@code jdk.incubator.vector}
     */
    public static CpuBackend vector(Workers workers) {
        return new CpuBackend("vector", new VectorLoops(), new VectorProduct(), workers);
    }

    /**
     * The width of the vectors that the Vector API prefers for float32, in bits.
     *
     * @throws LinkageError if the JVM runs without the module {@code jdk.incubator.vector}
     */
    public static int vectorBits() {
        return VectorProduct.vectorBits();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "float32, " + loops.name() + " loops and products, "
                + (workers.threads() == 1 ? "1 thread" : workers.threads() + " threads");
    }

    @Override
    public double epsilon() {
        return 0x1p-23;
    }

    // ---- storage -------------------------------------------------------------------------------------------------

    private static float[] array(Storage x) {
        return ((FloatStorage) x).array();
    }

    private static float[] arrayOrNull(Storage x) {
        return x == null ? null : array(x);
    }

    /** An array with undefined content. */
    private float[] take(int size) {
        float[] free = pool.take(size);
        return free != null ? free : new float[size];
    }

    /** An array of zeros. */
    private float[] zeros(int size) {
        float[] free = pool.take(size);
        if (free == null) {
            return new float[size];
        }
        Arrays.fill(free, 0f);
        return free;
    }

    void recycle(float[] free) {
        pool.give(free, free.length);
    }

    private Storage storage(float[] array) {
        return new FloatStorage(this, array);
    }

    @Override
    public Storage fill(int size, double value) {
        if (value == 0) {
            return storage(zeros(size));
        }
        float[] out = take(size);
        Arrays.fill(out, (float) value);
        return storage(out);
    }

    @Override
    public Storage upload(double[] values) {
        float[] out = take(values.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return storage(out);
    }

    @Override
    public Storage upload(float[] values) {
        float[] out = take(values.length);
        System.arraycopy(values, 0, out, 0, out.length);
        return storage(out);
    }

    @Override
    public double[] download(Storage x) {
        float[] values = array(x);
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Override
    public float[] downloadFloats(Storage x) {
        return array(x).clone();
    }

    @Override
    public double get(Storage x, int index) {
        return array(x)[index];
    }

    @Override
    public void assign(Storage target, Storage source) {
        System.arraycopy(array(source), 0, array(target), 0, target.size());
        ((FloatStorage) target).markChanged();
    }

    @Override
    public int firstNonFinite(Storage x) {
        float[] values = array(x);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    // ---- elementwise, reductions, movement -----------------------------------------------------------------------

    @Override
    public Storage unary(Unary f, Storage x, double a) {
        float[] in = array(x);
        float[] out = take(in.length);
        workers.loop(in.length, GRAIN, (from, to) -> loops.unary(f, in, from, a, out, from, to - from));
        return storage(out);
    }

    @Override
    public Storage binary(Binary f, Storage x, Storage y, Broadcast walk, double a) {
        float[] out = take(walk.size());
        walks.binary(f, array(x), array(y), walk, a, out);
        return storage(out);
    }

    @Override
    public Storage reduce(Reduction f, Storage x, int outer, int length, int inner) {
        float[] out = take(outer * inner);
        walks.reduce(f, array(x), outer, length, inner, out);
        return storage(out);
    }

    @Override
    public void copy(Storage source, Region from, Storage target, Region to, int[] extents) {
        walks.copy(array(source), from, array(target), to, extents);
    }

    @Override
    public Storage gather(Storage x, int[] index) {
        float[] in = array(x);
        float[] out = take(index.length);
        for (int i = 0; i < index.length; i++) {
            out[i] = in[index[i]];
        }
        return storage(out);
    }

    @Override
    public Storage scatterAdd(Storage x, int[] index, int size) {
        float[] in = array(x);
        float[] out = zeros(size);
        for (int i = 0; i < index.length; i++) {
            out[index[i]] += in[i];
        }
        return storage(out);
    }

    // ---- products, convolutions, recurrence ----------------------------------------------------------------------

    @Override
    public Storage product(Storage a, Storage b, ProductGeometry geometry) {
        float[] out = take(geometry.batch() * geometry.m() * geometry.n());
        products.multiply(array(a), array(b), out, geometry);
        return storage(out);
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry geometry) {
        float[] out = take(geometry.outputSize());
        convolutions.forward(array(x), array(w), out, geometry);
        return storage(out);
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry geometry) {
        float[] out = take(geometry.inputSize());
        convolutions.transposed(array(y), array(w), out, geometry);
        return storage(out);
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry geometry) {
        float[] out = take(geometry.weightSize());
        convolutions.weight(array(x), array(y), out, geometry);
        return storage(out);
    }

    @Override
    public int[] maxPoolIndices(Storage x, PoolGeometry geometry) {
        return MaxPooling.indices(array(x), geometry);
    }

    @Override
    public Storage[] lstm(Storage input, Storage weight, Storage h0, Storage c0, Storage mask, LstmGeometry g) {
        int states = g.batch() * g.time() * g.hidden();
        float[] h = take(states);
        float[] c = take(states);
        float[] gates = take(4 * states);
        lstm.forward(array(input), array(weight), array(h0), array(c0), arrayOrNull(mask), h, c, gates, g);
        return new Storage[] {storage(h), storage(c), storage(gates)};
    }

    @Override
    public Storage[] lstmBackward(
            Storage weight,
            Storage c0,
            Storage mask,
            Storage cells,
            Storage gates,
            Storage gradH,
            Storage gradC,
            LstmGeometry g) {
        float[] gradInput = take(g.batch() * g.time() * 4 * g.hidden());
        float[] gradH0 = take(g.batch() * g.hidden());
        float[] gradC0 = take(g.batch() * g.hidden());
        lstm.backward(
                array(weight),
                array(c0),
                arrayOrNull(mask),
                array(cells),
                array(gates),
                array(gradH),
                arrayOrNull(gradC),
                gradInput,
                gradH0,
                gradC0,
                g);
        return new Storage[] {storage(gradInput), storage(gradH0), storage(gradC0)};
    }

    // ---- random numbers ------------------------------------------------------------------------------------------

    @Override
    public Storage uniform(int size, long seed, long gamma, long first, double lo, double hi) {
        float[] out = take(size);
        workers.loop(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = (float) (lo + (hi - lo) * SplitMix.unit(seed, gamma, first + i));
            }
        });
        return storage(out);
    }

    @Override
    public Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value) {
        float[] out = take(size);
        float kept = (float) value;
        // The comparison of 24-bit numbers, as whole numbers: unit < keep exactly where bits < keep·2²⁴.
        long limit = (long) Math.ceil(keep * 0x1p24);
        workers.loop(size, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = SplitMix.bits(seed, gamma, first + i) >>> 40 < limit ? kept : 0f;
            }
        });
        return storage(out);
    }

    // ---- updates in place ----------------------------------------------------------------------------------------

    @Override
    public void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        updates.momentum(array(p), array(g), array(v), (float) rate, (float) momentum);
        markChanged(p, v);
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        updates.rmsProp(array(p), array(g), array(s), rate, decay, epsilon);
        markChanged(p, s);
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        updates.adam(array(p), array(g), array(m), array(v), step);
        markChanged(p, m, v);
    }

    private static void markChanged(Storage... storages) {
        for (Storage storage : storages) {
            ((FloatStorage) storage).markChanged();
        }
    }
}
