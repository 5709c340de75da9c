package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.aparapi.ProgramWriter.Matrix;

/**
 * Writes the rows of one direction of a recurrence: one product for the input of all steps, then for each step a product with
 * the recurrent weight and the gates; backwards the gates and a product for each step, then one product for each cotangent.
 */
final class RecurrenceRows {
    private final ProgramWriter writer;
    private final RecurrentGeometry g;
    private final int direction;
    private final RecurrentInputs in;
    private final boolean gru;
    private final int hidden;
    private final int sums;
    /** Distances between sequences in arrays of all steps. */
    private final int outputs;

    private final int states;

    RecurrenceRows(ProgramWriter writer, RecurrentGeometry g, int direction, RecurrentInputs in) {
        this.writer = writer;
        this.g = g;
        this.direction = direction;
        this.in = in;
        gru = g.cell() == RecurrentCell.GRU;
        hidden = g.hidden();
        sums = g.sums();
        outputs = g.time() * g.directions() * hidden;
        states = g.time() * hidden;
    }

    /** The rows of all directions, forward or backward, at most. */
    static int rows(RecurrentGeometry g) {
        return g.directions() * (3 * g.time() + 24);
    }

    /** The most numbers that all directions need for themselves in either pass. */
    static long extra(RecurrentGeometry g) {
        long steps = (long) g.batch() * g.time();
        long sums = steps * g.sums() * 2 + steps * g.hidden();
        long states = (long) g.batch() * (g.sums() + 6L * g.hidden());
        long products = ProgramWriter.extra(1, g.sums(), g.features(), (int) steps)
                + ProgramWriter.extra(1, g.sums(), g.hidden(), (int) steps)
                + 2L * g.sums() * (ProgramWriter.stretches((int) steps) + 1);
        long inSteps = ProgramWriter.extra(1, g.batch(), g.sums(), g.hidden())
                + ProgramWriter.extra(1, g.batch(), g.hidden(), g.sums());
        return g.directions() * (sums + states + products + g.time() * inSteps);
    }

    private static int at(Storage storage) {
        return storage == null ? 0 : ((AparapiStorage) storage).address();
    }

    /** Where this direction's h of a place in time begins, for the first sequence. */
    private int output(int h, int place) {
        return h + (place * g.directions() + direction) * hidden;
    }

    private void masked(int h, int target) {
        if (in.mask() == null) {
            writer.copy(h, target, g.stateSize());
        } else {
            writer.binary(Binary.MULTIPLY, h, at(in.mask()), target, g.stateSize());
        }
    }

    // ---- forward -------------------------------------------------------------------------------------------------

    void forward(RecurrentStates out) {
        boolean saving = out.gates() != null;
        int steps = g.batch() * g.time();
        int projected = writer.temporary((long) steps * sums);
        writer.product(
                Matrix.dense(at(in.x()), g.features()),
                Matrix.dense(at(in.inputWeight()), g.features()).transposed(),
                projected,
                steps,
                sums,
                g.features());
        int h = writer.temporary(g.stateSize());
        masked(at(in.h0()), h);
        int product = writer.temporary((long) g.batch() * sums);
        int c = writer.temporary(g.stateSize());
        for (int step = 0; step < g.time(); step++) {
            writer.product(
                    Matrix.dense(h, hidden),
                    Matrix.dense(at(in.weight()), hidden).transposed(),
                    product,
                    g.batch(),
                    sums,
                    hidden);
            gates(step, projected, product, h, c, saving, out);
        }
        int last = g.place(direction, g.time() - 1);
        int[] extents = {g.batch(), hidden};
        int[] dense = {hidden, 1};
        writer.copy(output(at(out.h()), last), at(out.lastH()[direction]), extents, new int[] {outputs, 1}, dense);
        if (!gru) {
            int lastC = saving ? at(out.cells()[direction]) + last * hidden : c;
            int[] strides = {saving ? states : hidden, 1};
            writer.copy(lastC, at(out.lastC()[direction]), extents, strides, dense);
        }
    }

