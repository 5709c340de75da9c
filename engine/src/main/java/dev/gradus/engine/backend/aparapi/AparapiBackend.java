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
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.memory.StaleTensorException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Float32 on an OpenCL device. An operation is recorded, and runs with all others before it when somebody asks for a value
 * ({@link DeviceQueue}); what the device has no kernel for, or no room, the CPU backend does through the same storages. Each method
 * here and in the classes of tasks says both, how an operation is encoded and how it is done on the CPU.
 */
public final class AparapiBackend implements Backend {
    private static final AparapiStorage[] NOTHING = {};

    private final DeviceQueue queue;
    private final CpuBackend cpu;
    private final ProductTasks products;
    private final NormalizationTasks normalizations;
    private final UpdateTasks updates;
    private final RecurrenceTasks recurrences;

    /**
     * A backend on a device.
     *
     * @param cpu what does the rest, and everything once the device has failed
     */
    AparapiBackend(DeviceQueue queue, CpuBackend cpu) {
        this.queue = queue;
        this.cpu = cpu;
        products = new ProductTasks(this);
        normalizations = new NormalizationTasks(this);
        updates = new UpdateTasks(this);
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

    @Override
    public Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        return normalizations.normalize(x, weight, bias, numbers, g);
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
        return normalizations.normalizeBackward(x, weight, bias, forward, gradient, numbers, g);
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
        return products.product(a, b, g);
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        return products.convolve(x, w, g);
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        return products.convolveTransposed(y, w, g);
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        return products.convolveWeight(x, y, g);
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
        updates.momentumStep(p, g, v, rate, momentum);
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        updates.rmsPropStep(p, g, s, rate, decay, epsilon);
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        updates.adamStep(p, g, m, v, step);
    }
}
