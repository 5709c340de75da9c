package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.RecurrentInputs;
import dev.gradus.engine.backend.RecurrentStates;
import dev.gradus.engine.backend.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Recurrences as tasks. What is saved for the derivative has an order of its own on the device and on the CPU: where the forward
 * pass ran on the device and the derivative is left to the CPU, the CPU does the forward pass again.
 */
final class RecurrenceTasks {
    private final AparapiBackend backend;

    RecurrenceTasks(AparapiBackend backend) {
        this.backend = backend;
    }

    RecurrentStates forward(RecurrentInputs[] directions, boolean saving, RecurrentGeometry g) {
        int count = directions.length;
        boolean memory = g.cell().hasMemory();
        int steps = g.batch() * g.time() * g.hidden();
        RecurrentStates out = new RecurrentStates(
                backend.made(steps * g.directions()),
                made(count, g.stateSize()),
                memory ? made(count, g.stateSize()) : null,
                memory && saving ? made(count, steps) : null,
                saving ? made(count, 4 * steps) : null);
        backend.submit(
                operation(g),
                array(given(directions)),
                array(parts(out)),
                RecurrenceRows.extra(g),
                RecurrenceRows.rows(g),
                writer -> {
                    for (int d = 0; d < count; d++) {
                        new RecurrenceRows(writer, g, d, directions[d]).forward(out);
                    }
                },
                () -> take(out, backend.cpu().recurrence(onHost(directions), saving, g)));
        return out;
    }

    /** Without a step or a sequence there is nothing to run over. */
    private static DeviceOperation operation(RecurrentGeometry g) {
        boolean empty = (long) g.batch() * g.time() * g.features() * g.hidden() == 0;
        return empty ? DeviceOperation.UNUSUAL : DeviceOperation.RECURRENCE;
    }

    RecurrentInputs[] backward(
            RecurrentInputs[] directions,
            RecurrentStates states,
            RecurrentStates gradients,
            RecurrentAsked[] asked,
            RecurrentGeometry g) {
        int count = directions.length;
        RecurrentInputs[] out = new RecurrentInputs[count];
        for (int d = 0; d < count; d++) {
            RecurrentInputs in = directions[d];
            boolean parameters = asked[d].parameters();
            out[d] = new RecurrentInputs(
                    asked[d].x() ? like(in.x()) : null,
                    parameters ? like(in.inputWeight()) : null,
                    parameters ? like(in.weight()) : null,
                    parameters ? like(in.bias()) : null,
                    parameters && in.recurrentBias() != null ? like(in.recurrentBias()) : null,
                    like(in.h0()),
                    in.c0() == null ? null : like(in.c0()),
                    null);
        }
        List<Storage> reads = given(directions);
        reads.add(states.h());
        add(reads, states.cells());
        add(reads, states.gates());
        reads.addAll(parts(gradients));
        AparapiStorage saved = backend.own(states.gates()[0]);
        boolean fromHost = !saved.isPending() && !saved.inDeviceOrder();
        backend.submit(
                fromHost ? DeviceOperation.UNUSUAL : operation(g),
                array(reads),
                array(given(out)),
                RecurrenceRows.extra(g),
                RecurrenceRows.rows(g),
                writer -> {
                    for (int d = 0; d < count; d++) {
                        new RecurrenceRows(writer, g, d, directions[d]).backward(states, gradients, asked[d], out[d]);
                    }
                },
                () -> {
                    RecurrentInputs[] in = onHost(directions);
                    // The last states are not read.
                    RecurrentStates before = saved.inDeviceOrder()
                            ? backend.cpu().recurrence(in, true, g)
                            : onHost(new RecurrentStates(states.h(), null, null, states.cells(), states.gates()));
                    take(out, backend.cpu().recurrenceBackward(in, before, onHost(gradients), asked, g));
                });
        return out;
    }

    // ---- lists of storages ---------------------------------------------------------------------------------------

    private AparapiStorage[] made(int count, int size) {
        AparapiStorage[] made = new AparapiStorage[count];
        for (int i = 0; i < count; i++) {
            made[i] = backend.made(size);
        }
        return made;
    }

    private AparapiStorage like(Storage x) {
        return backend.made(x.size());
    }

    private static void add(List<Storage> list, Storage... storages) {
        for (Storage storage : storages == null ? new Storage[0] : storages) {
            if (storage != null) {
                list.add(storage);
            }
        }
    }

    private AparapiStorage[] array(List<Storage> list) {
        return list.stream().map(backend::own).toArray(AparapiStorage[]::new);
    }

    private static List<Storage> given(RecurrentInputs[] directions) {
        List<Storage> list = new ArrayList<>();
        for (RecurrentInputs in : directions) {
            add(list, in.x(), in.inputWeight(), in.weight(), in.bias());
            add(list, in.recurrentBias(), in.h0(), in.c0(), in.mask());
        }
        return list;
    }

    private static List<Storage> parts(RecurrentStates states) {
        List<Storage> list = new ArrayList<>();
        add(list, states.h());
        add(list, states.lastH());
        add(list, states.lastC());
        add(list, states.cells());
        add(list, states.gates());
        return list;
    }

    // ---- the CPU's side ------------------------------------------------------------------------------------------

    private static Storage host(Storage x) {
        return x == null ? null : ((AparapiStorage) x).host();
    }

    private static Storage[] each(Storage[] storages, UnaryOperator<Storage> f) {
        if (storages == null) {
            return null;
        }
        Storage[] mapped = new Storage[storages.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = f.apply(storages[i]);
        }
        return mapped;
    }

    private static RecurrentInputs[] onHost(RecurrentInputs[] directions) {
        RecurrentInputs[] mapped = new RecurrentInputs[directions.length];
        for (int d = 0; d < mapped.length; d++) {
            RecurrentInputs in = directions[d];
            mapped[d] = new RecurrentInputs(
                    host(in.x()),
                    host(in.inputWeight()),
                    host(in.weight()),
                    host(in.bias()),
                    host(in.recurrentBias()),
                    host(in.h0()),
                    host(in.c0()),
                    host(in.mask()));
        }
        return mapped;
    }

    private static RecurrentStates onHost(RecurrentStates states) {
        return new RecurrentStates(
                host(states.h()),
                each(states.lastH(), RecurrenceTasks::host),
                each(states.lastC(), RecurrenceTasks::host),
                each(states.cells(), RecurrenceTasks::host),
                each(states.gates(), RecurrenceTasks::host));
    }

    private static void take(Storage target, Storage value) {
        if (target != null) {
            ((AparapiStorage) target).take(value);
        }
    }

    private static void take(Storage[] targets, Storage[] values) {
        for (int i = 0; targets != null && i < targets.length; i++) {
            take(targets[i], values[i]);
        }
    }

    private static void take(RecurrentStates out, RecurrentStates done) {
        take(out.h(), done.h());
        take(out.lastH(), done.lastH());
        take(out.lastC(), done.lastC());
        take(out.cells(), done.cells());
        take(out.gates(), done.gates());
    }

    private static void take(RecurrentInputs[] out, RecurrentInputs[] done) {
        for (int d = 0; d < out.length; d++) {
            take(out[d].x(), done[d].x());
            take(out[d].inputWeight(), done[d].inputWeight());
            take(out[d].weight(), done[d].weight());
            take(out[d].bias(), done[d].bias());
            take(out[d].recurrentBias(), done[d].recurrentBias());
            take(out[d].h0(), done[d].h0());
            take(out[d].c0(), done[d].c0());
        }
    }
}
