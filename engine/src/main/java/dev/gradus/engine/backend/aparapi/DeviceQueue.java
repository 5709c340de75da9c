package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.memory.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded work for one device, and what becomes of it. Work is collected until somebody asks for a value, or there is enough
 * of it, and then runs as one chunk. All values that a chunk starts from are on the Java heap, and what it computes comes back
 * before it counts; so where the device fails, the CPU backend does the same chunk again from the same values, once and for
 * all: the device is not asked again.
 *
 * <p>One lock, this object's, guards all storages of all backends on the device.
 */
final class DeviceQueue {
    private static final String LOGGER = "dev.gradus.engine.backend";
    /** Rows after which a chunk runs, even where nobody asks for a value. */
    private static final int MOST_ROWS = 8192;

    private final ProgramDevice device;
    private final long budget;
    private final DeviceArrays arrays = new DeviceArrays();
    private final Chunk chunk;
    private final List<Task> tasks = new ArrayList<>();
    /** What the state holds, as fetched last. */
    private final List<AparapiStorage> residents = new ArrayList<>();

    private long room;
    private int rows;
    private boolean ready;
    private String failure;
    private long chunks;
    private long deviceTasks;
    private long hostTasks;

    /** A queue whose chunks take an eighth of the heap at most. */
    DeviceQueue(ProgramDevice device) {
        this(device, Runtime.getRuntime().maxMemory() / (8 * Float.BYTES));
    }

    /** @param budget the most numbers of a chunk, all arrays together */
    DeviceQueue(ProgramDevice device, long budget) {
        this.device = device;
        this.budget = Math.min(budget, device.largestArray());
        chunk = new Chunk(device, arrays);
    }

    ProgramDevice device() {
        return device;
    }

    /** Why the device is not used any more, or {@code null}. */
    synchronized String failure() {
        return failure;
    }

    /** Chunks that the device has run. */
    synchronized long chunks() {
        return chunks;
    }

    /** Tasks that the device has run. */
    synchronized long deviceTasks() {
        return deviceTasks;
    }

    /** Tasks that the CPU backend has run. */
    synchronized long hostTasks() {
        return hostTasks;
    }

    /** Makes the kernel ready, if it was not; where that fails, the CPU backend does the work. */
    synchronized void compile() {
        if (ready || failure != null) {
            return;
        }
        try {
            device.compile();
            ready = true;
        } catch (DeviceException | RuntimeException | LinkageError | OutOfMemoryError e) {
            fail(e);
        }
    }

    /** Records a task, or does it at once where it is nothing for the device. */
    synchronized void submit(Task task) {
        compile();
        if (failure != null || !task.operation().isOnDevice() || task.isEmpty() || task.room() > budget) {
            runOnHost(task);
            return;
        }
        if (room + task.room() > budget || rows + task.rows() > MOST_ROWS) {
            flush();
            if (failure != null) {
                runOnHost(task);
                return;
            }
        }
        tasks.add(task);
        room += task.room();
        rows += task.rows();
        for (AparapiStorage storage : task.reads()) {
            storage.recorded(false);
        }
        for (AparapiStorage storage : task.writes()) {
            storage.recorded(true);
        }
    }

    /** Brings a value to the CPU backend: runs what is recorded, if the value depends on it. */
    synchronized void materialize(AparapiStorage storage) {
        if (storage.isPending()) {
            flush();
        }
        Scope.outside(() -> {
            storage.materialize(arrays.state);
            return storage.host();
        });
    }

    private void runOnHost(Task task) {
        for (AparapiStorage storage : task.reads()) {
            materialize(storage);
        }
        for (AparapiStorage storage : task.writes()) {
            // Recorded work that reads what is changed here must have run before.
            if (storage.isUsed()) {
                flush();
            }
            if (storage.hasValue()) {
                materialize(storage);
            }
        }
        hostTasks++;
        onHost(task);
    }

    private static void replay(Task task) {
        onHost(task);
        for (AparapiStorage storage : task.writes()) {
            storage.computed();
        }
    }

    private static void onHost(Task task) {
        Scope.outside(() -> {
            task.host().run();
            return null;
        });
    }

    /** Runs what is recorded, on the device, or on the CPU where the device fails. */
    synchronized void flush() {
        if (tasks.isEmpty()) {
            return;
        }
        try {
            runOnDevice();
            chunks++;
            deviceTasks += tasks.size();
        } catch (DeviceException | RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
            fail(e);
            vacateState();
            hostTasks += tasks.size();
            tasks.forEach(DeviceQueue::replay);
        } finally {
            forget();
        }
    }

    private void runOnDevice() throws DeviceException {
        try {
            chunk.encode(tasks);
            if (chunk.largest() > device.largestArray()) {
                throw new DeviceException(
                        "a chunk of " + chunk.largest() + " numbers is more than the device holds in one array");
            }
            vacateState();
            chunk.fill();
            chunk.run();
            for (AparapiStorage storage : chunk.fetched()) {
                storage.reside(storage.address() & DeviceMemory.OFFSET_MASK, true);
                residents.add(storage);
            }
        } finally {
            chunk.close();
        }
    }

    /** Brings what the state holds, and is not out of reach, to the CPU backend: the state is about to be overwritten. */
    private void vacateState() {
        Scope.outside(() -> {
            residents.forEach(storage -> storage.materialize(arrays.state));
            return null;
        });
        residents.clear();
    }

    private void forget() {
        for (Task task : tasks) {
            for (AparapiStorage storage : task.reads()) {
                storage.finished();
            }
            for (AparapiStorage storage : task.writes()) {
                storage.finished();
            }
        }
        tasks.clear();
        room = 0;
        rows = 0;
    }

    private void fail(Throwable cause) {
        failure = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        System.getLogger(LOGGER)
                .log(
                        System.Logger.Level.WARNING,
                        "backend aparapi: " + device.name() + " failed (" + failure
                                + "); the CPU does its work from here on, and no step is lost");
    }
}
