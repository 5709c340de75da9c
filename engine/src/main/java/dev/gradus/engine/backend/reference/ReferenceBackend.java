package dev.gradus.engine.backend.reference;

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
import dev.gradus.engine.backend.SplitMix;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.Heap;
import dev.gradus.engine.memory.StaleTensorException;
import java.util.Arrays;

/**
 * The kernels in float64, each as the plainest loop that follows its definition, on the calling thread. It is what the
 * other backends are compared with and what gradient checks run on; it is not meant to be fast.
 */
public final class ReferenceBackend implements Backend {
    private static final ReferenceBackend INSTANCE = new ReferenceBackend();

    private ReferenceBackend() {}

    /** The one instance; it has no state. */
    public static ReferenceBackend instance() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "float64, the plainest loops, one thread: for checking, not for speed";
    }

    @Override
    public double epsilon() {
        return 0x1p-52;
    }

    @Override
    public boolean roundsAlike() {
        return true;
    }

    /** The array behind an argument, which must be open and of this backend. */
    static double[] array(Storage x) {
        if (!(x instanceof DoubleStorage own)) {
            throw new IllegalArgumentException("backend reference: an argument belongs to backend "
                    + x.backend().name() + "; move it with download and upload");
        }
        double[] array = own.array();
        if (array == null) {
            throw new StaleTensorException("backend reference: an argument was used after its scope closed"
                    + (x.owner() == null ? "" : " (" + x.owner() + ")"));
        }
        return array;
    }

    Storage storage(double[] array) {
        return new DoubleStorage(this, array);
    }

    // ---- storage -------------------------------------------------------------------------------------------------

    @Override
    public Storage fill(int size, double value) {
        double[] out = Heap.doubles(size);
        Arrays.fill(out, value);
        return storage(out);
    }

    @Override
    public Storage reserve(int size) {
        return storage(Heap.doubles(size));
    }

    @Override
    public Storage upload(double[] values) {
        return storage(values.clone());
    }

    @Override
    public Storage upload(float[] values) {
        double[] out = Heap.doubles(values.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return storage(out);
    }

    @Override
    public double[] download(Storage x) {
        return array(x).clone();
    }

    @Override
    public float[] downloadFloats(Storage x) {
        double[] values = array(x);
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    @Override
    public double get(Storage x, int index) {
        return array(x)[index];
    }

    @Override
    public void assign(Storage target, Storage source) {
        System.arraycopy(array(source), 0, array(target), 0, target.size());
        target.changed();
    }

    @Override
    public int firstNonFinite(Storage x) {
        double[] values = array(x);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    // ---- elementwise ---------------------------------------------------------------------------------------------

    @Override
    public Storage unary(Unary f, Storage x, double a) {
        double[] values = array(x);
        double[] out = Heap.doubles(values.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = ScalarFunctions.apply(f, values[i], a);
        }
        return storage(out);
    }

    @Override
    public Storage binary(Binary f, Storage x, Storage y, Broadcast walk, double a) {
        double[] left = array(x);
        double[] right = array(y);
        double[] out = Heap.doubles(walk.size());
        int[] index = new int[walk.extents().length];
        for (int i = 0; i < out.length; i++) {
            int atX = dot(index, walk.strideX());
            int atY = dot(index, walk.strideY());
            out[i] = ScalarFunctions.apply(f, left[atX], right[atY], a);
            advance(index, walk.extents());
        }
        return storage(out);
    }

    private static int dot(int[] index, int[] strides) {
        int at = 0;
        for (int i = 0; i < index.length; i++) {
            at += index[i] * strides[i];
        }
        return at;
    }

    private static void advance(int[] index, int[] extents) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < extents[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }

    // ---- reductions and movement ---------------------------------------------------------------------------------

    @Override
    public Storage reduce(Reduction f, Storage x, int outer, int length, int inner) {
        double[] values = array(x);
        double[] out = Heap.doubles(outer * inner);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                double result = f == Reduction.SUM ? 0 : Double.NEGATIVE_INFINITY;
                for (int k = 0; k < length; k++) {
                    double value = values[(o * length + k) * inner + i];
                    result = f == Reduction.SUM ? result + value : Math.max(result, value);
                }
                out[o * inner + i] = result;
            }
        }
        return storage(out);
    }

    @Override
    public Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        return NormalizationReference.forward(this, x, weight, bias, numbers, g);
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
        return NormalizationReference.backward(this, x, weight, bias, forward, gradient, numbers, g);
    }

    @Override
    public void copy(Storage source, Region from, Storage target, Region to, int[] extents) {
        double[] in = array(source);
        double[] out = array(target);
        int count = 1;
        for (int extent : extents) {
            count *= extent;
        }
        int[] index = new int[extents.length];
        for (int i = 0; i < count; i++) {
            out[to.offset() + dot(index, to.strides())] = in[from.offset() + dot(index, from.strides())];
            advance(index, extents);
        }
    }

    @Override
    public Storage gather(Storage x, int[] index) {
        double[] values = array(x);
        double[] out = Heap.doubles(index.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = values[index[i]];
        }
        return storage(out);
    }

    @Override
    public Storage scatterAdd(Storage x, int[] index, int size) {
        double[] values = array(x);
        double[] out = Heap.doubles(size);
        for (int i = 0; i < index.length; i++) {
            out[index[i]] += values[i];
        }
        return storage(out);
    }

    // ---- products and convolutions -------------------------------------------------------------------------------

    @Override
    public Storage product(Storage a, Storage b, ProductGeometry g) {
        double[] left = array(a);
        double[] right = array(b);
        double[] out = Heap.doubles(g.batch() * g.m() * g.n());
        for (int batch = 0; batch < g.batch(); batch++) {
            int atA = g.sharedA() ? 0 : batch * g.m() * g.k();
            int atB = g.sharedB() ? 0 : batch * g.k() * g.n();
            for (int i = 0; i < g.m(); i++) {
                for (int j = 0; j < g.n(); j++) {
                    double sum = 0;
                    for (int k = 0; k < g.k(); k++) {
                        sum += left[atA + (g.transposeA() ? k * g.m() + i : i * g.k() + k)]
                                * right[atB + (g.transposeB() ? j * g.k() + k : k * g.n() + j)];
                    }
                    out[(batch * g.m() + i) * g.n() + j] = sum;
                }
            }
        }
        return storage(out);
    }

    @Override
    public Storage convolve(Storage x, Storage w, ConvolutionGeometry g) {
        double[] out = Heap.doubles(g.outputSize());
        ConvolutionTaps.visit(g, (atX, atW, atY) -> out[atY] += array(x)[atX] * array(w)[atW]);
        return storage(out);
    }

    @Override
    public Storage convolveTransposed(Storage y, Storage w, ConvolutionGeometry g) {
        double[] out = Heap.doubles(g.inputSize());
        ConvolutionTaps.visit(g, (atX, atW, atY) -> out[atX] += array(y)[atY] * array(w)[atW]);
        return storage(out);
    }

    @Override
    public Storage convolveWeight(Storage x, Storage y, ConvolutionGeometry g) {
        double[] out = Heap.doubles(g.weightSize());
        ConvolutionTaps.visit(g, (atX, atW, atY) -> out[atW] += array(x)[atX] * array(y)[atY]);
        return storage(out);
    }

    @Override
    public int[] maxPoolIndices(Storage x, PoolGeometry g) {
        double[] values = array(x);
        int[] out = new int[g.planes() * g.outH() * g.outW()];
        int at = 0;
        for (int plane = 0; plane < g.planes(); plane++) {
            for (int i = 0; i < g.outH(); i++) {
                for (int j = 0; j < g.outW(); j++) {
                    int first = (plane * g.inH() + i * g.strideH()) * g.inW() + j * g.strideW();
                    int best = first;
                    for (int p = 0; p < g.kernelH(); p++) {
                        for (int q = 0; q < g.kernelW(); q++) {
                            int here = first + p * g.inW() + q;
                            boolean greater = values[here] > values[best] || Double.isNaN(values[here]);
                            if (greater && !Double.isNaN(values[best])) {
                                best = here;
                            }
                        }
                    }
                    out[at++] = best;
                }
            }
        }
        return out;
    }

    // ---- recurrence ----------------------------------------------------------------------------------------------

    @Override
    public RecurrentStates recurrence(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        return new ReferenceRecurrence(this).forward(directions, saving, g);
    }

    @Override
    public RecurrentInputs[] recurrenceBackward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry g) {
        return new ReferenceRecurrence(this).backward(directions, states, gradients, g);
    }

    // ---- random numbers ------------------------------------------------------------------------------------------

    @Override
    public Storage uniform(int size, long seed, long gamma, long first, double lo, double hi) {
        double[] out = Heap.doubles(size);
        for (int i = 0; i < size; i++) {
            out[i] = lo + (hi - lo) * SplitMix.unit(seed, gamma, first + i);
        }
        return storage(out);
    }

    @Override
    public Storage bernoulli(int size, long seed, long gamma, long first, double keep, double value) {
        double[] out = Heap.doubles(size);
        for (int i = 0; i < size; i++) {
            out[i] = SplitMix.unit(seed, gamma, first + i) < keep ? value : 0;
        }
        return storage(out);
    }

    @Override
    public Storage dropout(Storage x, long seed, long gamma, long first, double keep, double value) {
        double[] in = array(x);
        double[] out = Heap.doubles(in.length);
        for (int i = 0; i < in.length; i++) {
            out[i] = in[i] * (SplitMix.unit(seed, gamma, first + i) < keep ? value : 0);
        }
        return storage(out);
    }

    // ---- updates in place ----------------------------------------------------------------------------------------

    @Override
    public void momentumStep(Storage p, Storage g, Storage v, double rate, double momentum) {
        double[] param = array(p);
        double[] grad = array(g);
        double[] velocity = array(v);
        for (int i = 0; i < param.length; i++) {
            velocity[i] = momentum * velocity[i] + grad[i];
            param[i] -= rate * velocity[i];
        }
        p.changed();
        v.changed();
    }

    @Override
    public void rmsPropStep(Storage p, Storage g, Storage s, double rate, double decay, double epsilon) {
        double[] param = array(p);
        double[] grad = array(g);
        double[] square = array(s);
        for (int i = 0; i < param.length; i++) {
            square[i] = decay * square[i] + (1 - decay) * grad[i] * grad[i];
            param[i] -= rate * grad[i] / (Math.sqrt(square[i]) + epsilon);
        }
        p.changed();
        s.changed();
    }

    @Override
    public void adamStep(Storage p, Storage g, Storage m, Storage v, AdamStep step) {
        double[] param = array(p);
        double[] grad = array(g);
        double[] first = array(m);
        double[] second = array(v);
        for (int i = 0; i < param.length; i++) {
            first[i] = step.beta1() * first[i] + (1 - step.beta1()) * grad[i];
            second[i] = step.beta2() * second[i] + (1 - step.beta2()) * grad[i] * grad[i];
            param[i] = step.decay() * param[i]
                    - step.step() * first[i] / (Math.sqrt(second[i]) * step.rootScale() + step.epsilon());
        }
        p.changed();
        m.changed();
        v.changed();
    }
}
