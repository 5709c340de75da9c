package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;

/**
 * The recurrence of an LSTM over a whole sequence as one kernel, see {@link Backend#lstm}. Inputs: the contribution of
 * the sequence to the gates {@code p [batch, time, 4·hidden]}, the recurrent weight {@code W [4·hidden, hidden]}, the
 * first states {@code h0, c0 [batch, hidden]} and, where there is recurrent dropout, its mask {@code [batch, hidden]}.
 * Outputs: h and c of every step {@code [batch, time, hidden]}.
 *
 * <p>The derivative: a backward kernel gives the cotangents {@code ds} of the gates before their activations, which are
 * those of p as well; then {@code dW = Σ dsᵀ·(mask ⊙ h before the step)}. No closed set of kernels is worth writing for
 * the second derivative: where the gradient is itself recorded, or the mask's is asked for, the rule differentiates
 * {@link #definition}.
 */
record LstmScan(boolean reverse, boolean relu) implements Operation {
    private LstmGeometry geometry(Tensor input, Tensor weight) {
        return new LstmGeometry(input.dim(0), input.dim(1), weight.dim(1), reverse, relu);
    }

    private static Storage mask(Tensor[] x) {
        return x.length > 4 ? x[4].storage() : null;
    }

    @Override
    public Outputs forward(Backend backend, Tensor... x) {
        LstmGeometry g = geometry(x[0], x[1]);
        Storage[] out = backend.lstm(x[0].storage(), x[1].storage(), x[2].storage(), x[3].storage(), mask(x), g);
        Shape states = Shape.of(g.batch(), g.time(), g.hidden());
        return Outputs.of(states, out[0]).and(states, out[1]).saving(x[0].shape(), out[2]);
    }

    @Override
    public Tensor[] vjp(Call call, Tensor g) {
        return vjp(call);
    }

    @Override
    public Tensor[] vjp(Call call) {
        boolean masked = call.inputCount() > 4;
        if (call.recorded() || masked && call.needs(4)) {
            return call.differentiate(this::definition);
        }
        Tensor input = call.input(0);
        Tensor weight = call.input(1);
        Tensor mask = masked ? call.input(4) : null;
        LstmGeometry g = geometry(input, weight);
        // The backward kernel is applied to constants only, so it needs no rule of its own.
        Storage[] gradients = input.backend()
                .lstmBackward(
                        weight.storage(),
                        call.input(3).storage(),
                        mask == null ? null : mask.storage(),
                        call.output(1).storage(),
                        call.saved(0).storage(),
                        call.cotangent(0).storage(),
                        call.reaches(1) ? call.cotangent(1).storage() : null,
                        g);
        Tensor ds = Tensor.wrap(input.shape(), gradients[0]);
        Shape state = call.input(2).shape();
        Tensor[] answer = new Tensor[call.inputCount()];
        answer[0] = ds;
        answer[2] = Tensor.wrap(state, gradients[1]);
        answer[3] = Tensor.wrap(state, gradients[2]);
        if (Scope.checksFinite()) {
            Checks.requireFinite(
                    this, new Tensor[] {call.cotangent(0), weight}, new Tensor[] {ds, answer[2], answer[3]});
        }
        if (call.needs(1)) {
            int rows = g.batch() * g.time();
            Tensor before = before(call.output(0), call.input(2), mask).reshape(rows, g.hidden());
            answer[1] = ds.reshape(rows, 4 * g.hidden()).matmul(before, true, false);
        }
        return answer;
    }

    /** What each step was given as h, after the mask {@code [batch, time, hidden]}. */
    private Tensor before(Tensor h, Tensor h0, Tensor mask) {
        Tensor first = h0.reshape(h0.shape().withNew(1));
        int time = h.dim(1);
        Tensor before = reverse
                ? Tensor.concat(1, h.slice(1, 1, time), first)
                : Tensor.concat(1, first, h.slice(1, 0, time - 1));
        return mask == null ? before : before.mul(mask.reshape(mask.shape().withNew(1)));
    }

    /** The recurrence in elementary operations: what the kernel computes, step by step. */
    Tensor[] definition(Tensor... x) {
        Tensor weight = x[1];
        Tensor h = x[2];
        Tensor c = x[3];
        int time = x[0].dim(1);
        int hidden = weight.dim(1);
        Tensor[] steps = Recurrent.steps(x[0]);
        Tensor[] hs = new Tensor[time];
        Tensor[] cs = new Tensor[time];
        for (int k = 0; k < time; k++) {
            int t = reverse ? time - 1 - k : k;
            Tensor masked = x.length > 4 ? h.mul(x[4]) : h;
            Tensor s = steps[t].add(masked.matmul(weight, false, true));
            Tensor[] gates = s.split(1, hidden, hidden, hidden, hidden);
            Tensor i = gates[0].sigmoid();
            Tensor f = gates[1].sigmoid();
            Tensor g = activation(gates[2]);
            Tensor o = gates[3].sigmoid();
            c = f.mul(c).add(i.mul(g));
            h = o.mul(activation(c));
            hs[t] = h;
            cs[t] = c;
        }
        return new Tensor[] {Tensor.stack(1, hs), Tensor.stack(1, cs)};
    }

    private Tensor activation(Tensor x) {
        return relu ? x.relu() : x.tanh();
    }
}
