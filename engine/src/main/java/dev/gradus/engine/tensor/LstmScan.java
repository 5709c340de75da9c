package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.LstmInputs;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import java.util.Arrays;

/**
 * An LSTM over a whole sequence as one kernel, see {@link Backend#lstm}. Inputs, for each direction: the sequence
 * {@code x [batch, time, features]}, {@code W_ih [4·hidden, features]}, {@code W_hh [4·hidden, hidden]}, the bias
 * {@code b [4·hidden]}, the first states {@code h0, c0 [batch, hidden]} and, where there is recurrent dropout, its mask
 * {@code [batch, hidden]}. Outputs: h of every step {@code [batch, time, directions·hidden]}, then c after the last step
 * of each direction {@code [batch, hidden]}.
 *
 * <p>The derivative: a backward kernel gives the cotangents {@code ds} of the sums {@code s = W_ih·x + W_hh·(mask ⊙ h) + b}
 * of all steps; then {@code dx = W_ihᵀ·ds}, {@code [dW_ih | dW_hh] = Σ dsᵀ·[x | mask ⊙ h before the step]} and
 * {@code db = Σ ds}. No closed set of kernels is worth writing for the second derivative: where the gradient is itself
 * recorded, or the mask's is asked for, the rule differentiates {@link #definition}.
 *
 * @param directions 1, or 2 for a second one that runs against the first
 * @param reverse whether the first direction takes the steps from the last to the first
 * @param relu whether the activation is relu instead of tanh
 * @param masked whether there is recurrent dropout
 */
record LstmScan(int directions, boolean reverse, boolean relu, boolean masked) implements Operation {
    private static final int X = 0;
    private static final int INPUT_WEIGHT = 1;
    private static final int WEIGHT = 2;
    private static final int BIAS = 3;
    private static final int H0 = 4;
    private static final int C0 = 5;
    private static final int MASK = 6;

    /** Inputs of one direction. */
    private int width() {
        return masked ? 7 : 6;
    }

    private LstmGeometry geometry(Tensor x, Tensor weight) {
        return new LstmGeometry(x.dim(0), x.dim(1), x.dim(2), weight.dim(1), directions, reverse, relu);
    }

    private LstmInputs inputs(Tensor... x) {
        return new LstmInputs(
                x[X].storage(),
                x[INPUT_WEIGHT].storage(),
                x[WEIGHT].storage(),
                x[BIAS].storage(),
                x[H0].storage(),
                x[C0].storage(),
                masked ? x[MASK].storage() : null);
    }

    /** The inputs of one direction among those of all. */
    private Tensor[] of(int direction, Tensor... x) {
        return Arrays.copyOfRange(x, direction * width(), (direction + 1) * width());
    }

    @Override
    public Outputs forward(Backend backend, Tensor... x) {
        return forward(backend, true, x);
    }

    @Override
    public Outputs forward(Backend backend, boolean recorded, Tensor... x) {
        LstmGeometry g = geometry(x[X], x[WEIGHT]);
        LstmInputs[] inputs = new LstmInputs[directions];
        for (int d = 0; d < directions; d++) {
            inputs[d] = inputs(of(d, x));
        }
        Storage[] out = backend.lstm(inputs, recorded, g);
        Outputs outputs = Outputs.of(Shape.of(g.batch(), g.time(), directions * g.hidden()), out[0]);
        for (int d = 0; d < directions; d++) {
            outputs.and(Shape.of(g.batch(), g.hidden()), out[1 + d]);
        }
        for (int d = 0; recorded && d < directions; d++) {
            outputs.saving(Shape.of(g.batch(), g.time(), g.hidden()), out[1 + directions + 2 * d]);
            outputs.saving(Shape.of(g.batch(), g.time(), 4 * g.hidden()), out[2 + directions + 2 * d]);
        }
        return outputs;
    }

    @Override
    public Tensor[] vjp(Call call, Tensor g) {
        return vjp(call);
    }

    @Override
    public Tensor[] vjp(Call call) {
        boolean elementary = call.recorded();
        for (int d = 0; d < directions; d++) {
            elementary |= masked && call.needs(d * width() + MASK);
        }
        if (elementary) {
            return call.differentiate(this::definition);
        }
        Tensor[] answer = new Tensor[call.inputCount()];
        for (int d = 0; d < directions; d++) {
            backward(call, d, answer);
        }
        return answer;
    }

