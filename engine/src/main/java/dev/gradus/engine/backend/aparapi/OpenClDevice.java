package dev.gradus.engine.backend.aparapi;

import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.exception.CompileFailedException;
import dev.gradus.engine.memory.Heap;

/**
 * An OpenCL device through Aparapi. Aparapi pins the arrays for as long as a call runs; between calls the garbage collector may
 * move them, and Aparapi then makes the device's copies anew from what the Java arrays hold. So everything is sent with each call
 * and the state is fetched before it returns.
 */
final class OpenClDevice implements ProgramDevice {
    /** Groups for each compute unit: enough to hide the wait for memory. */
    private static final int GROUPS_PER_UNIT = 4;

    private static final int MOST_GROUPS = 4096;

    private final OpenCLDevice device;
    private final Range range;
    private ProgramKernel kernel;

    /** A device that has what {@link OpenClDevices#obstacle} asks for. */
    OpenClDevice(OpenCLDevice device) {
        this.device = device;
        // With shared memory, what is fetched after a collection is garbage.
        device.setSharedMemory(false);
        int groups = Math.min(MOST_GROUPS, GROUPS_PER_UNIT * Math.max(1, device.getMaxComputeUnits()));
        // A range without a device would run on Java threads.
        range = Range.create(device, groups * DeviceMemory.GROUP, DeviceMemory.GROUP);
    }

    @Override
    public String name() {
        return OpenClDevices.describe(device);
    }

    @Override
    public int largestArray() {
        return OpenClDevices.largestArray(device);
    }

    @Override
    public float[] allocate(int size) {
        return Heap.floats(size);
    }

    @Override
    public void compile() throws DeviceException {
        ProgramKernel made = new ProgramKernel();
        made.setExplicit(true);
        try {
            made.compile(device);
        } catch (CompileFailedException | RuntimeException | AssertionError e) {
            throw new DeviceException("the kernel does not compile: " + e.getMessage(), e);
        }
        kernel = made;
    }

    @Override
    public void run(DeviceArrays arrays, int rows) throws DeviceException {
        kernel.program = arrays.program;
        kernel.tables = arrays.tables;
        kernel.numbers = arrays.numbers;
        kernel.data = arrays.data;
        kernel.scratch = arrays.scratch;
        kernel.state = arrays.state;
        kernel.put(arrays.program);
        kernel.put(arrays.tables);
        kernel.put(arrays.numbers);
        kernel.put(arrays.data);
        kernel.put(arrays.state);
        try {
            kernel.execute(range, rows);
            kernel.get(arrays.state);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            // Where a call fails, Aparapi marks the device as failed and then refuses it with an AssertionError.
            throw new DeviceException("a program of " + rows + " rows did not run: " + e.getMessage(), e);
        }
        if (!kernel.isRunningCL()) {
            throw new DeviceException("Aparapi has given the device up");
        }
    }
}
