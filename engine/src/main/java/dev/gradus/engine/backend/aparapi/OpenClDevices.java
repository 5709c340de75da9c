package dev.gradus.engine.backend.aparapi;

import com.aparapi.Config;
import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The OpenCL devices of the machine as Aparapi sees them, what each lacks, and the one that is taken: the first usable GPU, else
 * accelerator, else processor. {@code -Dgradus.opencl.device=TEXT} leaves only devices whose {@linkplain #describe description}
 * contains the text, in whatever case. Looked up once.
 */
final class OpenClDevices {
    static final String PROPERTY = "gradus.opencl.device";

    private static final int SMALLEST_LOCAL_MEMORY = 2 * ProductKernels.TILE * ProductKernels.DEPTH * Float.BYTES;
    private static final long SMALLEST_ALLOCATION = 16L << 20;

    private static final List<OpenCLDevice> ALL = find();

    private OpenClDevices() {}

    private static List<OpenCLDevice> find() {
        quieten();
        List<OpenCLDevice> found = new ArrayList<>();
        for (OpenCLPlatform platform : new OpenCLPlatform().getOpenCLPlatforms()) {
            found.addAll(platform.getOpenCLDevices());
        }
        return List.copyOf(found);
    }

    /**
     * Aparapi logs what we report ourselves, and sets the level of the application's log handlers when it is loaded: that is
     * undone.
     */
    private static void quieten() {
        Handler[] handlers = Logger.getLogger("").getHandlers();
        Level[] levels = new Level[handlers.length];
        for (int i = 0; i < handlers.length; i++) {
            levels[i] = handlers[i].getLevel();
        }
        Logger logger = Logger.getLogger(Config.getLoggerName());
        try {
            Class.forName(Config.class.getName(), true, OpenClDevices.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Aparapi has no class Config", e);
        }
        logger.setLevel(Level.OFF);
        for (int i = 0; i < handlers.length; i++) {
            handlers[i].setLevel(levels[i]);
        }
    }

    static List<OpenCLDevice> all() {
        return ALL;
    }

    /** What the device's description must contain; empty where any will do. */
    static String wanted() {
        return System.getProperty(PROPERTY, "").strip();
    }

    /** The device that is taken, if one can be. */
    static Optional<OpenCLDevice> best() {
        return best(wanted());
    }

    /** The device that is taken of those whose description contains a text, if one can be. */
    static Optional<OpenCLDevice> best(String wanted) {
        for (Device.TYPE type : List.of(Device.TYPE.GPU, Device.TYPE.ACC, Device.TYPE.CPU)) {
            for (OpenCLDevice device : ALL) {
                if (device.getType() == type
                        && fits(device, wanted)
                        && obstacle(device).isEmpty()) {
                    return Optional.of(device);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean fits(OpenCLDevice device, String wanted) {
        return describe(device).toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    /** What a device lacks, if it lacks anything. */
    static Optional<String> obstacle(OpenCLDevice device) {
        int items = Math.min(device.getMaxWorkGroupSize(), device.getMaxWorkItemSize()[0]);
        return obstacle(items, device.getLocalMemSize(), device.getMaxMemAllocSize());
    }

    /** What a device with these limits lacks: work items in a group, bytes of local memory, bytes of the largest allocation. */
    static Optional<String> obstacle(int items, long localMemory, long allocation) {
        if (items < DeviceMemory.GROUP) {
            return Optional.of(
                    "its groups have at most " + items + " work items, " + DeviceMemory.GROUP + " are needed");
        }
        if (localMemory < SMALLEST_LOCAL_MEMORY) {
            return Optional.of(
                    "it has " + localMemory + " bytes of local memory, " + SMALLEST_LOCAL_MEMORY + " are needed");
        }
        if (allocation < SMALLEST_ALLOCATION) {
            return Optional.of(
                    "its largest allocation is " + allocation + " bytes, " + SMALLEST_ALLOCATION + " are needed");
        }
        return Optional.empty();
    }

    /** The most numbers in one array: what the device allows, and what an address can reach. */
    static int largestArray(OpenCLDevice device) {
        return (int) Math.min(device.getMaxMemAllocSize() / Float.BYTES, DeviceMemory.OFFSET_MASK);
    }

    /** Name, type and platform. */
    static String describe(OpenCLDevice device) {
        String name =
                device.getName() == null ? "unnamed device" : device.getName().strip();
        return name + " (" + device.getType() + ", " + device.getMaxComputeUnits() + " compute units, "
                + device.getOpenCLPlatform().getName().strip() + ")";
    }

    /** One line for each device: what it is, and what it lacks. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (OpenCLDevice device : ALL) {
            String limits = String.format(
                    Locale.ROOT,
                    "%d work items in a group, arrays up to %d MiB",
                    device.getMaxWorkGroupSize(),
                    device.getMaxMemAllocSize() >> 20);
            lines.add(describe(device) + ": " + obstacle(device).orElse(limits));
        }
        return List.copyOf(lines);
    }
}
