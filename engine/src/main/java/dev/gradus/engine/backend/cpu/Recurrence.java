package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.parallel.Workers;

/** Takes {@link RecurrentKernels} from arrays to storages: makes the arrays of the results. */
final class Recurrence {
    private final RecurrentKernels kernels;
    private final MatrixProduct product;
    private final FloatArrays arrays;

    Recurrence(Loops loops, MatrixProduct product, Workers workers, FloatArrays arrays) {
        this.kernels = new RecurrentKernels(loops, product, workers);
        this.product = product;
        this.arrays = arrays;
    }

    RecurrentStates forward(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        int count = directions.length;
        int all = g.time() * g.stateSize();
        boolean memory = g.cell().hasMemory();
        RecurrentKernels.Inputs[] in = new RecurrentKernels.Inputs[count];
        RecurrentKernels.States[] out = new RecurrentKernels.States[count];
        float[] h = arrays.allocate(all * count);
        for (int d = 0; d < count; d++) {
            in[d] = arrays(directions[d]);
            out[d] = new RecurrentKernels.States(
                    arrays.allocate(g.stateSize()),
                    memory ? arrays.allocate(g.stateSize()) : null,
                    memory && saving ? arrays.allocate(all) : null,
                    saving ? arrays.allocate(4 * all) : null);
        }
        RecurrentForward.Weights[] weights = RecurrentKernels.weights(count);
        RecurrentBlocks blocks = kernels.blocks(g);
        arrays.run(() -> run(directions, in, weights, h, out, g, blocks));
        Storage[] lastH = new Storage[count];
        Storage[] lastC = memory ? new Storage[count] : null;
        Storage[] cells = memory && saving ? new Storage[count] : null;
        Storage[] gates = saving ? new Storage[count] : null;
        for (int d = 0; d < count; d++) {
            lastH[d] = arrays.repeated(out[d].lastH());
            if (memory) {
                lastC[d] = arrays.repeated(out[d].lastC());
            }
            if (cells != null) {
                cells[d] = arrays.repeated(out[d].cells());
            }
            if (gates != null) {
                gates[d] = arrays.repeated(out[d].gates());
            }
        }
        return new RecurrentStates(arrays.repeated(h), lastH, lastC, cells, gates);
    }

    /** With packed weights that belong to the parameters, where weights are parameters. */
    private void run(
            RecurrentInputs[] directions,
            RecurrentKernels.Inputs[] in,
            RecurrentForward.Weights[] weights,
            float[] h,
            RecurrentKernels.States[] out,
            RecurrentGeometry g,
            RecurrentBlocks blocks) {
        try {
            for (int d = 0; d < in.length && blocks.anyInRows(); d++) {
                PackedRight input = take(directions[d].inputWeight(), g.sums(), g.features());
                PackedRight recurrent = input == null ? null : take(directions[d].weight(), g.sums(), g.hidden());
                if (recurrent != null) {
                    weights[d].set(input, recurrent);
                } else if (input != null) {
                    panels(directions[d].inputWeight()).release();
                }
            }
            kernels.forward(in, weights, h, out, g, blocks);
        } finally {
            for (int d = 0; d < in.length; d++) {
                if (!weights[d].isEmpty()) {
                    panels(directions[d].inputWeight()).release();
                    panels(directions[d].weight()).release();
                    weights[d].set(null, null);
                }
            }
        }
    }

    private PackedRight take(Storage weight, int rows, int columns) {
        return weight.owner() == null || rows == 0
                ? null
                : panels(weight).take(arrays.floats(weight), rows, columns, weight.version());
    }

    private SharedPanels<PackedRight> panels(Storage weight) {
        return ((FloatStorage) weight).panels(product);
    }

    RecurrentInputs[] backward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry g) {
        int count = directions.length;
        RecurrentKernels.Inputs[] in = new RecurrentKernels.Inputs[count];
        RecurrentKernels.States[] saved = new RecurrentKernels.States[count];
        RecurrentKernels.States[] last = new RecurrentKernels.States[count];
        RecurrentKernels.Inputs[] out = new RecurrentKernels.Inputs[count];
        for (int d = 0; d < count; d++) {
            in[d] = arrays(directions[d]);
            saved[d] = new RecurrentKernels.States(null, null, arrayOf(states.cells(), d), arrayOf(states.gates(), d));
            last[d] = new RecurrentKernels.States(
                    arrayOf(gradients.lastH(), d), arrayOf(gradients.lastC(), d), null, null);
            out[d] = made(directions[d], asked[d]);
        }
        kernels.backward(in, arrays.floats(states.h()), saved, arrays.given(gradients.h()), last, asked, out, g);
        RecurrentInputs[] result = new RecurrentInputs[count];
        for (int d = 0; d < count; d++) {
            RecurrentKernels.Inputs own = out[d];
            result[d] = new RecurrentInputs(
                    storage(own.x()),
                    storage(own.inputWeight()),
                    storage(own.weight()),
                    storage(own.bias()),
                    storage(own.recurrentBias()),
                    storage(own.h0()),
                    storage(own.c0()),
                    null);
        }
        return result;
    }

    /** Arrays for the cotangents of what one direction was given, as far as they are asked for. */
    private RecurrentKernels.Inputs made(RecurrentInputs in, RecurrentAsked asked) {
        boolean parameters = asked.parameters();
        return new RecurrentKernels.Inputs(
                like(in.x(), asked.x()),
                like(in.inputWeight(), parameters),
                like(in.weight(), parameters),
                like(in.bias(), parameters),
                like(in.recurrentBias(), parameters),
                like(in.h0(), true),
                like(in.c0(), true),
                null);
    }

    private float[] like(Storage x, boolean asked) {
        return asked && x != null ? arrays.allocate(x.size()) : null;
    }

    private RecurrentKernels.Inputs arrays(RecurrentInputs in) {
        return new RecurrentKernels.Inputs(
                arrays.given(in.x()),
                arrays.given(in.inputWeight()),
                arrays.given(in.weight()),
                arrays.given(in.bias()),
                arrays.given(in.recurrentBias()),
                arrays.given(in.h0()),
                arrays.given(in.c0()),
                arrays.given(in.mask()));
    }

    private float[] arrayOf(Storage[] all, int d) {
        return all == null ? null : arrays.given(all[d]);
    }

    private Storage storage(float[] array) {
        return array == null ? null : arrays.storage(array);
    }
}