    /** The cotangents of one direction's inputs, into the answer. The kernel is applied to constants only. */
    private void backward(Call call, int direction, Tensor[] answer) {
        int first = direction * width();
        boolean asked = false;
        Tensor[] in = new Tensor[width()];
        for (int i = 0; i < in.length; i++) {
            asked |= call.needs(first + i);
            in[i] = call.input(first + i);
        }
        if (!asked) {
            return;
        }
        Tensor x = in[X];
        LstmGeometry g = geometry(x, in[WEIGHT]);
        int gates = 4 * g.hidden();
        Storage[] gradients = x.backend()
                .lstmBackward(
                        direction,
                        inputs(in),
                        call.saved(2 * direction).storage(),
                        call.saved(2 * direction + 1).storage(),
                        call.cotangent(0).storage(),
                        call.reaches(1 + direction)
                                ? call.cotangent(1 + direction).storage()
                                : null,
                        g);
        Tensor ds = Tensor.wrap(Shape.of(g.batch() * g.time(), gates), gradients[0]);
        answer[first + BIAS] = Tensor.wrap(in[BIAS].shape(), gradients[1]);
        answer[first + H0] = Tensor.wrap(in[H0].shape(), gradients[2]);
        answer[first + C0] = Tensor.wrap(in[C0].shape(), gradients[3]);
        if (Scope.checksFinite()) {
            Tensor[] results = {ds, answer[first + BIAS], answer[first + H0], answer[first + C0]};
            Checks.requireFinite(this, new Tensor[] {call.cotangent(0), in[WEIGHT]}, results);
        }
        if (call.needs(first + X)) {
            answer[first + X] = ds.matmul(in[INPUT_WEIGHT]).reshape(x.shape());
        }
        if (call.needs(first + INPUT_WEIGHT) || call.needs(first + WEIGHT)) {
            Tensor given = Tensor.concat(2, x, before(call.output(0), direction, in, g));
            // The transposed product: the wider matrix is better on the right, where it is packed in whole rows.
            Tensor both = given.reshape(g.batch() * g.time(), given.dim(2)).matmul(ds, true, false);
            Tensor[] weights = both.split(0, g.features(), g.hidden());
            answer[first + INPUT_WEIGHT] = weights[0].transpose();
            answer[first + WEIGHT] = weights[1].transpose();
        }
    }

    /** What each step of a direction was given as h, after the mask {@code [batch, time, hidden]}. */
    private Tensor before(Tensor all, int direction, Tensor[] in, LstmGeometry g) {
        Tensor h = directions == 1 ? all : all.slice(2, direction * g.hidden(), (direction + 1) * g.hidden());
        Tensor first = in[H0].reshape(in[H0].shape().withNew(1));
        Tensor before = g.reverse(direction)
                ? Tensor.concat(1, h.slice(1, 1, g.time()), first)
                : Tensor.concat(1, first, h.slice(1, 0, g.time() - 1));
        return masked ? before.mul(in[MASK].reshape(in[MASK].shape().withNew(1))) : before;
    }

    /** The recurrence in elementary operations: what the kernel computes, step by step. */
    Tensor[] definition(Tensor... x) {
        Tensor[] hs = new Tensor[directions];
        Tensor[] out = new Tensor[1 + directions];
        for (int d = 0; d < directions; d++) {
            Tensor[] states = scan(reverse != (d == 1), of(d, x));
            hs[d] = states[0];
            out[1 + d] = states[1];
        }
        out[0] = directions == 1 ? hs[0] : Tensor.concat(2, hs);
        return out;
    }

    /** One direction: h of every step, and the last c. */
    private Tensor[] scan(boolean backwards, Tensor... x) {
        Tensor weight = x[WEIGHT];
        Tensor h = x[H0];
        Tensor c = x[C0];
        int time = x[X].dim(1);
        int hidden = weight.dim(1);
        Tensor[] steps =
                Recurrent.steps(x[X].matmul(x[INPUT_WEIGHT], false, true).add(x[BIAS]));
        Tensor[] hs = new Tensor[time];
        for (int k = 0; k < time; k++) {
            int t = backwards ? time - 1 - k : k;
            Tensor kept = masked ? h.mul(x[MASK]) : h;
            Tensor s = steps[t].add(kept.matmul(weight, false, true));
            Tensor[] gates = s.split(1, hidden, hidden, hidden, hidden);
            Tensor i = gates[0].sigmoid();
            Tensor f = gates[1].sigmoid();
            Tensor g = activation(gates[2]);
            Tensor o = gates[3].sigmoid();
            c = f.mul(c).add(i.mul(g));
            h = o.mul(activation(c));
            hs[t] = h;
        }
        return new Tensor[] {Tensor.stack(1, hs), c};
    }

    private Tensor activation(Tensor x) {
        return relu ? x.relu() : x.tanh();
    }
}