    private void gates(int step, int projected, int product, int h, int c, boolean saving, RecurrentStates out) {
        int place = g.place(direction, step);
        int saved = saving && !gru ? at(out.cells()[direction]) : 0;
        int before;
        int beforeDistance;
        if (step == 0) {
            before = gru ? at(in.h0()) : at(in.c0());
            beforeDistance = hidden;
        } else if (gru) {
            before = output(at(out.h()), g.place(direction, step - 1));
            beforeDistance = outputs;
        } else {
            before = saving ? saved + g.place(direction, step - 1) * hidden : c;
            beforeDistance = saving ? states : hidden;
        }
        writer.gates(
                ProgramKernel.GATES,
                cell(),
                g.batch(),
                hidden,
                projected + place * sums,
                g.time() * sums,
                product,
                at(in.bias()),
                at(in.recurrentBias()),
                before,
                beforeDistance,
                saving ? saved + place * hidden : c,
                saving ? states : hidden,
                output(at(out.h()), place),
                outputs,
                h,
                in.mask() == null ? 0 : 1,
                at(in.mask()),
                saving ? 1 : 0,
                saving ? at(out.gates()[direction]) + place * 4 * hidden : 0,
                4 * states);
    }

    private int cell() {
        return gru ? GateKernels.GRU : g.cell().relu() ? GateKernels.LSTM_RELU : GateKernels.LSTM;
    }

    // ---- backward ------------------------------------------------------------------------------------------------

    void backward(RecurrentStates forward, RecurrentStates gradients, RecurrentAsked asked, RecurrentInputs out) {
        int steps = g.batch() * g.time();
        int ds = writer.temporary((long) steps * sums);
        int du = gru ? writer.temporary((long) steps * sums) : ds;
        int before = writer.temporary((long) steps * hidden);
        int carried = writer.temporary(g.stateSize());
        int product = writer.temporary(g.stateSize());
        start(gradients.lastH(), carried);
        writer.fill(product, g.stateSize(), 0);
        if (!gru) {
            start(gradients.lastC(), at(out.c0()));
        }
        for (int step = g.time() - 1; step >= 0; step--) {
            gatesBackward(step, forward, gradients, ds, du, before, carried, product, at(out.c0()));
            writer.product(
                    new Matrix(du + g.place(direction, step) * sums, g.time() * sums, 1, 0),
                    Matrix.dense(at(in.weight()), hidden),
                    product,
                    g.batch(),
                    hidden,
                    sums);
        }
        int toH = writer.temporary(g.stateSize());
        masked(product, toH);
        writer.binary(Binary.ADD, carried, toH, at(out.h0()), g.stateSize());
        if (asked.x()) {
            Matrix weight = Matrix.dense(at(in.inputWeight()), g.features());
            writer.product(Matrix.dense(ds, sums), weight, at(out.x()), steps, g.features(), sums);
        }
        if (asked.parameters()) {
            Matrix input = Matrix.dense(at(in.x()), g.features());
            Matrix dsT = Matrix.dense(ds, sums).transposed();
            Matrix duT = Matrix.dense(du, sums).transposed();
            writer.product(dsT, input, at(out.inputWeight()), sums, g.features(), steps);
            writer.product(duT, Matrix.dense(before, hidden), at(out.weight()), sums, hidden, steps);
            writer.reduce(Reduction.SUM, ds, at(out.bias()), 1, steps, sums);
            if (gru) {
                writer.reduce(Reduction.SUM, du, at(out.recurrentBias()), 1, steps, sums);
            }
        }
    }

    private void start(Storage[] last, int target) {
        if (last == null || last[direction] == null) {
            writer.fill(target, g.stateSize(), 0);
        } else {
            writer.copy(at(last[direction]), target, g.stateSize());
        }
    }

    private void gatesBackward(
            int step,
            RecurrentStates forward,
            RecurrentStates gradients,
            int ds,
            int du,
            int before,
            int carried,
            int product,
            int dc) {
        int place = g.place(direction, step);
        int previous = step == 0 ? 0 : g.place(direction, step - 1);
        int beforeH = step == 0 ? at(in.h0()) : output(at(forward.h()), previous);
        int beforeHDistance = step == 0 ? hidden : outputs;
        int cells = gru ? 0 : at(forward.cells()[direction]);
        int beforeC = step == 0 ? at(in.c0()) : cells + previous * hidden;
        writer.gates(
                ProgramKernel.GATES_BACKWARD,
                cell(),
                g.batch(),
                hidden,
                at(forward.gates()[direction]) + place * 4 * hidden,
                4 * states,
                gru ? beforeH : beforeC,
                gru ? beforeHDistance : step == 0 ? hidden : states,
                cells + place * hidden,
                states,
                gradients.h() == null ? 0 : 1,
                gradients.h() == null ? 0 : output(at(gradients.h()), place),
                outputs,
                carried,
                product,
                in.mask() == null ? 0 : 1,
                at(in.mask()),
                dc,
                ds + place * sums,
                g.time() * sums,
                du + place * sums,
                beforeH,
                beforeHDistance,
                before + place * hidden,
                states);
    }
}
