package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import java.util.Arrays;

/**
 * An LSTM or a GRU over a whole sequence as one kernel, see {@link Backend#recurrence}. Inputs, for each direction: the
 * sequence {@code x [batch, time, features]}, {@code W_ih [G·hidden, features]}, {@code W_hh [G·hidden, hidden]} and
 * {@code b [G·hidden]}; an LSTM's first states {@code h0, c0 [batch, hidden]}, or a GRU's recurrent bias
 * {@code b' [3·hidden]} and h0; and, where there is recurrent dropout, its mask {@code [batch, hidden]}. Outputs: h of
 * every step {@code [batch, time, directions·hidden]}; then for each direction h after the last step; then, of an LSTM, for
 * each direction c after the last step {@code [batch, hidden]}.
 *
 * <p>The derivative: with the cotangents {@code ds} of the sums {@code s = W_ih·x + W_hh·(mask ⊙ h) + b} of all steps,
 * {@code dx = W_ihᵀ·ds}, {@code [dW_ih | dW_hh] = Σ ds·[x | mask ⊙ h before the step]ᵀ} and {@code db = Σ ds}; a
 * backward kernel gives them all. No closed set of kernels is worth writing for the second derivative: where the gradient
 * is itself recorded, or the mask's is asked for, the rule differentiates {@link #definition}.
 *
 * @param cell LSTM or GRU
 * @param directions 1, or 2 for a second one that runs against the first
 * @param reverse whether the first direction takes the steps from the last to the first
 * @param masked whether there is recurrent dropout
 */
record RecurrentScan(RecurrentCell cell, int directions, boolean reverse, boolean masked) implements Operation {
    private static final int X = 0;
    private static final int INPUT_WEIGHT = 1;
    private static final int WEIGHT = 2;
    private static final int BIAS = 3;
    /** Of a GRU; an LSTM has h0 here. */
    private static final int RECURRENT_BIAS = 4;
    /** Of an LSTM; a GRU has h0 here. */
    private static final int C0 = 5;

    private static final int MASK = 6;

    @Override
    public String name() {
        return gru() ? "gru_scan" : "lstm_scan";
    }

    private boolean gru() {
        return cell == RecurrentCell.GRU;
    }

    private int h0() {
        return gru() ? 5 : 4;
    }

    /** Inputs of one direction. */
    int width() {
        return masked ? 7 : 6;
    }

    /** Outputs of all directions. */
    private int outputs() {
        return gru() ? 1 + directions : 1 + 2 * directions;
    }

    private RecurrentGeometry geometry(Tensor x, Tensor weight) {
        return new RecurrentGeometry(cell, x.dim(0), x.dim(1), x.dim(2), weight.dim(1), directions, reverse);
    }

    private RecurrentInputs inputs(Tensor... x) {
        return new RecurrentInputs(
                x[X].storage(),
                x[INPUT_WEIGHT].storage(),
                x[WEIGHT].storage(),
                x[BIAS].storage(),
                gru() ? x[RECURRENT_BIAS].storage() : null,
                x[h0()].storage(),
                gru() ? null : x[C0].storage(),
                masked ? x[MASK].storage() : null);
    }

