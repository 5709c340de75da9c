package dev.gradus.engine.backend.aparapi;

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
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.backend.aparapi.ProgramWriter.Matrix;
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.memory.StaleTensorException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Float32 on an OpenCL device. An operation is recorded, and runs with all others before it when somebody asks for a value
 * ({@link DeviceQueue}); what the device has no kernel for, or no room, the CPU backend does through the same storages. Each method
 * here says both, how an operation is encoded and how it is done on the CPU.
 */
public final class AparapiBackend implements Backend {
    private static final AparapiStorage[] NOTHING = {};

    private final DeviceQueue queue;
    private final CpuBackend cpu;
    private final RecurrenceTasks recurrences;

    /**
     * A backend on a device.
     *
     * @param cpu what does the rest, and everything once the device has failed
     */
    AparapiBackend(DeviceQueue queue, CpuBackend cpu) {
        this.queue = queue;
        this.cpu = cpu;
        recurrences = new RecurrenceTasks(this);
    }

    DeviceQueue queue() {
        return queue;
    }

    CpuBackend cpu() {
        return cpu;
    }

    @Override
    public String name() {
        return "aparapi";
    }

    @Override
    public String description() {
        String failure = queue.failure();
        String where = failure == null
                ? queue.device().name() + " by OpenCL, the rest on the CPU: "
                : queue.device().name() + " failed (" + failure + "), all on the CPU: ";
        return "float32, " + where + cpu.description();
    }

    @Override
    public double epsilon() {
        return 0x1p-23;
    }

    // ---- recording -----------------------------------------------------------------------------------------------

    /** An argument, which must be open and of this backend. */
    AparapiStorage own(Storage x) {
        if (x.backend() != this || !(x instanceof AparapiStorage own)) {
            throw new IllegalArgumentException("backend aparapi: an argument belongs to backend "
                    + x.backend().name() + "; move it with download and upload");
        }
        if (own.isClosed()) {
            throw new StaleTensorException("backend aparapi: an argument was used after its scope closed"
                    + (x.owner() == null ? "" : " (" + x.owner() + ")"));
        }
        return own;
    }

    AparapiStorage made(int size) {
        return new AparapiStorage(this, size);
    }

    static AparapiStorage[] all(AparapiStorage... storages) {
        return storages;
    }

    void submit(
            DeviceOperation operation,
            AparapiStorage[] reads,
            AparapiStorage[] writes,
            Consumer<ProgramWriter> device,
            Runnable host) {
        submit(operation, reads, writes, 0, 1, device, host);
    }

    void submit(
            DeviceOperation operation,
            AparapiStorage[] reads,
            AparapiStorage[] writes,
            long extra,
            int rows,
            Consumer<ProgramWriter> device,
            Runnable host) {
        queue.submit(new Task(operation, reads, writes, extra, rows, device, host));
    }

    /** The operation, unless it walks along more axes than a row has room for. */
    private static DeviceOperation usual(int[] extents, DeviceOperation operation) {
        return extents.length > ElementKernels.MOST_AXES ? DeviceOperation.UNUSUAL : operation;
    }

    /** The value of an argument as a storage of the CPU backend. */
    private Storage value(Storage x) {
        AparapiStorage own = own(x);
        queue.materialize(own);
        return own.host();
    }

    private AparapiStorage uploaded(int size, Supplier<Storage> work) {
        AparapiStorage out = made(size);
        out.take(Scope.outside(work));
        return out;
    }

    // ---- storage -------------------------------------------------------------------------------------------------

    @Override
    public Storage fill(int size, double value) {
        AparapiStorage out = made(size);
        submit(
                DeviceOperation.FILL,
                NOTHING,
                all(out),
                rows -> rows.fill(out.address(), size, value),
                () -> out.take(cpu.fill(size, value)));
        return out;
    }

    @Override
    public Storage reserve(int size) {
        return made(size);
    }

    @Override
    public Storage upload(double[] values) {
        return uploaded(values.length, () -> cpu.upload(values));
    }

    @Override
    public Storage upload(float[] values) {
        return uploaded(values.length, () -> cpu.upload(values));
    }

    @Override
    public double[] download(Storage x) {
        return cpu.download(value(x));
    }

    @Override
    public float[] downloadFloats(Storage x) {
        return cpu.downloadFloats(value(x));
    }

