package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Heap;

/** Takes {@link RecurrentReference} from arrays to storages. It computes all cotangents, whatever is asked for. */
final class ReferenceRecurrence {
    private final ReferenceBackend backend;

    ReferenceRecurrence(ReferenceBackend backend) {
        this.backend = backend;
    }

    RecurrentStates forward(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        int count = directions.length;
        boolean memory = g.cell().hasMemory();
        Storage[] lastH = new Storage[count];
        Storage[] lastC = new Storage[count];
        Storage[] cells = new Storage[count];
        Storage[] gates = new Storage[count];
        double[] h = Heap.doubles(g.time() * g.stateSize() * count);
        for (int d = 0; d < count; d++) {
            lastH[d] = backend.reserve(g.stateSize());
            lastC[d] = backend.reserve(memory ? g.stateSize() : 0);
            cells[d] = backend.reserve(memory ? g.time() * g.stateSize() : 0);
            gates[d] = backend.reserve(4 * g.time() * g.stateSize());
            new RecurrentReference(g, d, arrays(directions[d]))
                    .forward(
                            h,
                            ReferenceBackend.array(cells[d]),
                            ReferenceBackend.array(gates[d]),
                            ReferenceBackend.array(lastH[d]),
                            ReferenceBackend.array(lastC[d]));
        }
        return new RecurrentStates(
                backend.storage(h),
                lastH,
                memory ? lastC : null,
                memory && saving ? cells : null,
                saving ? gates : null);
    }

    RecurrentInputs[] backward(
            RecurrentInputs[] directions, RecurrentStates states, RecurrentStates gradients, RecurrentGeometry g) {
        boolean memory = g.cell().hasMemory();
        RecurrentInputs[] result = new RecurrentInputs[directions.length];
        for (int d = 0; d < result.length; d++) {
            RecurrentInputs in = directions[d];
            result[d] = new RecurrentInputs(
                    backend.reserve(in.x().size()),
                    backend.reserve(in.inputWeight().size()),
                    backend.reserve(in.weight().size()),
                    backend.reserve(in.bias().size()),
                    memory ? null : backend.reserve(in.recurrentBias().size()),
                    started(gradients.lastH(), d, in.h0()),
                    memory ? started(gradients.lastC(), d, in.c0()) : null,
                    null);
            new RecurrentReference(g, d, arrays(in))
                    .backward(
                            ReferenceBackend.array(states.h()),
                            memory ? ReferenceBackend.array(states.cells()[d]) : null,
                            ReferenceBackend.array(states.gates()[d]),
                            gradients.h() == null ? null : ReferenceBackend.array(gradients.h()),
                            arrays(result[d]));
        }
        return result;
    }

    /** The cotangent of a last state, which the steps add to; zeros where there is none. */
    private Storage started(Storage[] last, int d, Storage like) {
        return last == null || last[d] == null
                ? backend.reserve(like.size())
                : backend.storage(ReferenceBackend.array(last[d]).clone());
    }

    private RecurrentReference.Inputs arrays(RecurrentInputs in) {
        return new RecurrentReference.Inputs(
                ReferenceBackend.array(in.x()),
                ReferenceBackend.array(in.inputWeight()),
                ReferenceBackend.array(in.weight()),
                ReferenceBackend.array(in.bias()),
                in.recurrentBias() == null ? null : ReferenceBackend.array(in.recurrentBias()),
                ReferenceBackend.array(in.h0()),
                in.c0() == null ? null : ReferenceBackend.array(in.c0()),
                in.mask() == null ? null : ReferenceBackend.array(in.mask()));
    }
}
