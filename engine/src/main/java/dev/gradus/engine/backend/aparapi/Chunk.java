package dev.gradus.engine.backend.aparapi;

import java.util.ArrayList;
import java.util.List;

/**
 * The encoding of recorded tasks as one program: decides where each operand lies and brings the arrays into that form. What the
 * chunk only reads goes to {@code data}; what it changes or makes, and somebody may ask for later, to {@code state}; what it makes
 * and nobody can reach any more (its scope has closed) to {@code scratch}.
 *
 * <p>The first number of the state is the mark: the last row writes a number there that was not there before, so a state that was
 * not computed is noticed.
 */
final class Chunk {
    /** Arrays are made longer by an eighth at a time, and shorter where an eighth would do. */
    private static final int SHRINK = 8;

    private static final int SMALLEST = 1 << 10;

    private final ProgramDevice device;
    private final DeviceArrays arrays;
    private final ProgramWriter writer = new ProgramWriter();
    private final List<AparapiStorage> placed = new ArrayList<>();
    private final List<AparapiStorage> fetched = new ArrayList<>();
    private long dataSize;
    private long stateSize;
    private int marks;

    Chunk(ProgramDevice device, DeviceArrays arrays) {
        this.device = device;
        this.arrays = arrays;
    }

    /** Decides on the places and encodes the rows; touches no array that holds a value. */
    void encode(List<Task> tasks) {
        writer.clear();
        placed.clear();
        fetched.clear();
        dataSize = 0;
        stateSize = 1;
        for (Task task : tasks) {
            for (AparapiStorage storage : task.reads()) {
                place(storage);
            }
            for (AparapiStorage storage : task.writes()) {
                place(storage);
            }
        }
        for (Task task : tasks) {
            task.device().accept(writer);
        }
        marks = marks % 1_000_000 + 1;
        writer.fill(DeviceMemory.STATE, 1, marks);
    }

    private void place(AparapiStorage storage) {
        if (storage.address() >= 0) {
            return;
        }
        placed.add(storage);
        if (!storage.isPending()) {
            storage.place((int) dataSize);
            dataSize += storage.size();
        } else if (storage.isClosed() && !storage.hasValue()) {
            storage.place(writer.temporary(storage.size()));
        } else {
            storage.place(DeviceMemory.STATE + (int) stateSize);
            stateSize += storage.size();
            fetched.add(storage);
        }
    }

    /** The most numbers that one of the arrays needs. */
    long largest() {
        return Math.max(writer.scratch(), Math.max(dataSize, stateSize));
    }

    /**
     * Makes the arrays long enough and copies values into them. Values that lie in the state must have been brought to the CPU
     * backend before.
     */
    void fill() throws DeviceException {
        arrays.program = writer.program();
        arrays.numbers = writer.numbers();
        arrays.tables = writer.tables();
        arrays.data = fitting(arrays.data, dataSize);
        arrays.scratch = fitting(arrays.scratch, writer.scratch());
        arrays.state = fitting(arrays.state, stateSize);
        for (AparapiStorage storage : placed) {
            int at = storage.address();
            if (storage.hasValue() && storage.size() > 0) {
                float[] target = at < DeviceMemory.SCRATCH ? arrays.data : arrays.state;
                float[] source = storage.maker().cpu().array(storage.host());
                System.arraycopy(source, 0, target, at & DeviceMemory.OFFSET_MASK, storage.size());
            }
        }
        arrays.state[0] = 0;
    }

    private float[] fitting(float[] array, long size) throws DeviceException {
        if (array.length >= size && (array.length <= SMALLEST || array.length / SHRINK < size)) {
            return array;
        }
        return device.allocate((int) Math.max(SMALLEST, size + size / SHRINK));
    }

    /** Runs the program; afterwards the state holds what was computed. */
    void run() throws DeviceException {
        device.run(arrays, writer.rows());
        if (arrays.state[0] != marks) {
            throw new DeviceException("the device returned without an error and without a result");
        }
    }

    /** What the state holds now, each at {@link AparapiStorage#address()}. */
    List<AparapiStorage> fetched() {
        return fetched;
    }

    /** Forgets the places. */
    void close() {
        for (AparapiStorage storage : placed) {
            storage.place(-1);
        }
        placed.clear();
    }
}