    @Override
    public double get(Storage x, int index) {
        return cpu.get(value(x), index);
    }

    @Override
    public void assign(Storage target, Storage source) {
        AparapiStorage from = own(source);
        AparapiStorage to = own(target);
        submit(
                DeviceOperation.COPY,
                all(from),
                all(to),
                rows -> rows.copy(from.address(), to.address(), from.size()),
                () -> cpu.assign(to.host(), from.host()));
        target.changed();
    }

    @Override
    public int firstNonFinite(Storage x) {
        return cpu.firstNonFinite(value(x));
    }

    // ---- elementwise and reductions ------------------------------------------------------------------------------

    @Override
    public Storage unary(Unary f, Storage x, double a) {
        AparapiStorage in = own(x);
        AparapiStorage out = made(in.size());
        // Java and C disagree on what 1 is to the power of what is not finite.
        boolean unusual = f == Unary.POWER && !Double.isFinite(a);
        submit(
                unusual ? DeviceOperation.UNUSUAL : DeviceOperation.UNARY,
                all(in),
                all(out),
                rows -> rows.unary(f, in.address(), out.address(), in.size(), a),
                () -> out.take(cpu.unary(f, in.host(), a)));
        return out;
    }

    @Override
    public Storage binary(Binary f, Storage x, Storage y, Broadcast walk, double a) {
        AparapiStorage left = own(x);
        AparapiStorage right = own(y);
        AparapiStorage out = made(walk.size());
        submit(
                usual(walk.extents(), DeviceOperation.BINARY),
                all(left, right),
                all(out),
                rows -> rows.binary(
                        f,
                        left.address(),
                        right.address(),
                        out.address(),
                        walk.extents(),
                        walk.strideX(),
                        walk.strideY(),
                        walk.size(),
                        a),
                () -> out.take(cpu.binary(f, left.host(), right.host(), walk, a)));
        return out;
    }

    @Override
    public Storage reduce(Reduction f, Storage x, int outer, int length, int inner) {
        AparapiStorage in = own(x);
        AparapiStorage out = made(outer * inner);
        submit(
                DeviceOperation.REDUCE,
                all(in),
                all(out),
                in.size(),
                2,
                rows -> rows.reduce(f, in.address(), out.address(), outer, length, inner),
                () -> out.take(cpu.reduce(f, in.host(), outer, length, inner)));
        return out;
    }

    private AparapiStorage given(Storage x) {
        return x == null ? null : own(x);
    }

    private static Storage host(AparapiStorage x) {
        return x == null ? null : x.host();
    }

    private static AparapiStorage[] present(AparapiStorage... storages) {
        return Arrays.stream(storages).filter(Objects::nonNull).toArray(AparapiStorage[]::new);
    }

    private static int address(AparapiStorage x) {
        return x == null ? -1 : x.address();
    }

    @Override
    public Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        AparapiStorage in = own(x);
        AparapiStorage scale = given(weight);
        AparapiStorage shift = given(bias);
        AparapiStorage value = made(g.size());
        AparapiStorage mean = made(g.channels());
        AparapiStorage variance = made(g.channels());
        submit(
                DeviceOperation.NORMALIZE,
                present(in, scale, shift),
                all(value, mean, variance),
                NormalizationRows.extra(g),
                9,
                rows -> new NormalizationRows(
                                rows,
                                g,
                                numbers,
                                in.address(),
                                address(scale),
                                address(shift),
                                mean.address(),
                                variance.address())
                        .forward(value.address(), mean.address(), variance.address()),
                () -> {
                    Normalized done = cpu.normalize(in.host(), host(scale), host(shift), numbers, g);
                    value.take(done.value());
                    mean.take(done.mean());
                    variance.take(done.variance());
                });
        return new Normalized(value, mean, variance);
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
        AparapiStorage in = own(x);
        AparapiStorage scale = given(weight);
        AparapiStorage shift = given(bias);
        AparapiStorage mean = own(forward.mean());
        AparapiStorage variance = own(forward.variance());
        AparapiStorage arriving = own(gradient);
        AparapiStorage dx = made(g.size());
        AparapiStorage dweight = made(g.channels());
        AparapiStorage dbias = made(g.channels());
        submit(
                DeviceOperation.NORMALIZE,
                present(in, scale, shift, mean, variance, arriving),
                all(dx, dweight, dbias),
                NormalizationRows.extra(g),
                7,
                rows -> new NormalizationRows(
                                rows,
                                g,
                                numbers,
                                in.address(),
                                address(scale),
                                address(shift),
                                mean.address(),
                                variance.address())
                        .backward(arriving.address(), dx.address(), dweight.address(), dbias.address()),
                () -> {
                    // The value is not read.
                    Normalized before = new Normalized(in.host(), mean.host(), variance.host());
                    NormalizedGradients done = cpu.normalizeBackward(
                            in.host(), host(scale), host(shift), before, arriving.host(), numbers, g);
                    dx.take(done.x());
                    dweight.take(done.weight());
                    dbias.take(done.bias());
                });
        return new NormalizedGradients(dx, dweight, dbias);
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    @Override
    public void copy(Storage source, Region from, Storage target, Region to, int[] extents) {
        AparapiStorage in = own(source);
        AparapiStorage out = own(target);
        submit(
                usual(extents, DeviceOperation.COPY),
                all(in),
                all(out),
                rows -> rows.copy(
                        in.address() + from.offset(),
                        out.address() + to.offset(),
                        extents,
                        from.strides(),
                        to.strides()),
                () -> cpu.copy(in.host(), from, out.host(), to, extents));
    }