    /** What each direction is given, from the inputs of all. */
    private RecurrentInputs[] all(Tensor... x) {
        RecurrentInputs[] inputs = new RecurrentInputs[directions];
        for (int d = 0; d < directions; d++) {
            inputs[d] = inputs(of(d, x));
        }
        return inputs;
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
        RecurrentGeometry g = geometry(x[X], x[WEIGHT]);
        RecurrentStates states = backend.recurrence(all(x), recorded, g);
        Shape state = Shape.of(g.batch(), g.hidden());
        SeveralOutputs outputs = Outputs.several(Shape.of(g.batch(), g.time(), directions * g.hidden()), states.h());
        for (Storage last : states.lastH()) {
            outputs.and(state, last);
        }
        for (int d = 0; d < directions && !gru(); d++) {
            outputs.and(state, states.lastC()[d]);
        }
        for (int d = 0; d < directions && recorded; d++) {
            outputs.saving(Shape.of(g.batch(), g.time(), 4 * g.hidden()), states.gates()[d]);
        }
        for (int d = 0; d < directions && recorded && !gru(); d++) {
            outputs.saving(Shape.of(g.batch(), g.time(), g.hidden()), states.cells()[d]);
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
        return elementary ? call.differentiate(this::definition) : backward(call);
    }

    /** The cotangents of the inputs by the kernel, which is applied to constants only. */
    private Tensor[] backward(Call call) {
        Tensor[] in = new Tensor[call.inputCount()];
        for (int i = 0; i < in.length; i++) {
            in[i] = call.input(i);
        }
        RecurrentAsked[] asked = new RecurrentAsked[directions];
        Storage[] gates = new Storage[directions];
        Storage[] cells = new Storage[directions];
        Storage[] toLastH = new Storage[directions];
        Storage[] toLastC = new Storage[directions];
        for (int d = 0; d < directions; d++) {
            int first = d * width();
            boolean parameters = call.needs(first + INPUT_WEIGHT) || call.needs(first + WEIGHT);
            parameters |= call.needs(first + BIAS) || gru() && call.needs(first + RECURRENT_BIAS);
            asked[d] = new RecurrentAsked(call.needs(first + X), parameters);
            gates[d] = call.saved(d).storage();
            toLastH[d] = cotangent(call, 1 + d);
            if (!gru()) {
                cells[d] = call.saved(directions + d).storage();
                toLastC[d] = cotangent(call, 1 + directions + d);
            }
        }
        RecurrentStates states = new RecurrentStates(call.output(0).storage(), null, null, cells, gates);
        RecurrentStates cotangents = new RecurrentStates(cotangent(call, 0), toLastH, toLastC, null, null);
        RecurrentInputs[] gradients =
                in[X].backend().recurrenceBackward(all(in), states, cotangents, asked, geometry(in[X], in[WEIGHT]));
        Tensor[] answer = new Tensor[in.length];
        for (int d = 0; d < directions; d++) {
            int first = d * width();
            RecurrentInputs own = gradients[d];
            answer[first + X] = tensor(in[first + X], own.x());
            answer[first + INPUT_WEIGHT] = tensor(in[first + INPUT_WEIGHT], own.inputWeight());
            answer[first + WEIGHT] = tensor(in[first + WEIGHT], own.weight());
            answer[first + BIAS] = tensor(in[first + BIAS], own.bias());
            answer[first + h0()] = tensor(in[first + h0()], own.h0());
            int sixth = gru() ? RECURRENT_BIAS : C0;
            answer[first + sixth] = tensor(in[first + sixth], gru() ? own.recurrentBias() : own.c0());
        }
        if (Scope.checksFinite()) {
            Tensor[] results = Arrays.stream(answer).filter(x -> x != null).toArray(Tensor[]::new);
            Checks.requireFinite(this, new Tensor[] {call.cotangent(0), in[WEIGHT]}, results);
        }
        return answer;
    }

    private static Storage cotangent(Call call, int output) {
        return call.reaches(output) ? call.cotangent(output).storage() : null;
    }

    private static Tensor tensor(Tensor like, Storage storage) {
        return storage == null ? null : Tensor.wrap(like.shape(), storage);
    }

    /** The recurrence in elementary operations: what the kernel computes, step by step. */
    Tensor[] definition(Tensor... x) {
        Tensor[] hs = new Tensor[directions];
        Tensor[] out = new Tensor[outputs()];
        for (int d = 0; d < directions; d++) {
            boolean backwards = reverse != (d == 1);
            Tensor[] own = of(d, x);
            Tensor[] states = gru() ? gru(backwards, own) : lstm(backwards, own);
            hs[d] = states[0];
            out[1 + d] = states[1];
            if (!gru()) {
                out[1 + directions + d] = states[2];
            }
        }
        out[0] = directions == 1 ? hs[0] : Tensor.concat(2, hs);
        return out;
    }

    /** One direction of an LSTM: h of every step, the last h and the last c. */
    private Tensor[] lstm(boolean backwards, Tensor... x) {
        Tensor h = x[h0()];
        Tensor c = x[C0];
        int hidden = x[WEIGHT].dim(1);
        Tensor[] steps = steps(x[X].matmul(x[INPUT_WEIGHT], false, true).add(x[BIAS]));
        Tensor[] hs = new Tensor[steps.length];
        for (int k = 0; k < hs.length; k++) {
            int t = backwards ? hs.length - 1 - k : k;
            Tensor kept = masked ? h.mul(x[MASK]) : h;
            Tensor s = steps[t].add(kept.matmul(x[WEIGHT], false, true));
            Tensor[] gates = s.split(1, hidden, hidden, hidden, hidden);
            Tensor i = gates[0].sigmoid();
            Tensor f = gates[1].sigmoid();
            Tensor g = activation(gates[2]);
            Tensor o = gates[3].sigmoid();
            c = f.mul(c).add(i.mul(g));
            h = o.mul(activation(c));
            hs[t] = h;
        }
        return new Tensor[] {Tensor.stack(1, hs), h, c};
    }

    /** One direction of a GRU: h of every step and the last h. */
    private Tensor[] gru(boolean backwards, Tensor... x) {
        Tensor h = x[h0()];
        int hidden = x[WEIGHT].dim(1);
        Tensor[] steps = steps(x[X].matmul(x[INPUT_WEIGHT], false, true).add(x[BIAS]));
        Tensor[] hs = new Tensor[steps.length];
        for (int k = 0; k < hs.length; k++) {
            int t = backwards ? hs.length - 1 - k : k;
            Tensor kept = masked ? h.mul(x[MASK]) : h;
            Tensor product = kept.matmul(x[WEIGHT], false, true).add(x[RECURRENT_BIAS]);
            Tensor[] u = product.split(1, hidden, hidden, hidden);
            Tensor[] a = steps[t].split(1, hidden, hidden, hidden);
            Tensor r = a[0].add(u[0]).sigmoid();
            Tensor z = a[1].add(u[1]).sigmoid();
            Tensor n = a[2].add(r.mul(u[2])).tanh();
            h = n.add(z.mul(h.sub(n)));
            hs[t] = h;
        }
        return new Tensor[] {Tensor.stack(1, hs), h};
    }

    /** The steps {@code [batch, features]} of a sequence {@code [batch, time, features]}. */
    private static Tensor[] steps(Tensor x) {
        int[] ones = new int[x.dim(1)];
        Arrays.fill(ones, 1);
        Tensor[] steps = x.split(1, ones);
        for (int t = 0; t < steps.length; t++) {
            steps[t] = steps[t].reshape(x.dim(0), x.dim(2));
        }
        return steps;
    }

    private Tensor activation(Tensor x) {
        return cell.relu() ? x.relu() : x.tanh();
    }
}
