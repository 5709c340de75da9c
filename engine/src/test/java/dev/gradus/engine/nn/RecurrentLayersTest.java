package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentLayersTest {
    private static final Backend BACKEND = ReferenceBackend.instance();
    private static final Init INIT = new Init(BACKEND, new Rng(2));

    private static Tensor random(int... dims) {
        return new Rng(8).normal(BACKEND, Shape.of(dims), 0, 1);
    }

    private static Parameter parameter(Layer layer, String name) {
        return (Parameter) layer.cells().byName().get(name);
    }

    private static void same(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        Differences.compare("tensor", expected.toArray(), actual.toArray(), 1e-12);
    }

    @Test
    void lstmStartsAsKerasDoes() {
        Lstm lstm = new Lstm(3, 5, INIT);
        assertEquals(
                List.of("weight_ih_l0", "weight_hh_l0", "bias_l0"),
                List.copyOf(lstm.cells().byName().keySet()));
        assertEquals(Shape.of(20, 3), parameter(lstm, "weight_ih_l0").shape());
        double[] bias = parameter(lstm, "bias_l0").constant().toArray();
        for (int i = 0; i < 20; i++) {
            assertEquals(i >= 5 && i < 10 ? 1 : 0, bias[i], "bias " + i);
        }
        double limit = Math.sqrt(6.0 / (3 + 20));
        for (double w : parameter(lstm, "weight_ih_l0").constant().toArray()) {
            assertTrue(Math.abs(w) <= limit);
        }
        Tensor w = parameter(lstm, "weight_hh_l0").constant();
        double[] gram = w.matmul(w, true, false).toArray();
        for (int i = 0; i < 25; i++) {
            assertEquals(i % 6 == 0 ? 1 : 0, gram[i], 1e-12);
        }
    }

    @Test
    void oneStepOfAnLstmByHand() {
        Lstm lstm = new Lstm(1, 1, INIT);
        parameter(lstm, "weight_ih_l0").set(Tensor.of(BACKEND, new double[] {0.1, 0.2, 0.3, 0.4}, Shape.of(4, 1)));
        parameter(lstm, "weight_hh_l0").set(Tensor.of(BACKEND, new double[] {1, 2, 3, 4}, Shape.of(4, 1)));
        parameter(lstm, "bias_l0").set(Tensor.of(BACKEND, new double[] {0.01, 0.02, 0.03, 0.04}, Shape.of(4)));
        Tensor h0 = Tensor.of(BACKEND, new double[] {0.5}, Shape.of(1, 1));
        Tensor c0 = Tensor.of(BACKEND, new double[] {-0.7}, Shape.of(1, 1));
        Recurrent.States states =
                lstm.run(Tensor.of(BACKEND, new double[] {2}, Shape.of(1, 1, 1)), h0, c0, Pass.inference());
        double i = sigmoid(0.2 + 0.5 + 0.01);
        double f = sigmoid(0.4 + 1 + 0.02);
        double g = StrictMath.tanh(0.6 + 1.5 + 0.03);
        double o = sigmoid(0.8 + 2 + 0.04);
        double c = f * -0.7 + i * g;
        assertEquals(c, states.cell().item(), 1e-14);
        assertEquals(o * StrictMath.tanh(c), states.hidden().item(), 1e-14);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    @Test
    void aSequenceMayBeRunInParts() {
        Tensor x = random(2, 7, 3);
        for (RecurrentLayer layer : List.of(new Lstm(3, 4, INIT), new Gru(3, 4, INIT))) {
            Recurrent.States first = layer.run(x.slice(1, 0, 3), null, null, Pass.inference());
            Recurrent.States second = layer.run(x.slice(1, 3, 7), first.hidden(), first.cell(), Pass.inference());
            Tensor whole = layer.apply(x, Pass.inference());
            same(whole, Tensor.concat(1, first.outputs(), second.outputs()));
            same(whole.slice(1, 6, 7).reshape(2, 4), layer.lastState().apply(x, Pass.inference()));
            assertEquals(layer.cells(), layer.lastState().cells());
        }
    }

    @Test
    void reverseReadsTheReversedSequence() {
        Tensor x = random(2, 5, 3);
        Lstm forward = new Lstm(3, 4, INIT);
        Lstm backward = new Lstm(3, 4, RecurrentOptions.DEFAULT.reverse(true), INIT);
        for (String name : forward.cells().byName().keySet()) {
            parameter(backward, name).set(parameter(forward, name).constant());
        }
        Tensor expected = forward.apply(x.flip(1), Pass.inference());
        same(expected.flip(1), backward.apply(x, Pass.inference()));
        same(
                forward.lastState().apply(x.flip(1), Pass.inference()),
                backward.lastState().apply(x, Pass.inference()));
    }

    @Test
    void bidirectionalPutsForwardFirst() {
        Lstm forward = new Lstm(3, 4, INIT);
        Lstm backward = new Lstm(3, 2, RecurrentOptions.DEFAULT.reverse(true), INIT);
        Bidirectional both = new Bidirectional(forward, backward);
        Tensor x = random(2, 5, 3);
        Tensor y = both.apply(x, Pass.inference());
        assertEquals(Shape.of(2, 5, 6), y.shape());
        same(forward.apply(x, Pass.inference()), y.slice(2, 0, 4));
        same(backward.apply(x, Pass.inference()), y.slice(2, 4, 6));
        Tensor last = both.lastStates().apply(x, Pass.inference());
        same(y.slice(1, 4, 5).slice(2, 0, 4).reshape(2, 4), last.slice(1, 0, 4));
        same(y.slice(1, 0, 1).slice(2, 4, 6).reshape(2, 2), last.slice(1, 4, 6));
        assertEquals(
                List.of(
                        "weight_ih_l0",
                        "weight_hh_l0",
                        "bias_l0",
                        "weight_ih_l0_reverse",
                        "weight_hh_l0_reverse",
                        "bias_l0_reverse"),
                List.copyOf(both.cells().byName().keySet()));
        assertThrows(IllegalArgumentException.class, () -> new Bidirectional(forward, forward));
        Lstm other = new Lstm(1, 2, RecurrentOptions.DEFAULT.reverse(true), INIT);
        assertThrows(IllegalArgumentException.class, () -> new Bidirectional(forward, other));
    }

    @Test
    void oneMaskServesAllSteps() {
        RecurrentOptions options = RecurrentOptions.DEFAULT.dropout(0.5, 0.5);
        Tensor x = random(3, 6, 4);
        for (RecurrentLayer layer : List.of(new Lstm(4, 5, options, INIT), new Gru(4, 5, options, INIT))) {
            Tensor dropped = layer.apply(x, Pass.training(new Rng(44)));
            // The same masks, put on by hand: the input's is drawn first.
            Rng rng = new Rng(44);
            Tensor inputMask = rng.dropoutMask(BACKEND, Shape.of(3, 1, 4), 0.5);
            Tensor stateMask = rng.dropoutMask(BACKEND, Shape.of(3, 5), 0.5);
            same(byHand(layer, x.mul(inputMask), stateMask), dropped);
            same(
                    layer.apply(x, Pass.inference()),
                    layer.apply(x, Pass.training(new Rng(44)).withoutDropout()));
        }
    }

    private static Tensor byHand(RecurrentLayer layer, Tensor x, Tensor mask) {
        Tensor ih = parameter(layer, "weight_ih_l0").constant();
        Tensor hh = parameter(layer, "weight_hh_l0").constant();
        if (layer instanceof Lstm) {
            Tensor bias = parameter(layer, "bias_l0").constant();
            return Recurrent.lstm(x, ih, hh, bias, null, null, mask, Recurrent.Activation.TANH, false)
                    .outputs();
        }
        Tensor inputBias = parameter(layer, "bias_ih_l0").constant();
        Tensor recurrentBias = parameter(layer, "bias_hh_l0").constant();
        return Recurrent.gru(x, ih, hh, inputBias, recurrentBias, null, mask, false)
                .outputs();
    }

    @Test
    void inputDropoutHidesAFeatureAtEveryStep() {
        // Without recurrence and with one input, a step's output depends on nothing but its masked input.
        Lstm lstm = new Lstm(1, 3, RecurrentOptions.DEFAULT.dropout(0.5, 0), INIT);
        parameter(lstm, "weight_hh_l0").set(Tensor.zeros(BACKEND, Shape.of(12, 3)));
        Tensor x = Tensor.full(BACKEND, 2, Shape.of(40, 5, 1));
        Tensor y = lstm.apply(x, Pass.training(new Rng(6)));
        double[] kept = lstm.apply(x.mul(2), Pass.inference()).slice(0, 0, 1).toArray();
        int hidden = 0;
        for (int i = 0; i < 40; i++) {
            double[] sample = y.slice(0, i, i + 1).toArray();
            if (sample[0] == 0) {
                assertArrayEquals(new double[15], sample);
                hidden++;
            } else {
                Differences.compare("kept", kept, sample, 1e-12);
            }
        }
        assertTrue(hidden > 8 && hidden < 32, "hidden " + hidden);
    }

    @Test
    void statesOfTheWrongShapeAreRefused() {
        Tensor x = random(2, 5, 3);
        Tensor wrong = random(2, 5);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Lstm(3, 4, INIT).run(x, wrong, null, Pass.inference()))
                .getMessage();
        assertEquals("lstm: h0 is [2, 5], expected [batch, hidden] = [2, 4]", message);
        assertThrows(
                IllegalArgumentException.class, () -> new Gru(3, 4, INIT).run(x, null, random(2, 4), Pass.inference()));
    }

    @Test
    void torchStartsUniform() {
        Lstm lstm = new Lstm(3, 4, RecurrentOptions.torch(4), INIT);
        double greatest = 0;
        for (Parameter parameter : lstm.cells().parameters()) {
            for (double w : parameter.constant().toArray()) {
                greatest = Math.max(greatest, Math.abs(w));
            }
        }
        assertTrue(greatest <= 0.5 && greatest > 0.45, "greatest " + greatest);
    }
}