    @Override
    public Storage gather(Storage x, int[] index) {
        AparapiStorage in = own(x);
        AparapiStorage out = made(index.length);
        submit(
                DeviceOperation.GATHER,
                all(in),
                all(out),
                index.length,
                1,
                rows -> rows.gather(in.address(), out.address(), index),
                () -> out.take(cpu.gather(in.host(), index)));
        return out;
    }

    @Override
    public Storage scatterAdd(Storage x, int[] index, int size) {
        AparapiStorage in = own(x);
        AparapiStorage out = made(size);
        submit(
                DeviceOperation.GATHER,
                all(in),
                all(out),
                (long) index.length + size,
                1,
                rows -> rows.scatterAdd(in.address(), out.address(), index, size),
                () -> out.take(cpu.scatterAdd(in.host(), index, size)));
        return out;
    }

    // ---- products, convolutions, recurrence ----------------------------------------------------------------------

    @Override
    public Storage product(Storage a, Storage b, ProductGeometry g) {
        AparapiStorage left = own(a);
        AparapiStorage right = own(b);
        AparapiStorage out = made(g.batch() * g.m() * g.n());
        Matrix denseA = Matrix.dense(0, g.transposeA() ? g.m() : g.k());
        Matrix denseB = Matrix.dense(0, g.transposeB() ? g.k() : g.n());
        Matrix turnedA = g.transposeA() ? denseA.transposed() : denseA;
        Matrix turnedB = g.transposeB() ? denseB.transposed() : denseB;
        int batchA = g.sharedA() ? 0 : g.m() * g.k();
        int batchB = g.sharedB() ? 0 : g.k() * g.n();
        submit(
                DeviceOperation.PRODUCT,
                all(left, right),
                all(out),
                ProgramWriter.extra(g.batch(), g.m(), g.n(), g.k()),
                2,
                rows -> rows.product(
                        new Matrix(left.address(), turnedA.row(), turnedA.column(), batchA),
                        new Matrix(right.address(), turnedB.row(), turnedB.column(), batchB),
                        out.address(),
                        g.batch(),
                        g.m(),
                        g.n(),
                        g.k()),
                () -> out.take(cpu.product(left.host(), right.host(), g)));
        return out;
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        AparapiStorage in = own(x);
        AparapiStorage weight = own(w);
        AparapiStorage out = made(g.outputSize());
        int places = g.batch() * g.outH() * g.outW();
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        submit(
                DeviceOperation.CONVOLUTION,
                all(in, weight),
                all(out),
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION,
                        weight.address(),
                        in.address(),
                        out.address(),
                        g.outChannels(),
                        places,
                        taps,
                        g),
                () -> out.take(cpu.convolve(in.host(), weight.host(), g)));
        return out;
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        AparapiStorage in = own(y);
        AparapiStorage weight = own(w);
        AparapiStorage out = made(g.inputSize());
        int places = g.batch() * g.inH() * g.inW();
        int taps = g.outChannels() * g.kernelH() * g.kernelW();
        submit(
                DeviceOperation.CONVOLUTION,
                all(in, weight),
                all(out),
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION_TRANSPOSED,
                        weight.address(),
                        in.address(),
                        out.address(),
                        g.inChannels(),
                        places,
                        taps,
                        g),
                () -> out.take(cpu.convolveTransposed(in.host(), weight.host(), g)));
        return out;
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        AparapiStorage in = own(x);
        AparapiStorage after = own(y);
        AparapiStorage out = made(g.weightSize());
        int places = g.batch() * g.outH() * g.outW();
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        submit(
                DeviceOperation.CONVOLUTION,
                all(in, after),
                all(out),
                ProgramWriter.extra(1, g.outChannels(), taps, places),
                2,
                rows -> rows.convolution(
                        ProductKernels.CONVOLUTION_WEIGHT,
                        after.address(),
                        in.address(),
                        out.address(),
                        g.outChannels(),
                        taps,
                        places,
                        g),
                () -> out.take(cpu.convolveWeight(in.host(), after.host(), g)));
        return out;
    }

    @Override
    public int[] maxPoolIndices(Storage x, PoolGeometry g) {
        return cpu.maxPoolIndices(value(x), g);
    }

    @Override
    public RecurrentStates recurrence(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        return recurrences.forward(directions, saving, g);
    }

    @Override
    public RecurrentInputs[] recurrenceBackward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry g) {
        return recurrences.backward(directions, states, gradients, asked, g);
    }

    // ---- random numbers ------------------------------------------------------------------------------------------

    @Override
    public Storage uniform(int size, long seed, long gamma, long first, double lo, double hi) {
        return uploaded(size, () -> cpu.uniform(size, seed, gamma, first, lo, hi));
    }

    @Override
    public Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value) {
        return uploaded(size, () -> cpu.bernoulli(size, seed, gamma, first, keep, value));
    }

    /** The mask is drawn on the CPU, and multiplied on the device. */
    @Override
    public Storage dropout(Storage x, long seed, long gamma, long first, double keep, double value) {
        AparapiStorage in = own(x);
        int[] once = {1};
        Broadcast walk = new Broadcast(new int[] {in.size()}, once, once, in.size());
        return binary(Binary.MULTIPLY, in, bernoulli(in.size(), seed, gamma, first, keep, value), walk, 0);
    }

    // ---- updates in place ----------------------------------------------------------------------------------------

    @Override
    public void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        AparapiStorage parameter = own(p);
        AparapiStorage gradient = own(g);
        AparapiStorage velocity = own(v);
        submit(
                DeviceOperation.UPDATE,
                all(gradient),
                all(parameter, velocity),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.MOMENTUM,
                            parameter.address(),
                            gradient.address(),
                            velocity.address(),
                            parameter.size()
                        },
                        rate,
                        momentum),
                () -> cpu.momentumStep(parameter.host(), gradient.host(), velocity.host(), rate, momentum));
        p.changed();
        v.changed();
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        AparapiStorage parameter = own(p);
        AparapiStorage gradient = own(g);
        AparapiStorage square = own(s);
        submit(
                DeviceOperation.UPDATE,
                all(gradient),
                all(parameter, square),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.RMS_PROP,
                            parameter.address(),
                            gradient.address(),
                            square.address(),
                            parameter.size()
                        },
                        rate,
                        decay,
                        1 - decay,
                        epsilon),
                () -> cpu.rmsPropStep(parameter.host(), gradient.host(), square.host(), rate, decay, epsilon));
        p.changed();
        s.changed();
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        AparapiStorage parameter = own(p);
        AparapiStorage gradient = own(g);
        AparapiStorage first = own(m);
        AparapiStorage second = own(v);
        submit(
                DeviceOperation.UPDATE,
                all(gradient),
                all(parameter, first, second),
                rows -> rows.update(
                        new int[] {
                            ProgramKernel.ADAM,
                            parameter.address(),
                            gradient.address(),
                            first.address(),
                            second.address(),
                            parameter.size()
                        },
                        step.step(),
                        step.beta1(),
                        1 - step.beta1(),
                        step.beta2(),
                        1 - step.beta2(),
                        step.epsilon(),
                        step.rootScale(),
                        step.decay()),
                () -> cpu.adamStep(parameter.host(), gradient.host(), first.host(), second.host(), step));
        p.changed();
        m.changed();
        v.changed();
    }
}
