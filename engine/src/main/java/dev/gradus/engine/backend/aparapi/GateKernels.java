package dev.gradus.engine.backend.aparapi;

/**
 * The gates of one step of a recurrence, forward and backward; a work item takes a unit of a sequence. The products with the
 * weights are rows of their own. States are addressed by a first place and the distance between sequences, so that they may lie
 * in an array of their own or among those of all steps.
 */
abstract class GateKernels extends ProductKernels {
    static final int LSTM = 0;
    static final int LSTM_RELU = 1;
    static final int GRU = 2;

    /**
     * Cell, sequences, hidden; the step's projection of the input (4) and its distance, the recurrent product (6), bias, recurrent bias;
     * what was before: c or h (9) and distance; what comes: c (11) and distance, h (13) and distance; the masked h for the next product
     * (15); whether there is a mask, mask; whether gates are kept, gates (19) and distance.
     */
    final void gatesRow() {
        int cell = parameter(1);
        int hidden = parameter(3);
        int size = parameter(2) * hidden;
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int n = i / hidden;
            int unit = i - n * hidden;
            float before = load(parameter(9) + n * parameter(10) + unit);
            float h = 0f;
            if (cell == GRU) {
                h = gruStep(n, unit, hidden, before);
            } else {
                h = lstmStep(cell, n, unit, hidden, before);
            }
            store(parameter(13) + n * parameter(14) + unit, h);
            if (parameter(16) == 1) {
                h = h * load(parameter(17) + i);
            }
            store(parameter(15) + i, h);
        }
    }

    final float projected(int n, int row) {
        return load(parameter(4) + n * parameter(5) + row) + load(parameter(7) + row);
    }

    final float activated(int cell, float x) {
        float y = 0f;
        if (cell == LSTM_RELU) {
            if (x > 0f) {
                y = x;
            }
        } else {
            y = tanh(x);
        }
        return y;
    }

    final float lstmStep(int cell, int n, int unit, int hidden, float before) {
        int u = parameter(6) + n * 4 * hidden + unit;
        float input = sigmoid(projected(n, unit) + load(u));
        float forget = sigmoid(projected(n, unit + hidden) + load(u + hidden));
        float candidate = activated(cell, projected(n, unit + 2 * hidden) + load(u + 2 * hidden));
        float output = sigmoid(projected(n, unit + 3 * hidden) + load(u + 3 * hidden));
        float c = forget * before + input * candidate;
        store(parameter(11) + n * parameter(12) + unit, c);
        keepGates(n, unit, hidden, input, forget, candidate, output);
        return output * activated(cell, c);
    }

    final float gruStep(int n, int unit, int hidden, float before) {
        int u = parameter(6) + n * 3 * hidden + unit;
        int bias = parameter(8) + unit;
        float reset = sigmoid(projected(n, unit) + (load(u) + load(bias)));
        float update = sigmoid(projected(n, unit + hidden) + (load(u + hidden) + load(bias + hidden)));
        float recurrent = load(u + 2 * hidden) + load(bias + 2 * hidden);
        float candidate = tanh(projected(n, unit + 2 * hidden) + reset * recurrent);
        keepGates(n, unit, hidden, reset, update, candidate, recurrent);
        return (1f - update) * candidate + update * before;
    }

    final void keepGates(int n, int unit, int hidden, float g0, float g1, float g2, float g3) {
        if (parameter(18) == 1) {
            int at = parameter(19) + n * parameter(20) + unit;
            store(at, g0);
            store(at + hidden, g1);
            store(at + 2 * hidden, g2);
            store(at + 3 * hidden, g3);
        }
    }

    /**
     * Cell, sequences, hidden; gates (4) and distance; c of an LSTM or h of a GRU before (6) and distance; c after (8) and distance; the
     * cotangent of this step's h (11) and distance, if there is one (10); the cotangent carried past the product (13), the product
     * that came out of the next step (14); whether there is a mask, mask (16); the cotangent of c (17); out: those of the sums (18) and
     * distance, those of a GRU's recurrent sums (20); h before the step (21) and distance, and where it goes, masked (23), and distance.
     */
    final void gatesBackwardRow() {
        int cell = parameter(1);
        int hidden = parameter(3);
        int size = parameter(2) * hidden;
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int n = i / hidden;
            int unit = i - n * hidden;
            float mask = 1f;
            if (parameter(15) == 1) {
                mask = load(parameter(16) + i);
            }
            float toH = load(parameter(13) + i) + mask * load(parameter(14) + i);
            if (parameter(10) == 1) {
                toH = toH + load(parameter(11) + n * parameter(12) + unit);
            }
            int gates = parameter(4) + n * parameter(5) + unit;
            int sums = parameter(18) + n * parameter(19) + unit;
            if (cell == GRU) {
                gruBackward(i, hidden, toH, gates, sums, load(parameter(6) + n * parameter(7) + unit), n, unit);
            } else {
                float before = load(parameter(6) + n * parameter(7) + unit);
                lstmBackward(cell, i, hidden, toH, gates, sums, before, load(parameter(8) + n * parameter(9) + unit));
            }
            store(parameter(23) + n * parameter(24) + unit, mask * load(parameter(21) + n * parameter(22) + unit));
        }
    }

    /** The derivative of the activation in terms of its value. */
    final float slope(int cell, float value) {
        float y = 1f - value * value;
        if (cell == LSTM_RELU) {
            y = 0f;
            if (value > 0f) {
                y = 1f;
            }
        }
        return y;
    }

    final void lstmBackward(int cell, int i, int hidden, float toH, int gates, int sums, float before, float c) {
        float input = load(gates);
        float forget = load(gates + hidden);
        float candidate = load(gates + 2 * hidden);
        float output = load(gates + 3 * hidden);
        float value = activated(cell, c);
        float toC = load(parameter(17) + i) + toH * output * slope(cell, value);
        store(sums, toC * candidate * (input * (1f - input)));
        store(sums + hidden, toC * before * (forget * (1f - forget)));
        store(sums + 2 * hidden, toC * input * slope(cell, candidate));
        store(sums + 3 * hidden, toH * value * (output * (1f - output)));
        store(parameter(17) + i, toC * forget);
        store(parameter(13) + i, 0f);
    }

    final void gruBackward(int i, int hidden, float toH, int gates, int sums, float before, int n, int unit) {
        float reset = load(gates);
        float update = load(gates + hidden);
        float candidate = load(gates + 2 * hidden);
        float recurrent = load(gates + 3 * hidden);
        float toN = toH * (1f - update) * (1f - candidate * candidate);
        float toReset = toN * recurrent * (reset * (1f - reset));
        float toUpdate = toH * (before - candidate) * (update * (1f - update));
        store(sums, toReset);
        store(sums + hidden, toUpdate);
        store(sums + 2 * hidden, toN);
        int recurrentSums = parameter(20) + n * parameter(19) + unit;
        store(recurrentSums, toReset);
        store(recurrentSums + hidden, toUpdate);
        store(recurrentSums + 2 * hidden, toN * reset);
        store(parameter(13) + i, toH * update);
    }
}
