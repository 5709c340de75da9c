package dev.gradus.engine.backend.aparapi;

/** What runs programs: an OpenCL device, or in tests one that fails when it is told to. Used under one lock. */
interface ProgramDevice {
    /** For people: what it is, and whose. */
    String name();

    /** The most numbers that one array may hold. */
    int largestArray();

    /** Makes the kernel ready, once, before anything is run. */
    void compile() throws DeviceException;

    /**
     * An array for numbers that the device will work on.
     *
     * @throws OutOfMemoryError if there is no room
     */
    float[] allocate(int size) throws DeviceException;

    /**
     * Runs the first rows of a program, one after the other, and fetches the state. All arrays but scratch are sent, and
     * nothing is expected to stay on the device.
     */
    void run(DeviceArrays arrays, int rows) throws DeviceException;
}
