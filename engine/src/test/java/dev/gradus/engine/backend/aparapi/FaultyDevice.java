package dev.gradus.engine.backend.aparapi;

import java.util.Arrays;

/** A device that does what another does, until it fails. */
final class FaultyDevice implements ProgramDevice {
    /** How it fails. */
    enum Fault {
        /** The kernel does not compile. */
        COMPILE,
        /** There is no room for an array. */
        ALLOCATION,
        /** A program is refused. */
        REFUSED,
        /** A program breaks off and leaves garbage where its results belong. */
        BROKEN_OFF,
        /** Nothing is computed, and nothing is said. */
        SILENT
    }

    private final ProgramDevice device;
    private final Fault fault;
    private int left;

    /** @param after how many calls of the kind that fails go well before */
    FaultyDevice(ProgramDevice device, Fault fault, int after) {
        this.device = device;
        this.fault = fault;
        this.left = after;
    }

    private boolean fails(Fault kind) {
        return fault == kind && --left < 0;
    }

    @Override
    public String name() {
        return "a device for tests";
    }

    @Override
    public int largestArray() {
        return device.largestArray();
    }

    @Override
    public void compile() throws DeviceException {
        if (fails(Fault.COMPILE)) {
            throw new DeviceException("does not compile");
        }
        device.compile();
    }

    @Override
    public float[] allocate(int size) throws DeviceException {
        if (fails(Fault.ALLOCATION)) {
            throw new OutOfMemoryError("no room for tests");
        }
        return device.allocate(size);
    }

    @Override
    public void run(DeviceArrays arrays, int rows) throws DeviceException {
        if (fails(Fault.REFUSED)) {
            throw new DeviceException("refused");
        }
        if (fails(Fault.SILENT)) {
            return;
        }
        device.run(arrays, rows);
        if (fails(Fault.BROKEN_OFF)) {
            Arrays.fill(arrays.state, Float.NaN);
            throw new DeviceException("broken off");
        }
    }
}
