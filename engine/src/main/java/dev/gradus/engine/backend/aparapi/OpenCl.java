package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.cpu.CpuBackend;
import java.util.List;
import java.util.Optional;

/**
 * The way in: what OpenCL devices there are, and a backend on the one that suits. To be touched only where Aparapi is on the
 * class path. All backends share the device, its kernel and the lock around them.
 */
public final class OpenCl {
    /** Why there is no device to run on: what is wrong, and what would help. */
    public record Absence(String reason, String remedy) {}

    private static final String DRIVER =
            "install a driver with OpenCL for the device; for the processor: apt-get install pocl-opencl-icd ocl-icd-libopencl1"
                    + " (Debian, Ubuntu)";

    /** Apart: made by the first backend. */
    private static final class Shared {
        static final DeviceQueue QUEUE =
                new DeviceQueue(new OpenClDevice(OpenClDevices.best().orElseThrow()));
    }

    private OpenCl() {}

    /** Why no device can be used, if none can. The first call loads the native library of Aparapi. */
    public static Optional<Absence> absence() {
        if (OpenClDevices.best().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(absence(OpenClDevices.lines(), OpenClDevices.wanted()));
    }

    /** What to say where none of these devices is both wanted and usable. */
    static Absence absence(List<String> lines, String wanted) {
        if (lines.isEmpty()) {
            return new Absence("there is no OpenCL platform with a device", DRIVER);
        }
        String all = String.join("; ", lines);
        return wanted.isEmpty()
                ? new Absence("no OpenCL device can be used: " + all, "")
                : new Absence(
                        "no usable OpenCL device has '" + wanted + "' in its description: " + all,
                        "change -D" + OpenClDevices.PROPERTY + ", or leave it out for the best one");
    }

    /** The device that is taken, for people; only where one can be used. */
    public static String device() {
        return OpenClDevices.describe(OpenClDevices.best().orElseThrow());
    }

    /** One line for each device that there is. */
    public static List<String> devices() {
        return OpenClDevices.lines();
    }

    /** The operations that run on the device, or the others, which the CPU does. */
    public static List<String> operations(boolean onDevice) {
        return DeviceOperation.names(onDevice);
    }

    /**
     * A backend on the device; only where one can be used.
     *
     * @param cpu what does the rest, and everything if the device fails
     */
    public static Backend backend(CpuBackend cpu) {
        return new AparapiBackend(Shared.QUEUE, cpu);
    }
}
