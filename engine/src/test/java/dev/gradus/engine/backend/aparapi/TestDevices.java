package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.parallel.Workers;

/** Devices for tests. */
final class TestDevices {
    /** One for all: each kernel has a context of its own, with its copy of the program. */
    private static OpenClDevice real;

    private TestDevices() {}

    /** The OpenCL device; where there is none, the test is aborted with the reason. */
    static synchronized ProgramDevice real() throws DeviceException {
        TestBackends.device();
        if (real == null) {
            real = new OpenClDevice(OpenClDevices.best().orElseThrow());
            real.compile();
        }
        return real;
    }

    static CpuBackend cpu() {
        return CpuBackend.plain(Workers.of(2));
    }

    static AparapiBackend backend(ProgramDevice device) {
        return new AparapiBackend(new DeviceQueue(device), cpu());
    }

    /** One whose chunks hold so many numbers. */
    static AparapiBackend backend(ProgramDevice device, long budget) {
        return new AparapiBackend(new DeviceQueue(device, budget), cpu());
    }
}
