package dev.gradus.engine.backend.aparapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.aparapi.FaultyDevice.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the device fails, the CPU does the step that was under way and all that follow, and says so once. */
class DeviceFailureTest {
    private static final int STEPS = 5;

    @TempDir
    Path folder;

    /** Keeps what the engine logs. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("dev.gradus.engine.backend");
        final List<String> lines = new ArrayList<>();

        Log() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }

    /** The first array is allocated when the first chunk runs; the first chunk holds what comes before the first step, too. */
    @ParameterizedTest
    @CsvSource({
        "ALLOCATION, 0",
        "ALLOCATION, 4",
        "REFUSED, 0",
        "REFUSED, 3",
        "BROKEN_OFF, 0",
        "BROKEN_OFF, 3",
        "SILENT, 2"
    })
    void theCpuGoesOnFromTheStepThatFailed(Fault fault, int after) throws Exception {
        AparapiBackend backend = TestDevices.backend(new FaultyDevice(TestDevices.real(), fault, after));
        try (Log log = new Log()) {
            DeviceTraining training = new DeviceTraining(backend);
            DeviceTraining cpu = new DeviceTraining(TestDevices.cpu());
            Path before = folder.resolve("before");
            String failure = null;
            for (int step = 0; step < STEPS; step++) {
                training.checkpoint.save(before);
                failure = backend.queue().failure();
                if (failure == null) {
                    cpu.checkpoint.load(before);
                }
                double loss = training.step();
                double expected = cpu.step();
                assertEquals(expected, loss, 1e-4 * Math.abs(expected));
            }
            assertNotNull(failure, "the device did not fail");
            assertEquals(cpu.numbers(), training.numbers());
            assertEquals(1, log.lines.size(), log.lines.toString());
            assertTrue(log.lines.get(0).contains("a device for tests failed ("), log.lines.get(0));
            assertTrue(log.lines.get(0).contains("no step is lost"), log.lines.get(0));
            assertTrue(backend.description().contains("failed"), backend.description());
        }
    }

    /** Needs no OpenCL. */
    @Test
    void whereTheKernelDoesNotCompileAllIsDoneOnTheCpu() {
        ProgramDevice none = new ProgramDevice() {
            @Override
            public String name() {
                return "no device";
            }

            @Override
            public int largestArray() {
                return 1 << 20;
            }

            @Override
            public void compile() {}

            @Override
            public float[] allocate(int size) {
                throw new AssertionError("asked for memory");
            }

            @Override
            public void run(DeviceArrays arrays, int rows) {
                throw new AssertionError("asked to run");
            }
        };
        AparapiBackend backend = TestDevices.backend(new FaultyDevice(none, Fault.COMPILE, 0));
        try (Log log = new Log()) {
            DeviceTraining training = new DeviceTraining(backend);
            DeviceTraining cpu = new DeviceTraining(TestDevices.cpu());
            for (int step = 0; step < 2; step++) {
                assertEquals(cpu.step(), training.step());
            }
            assertEquals(cpu.numbers(), training.numbers());
            assertEquals(1, log.lines.size(), log.lines.toString());
            assertTrue(log.lines.get(0).contains("does not compile"), log.lines.get(0));
            assertEquals(0, backend.queue().deviceTasks());
        }
    }

    /** Neither the device nor the CPU can do a task: what depends on it is an error, not garbage. */
    @Test
    void whatNobodyComputedIsNotRead() throws Exception {
        AparapiBackend backend = TestDevices.backend(new FaultyDevice(TestDevices.real(), Fault.REFUSED, 0));
        AparapiStorage before = backend.own(backend.fill(3, 1));
        AparapiStorage lost = backend.made(3);
        AparapiStorage[] nothing = {};
        backend.submit(
                DeviceOperation.FILL,
                nothing,
                AparapiBackend.all(lost),
                rows -> rows.fill(lost.address(), 3, 2),
                () -> {
                    throw new OutOfMemoryError("no room for tests");
                });
        try (Log log = new Log()) {
            assertThrows(OutOfMemoryError.class, () -> backend.download(lost));
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> backend.download(lost));
            assertTrue(e.getMessage().contains("was lost"), e.getMessage());
            assertEquals(1, backend.get(before, 2));
            assertEquals(1, log.lines.size());
        }
    }

    @Test
    void aDeviceThatWorksIsNotGivenUp() throws Exception {
        AparapiBackend backend = TestDevices.backend(new FaultyDevice(TestDevices.real(), Fault.REFUSED, 1000));
        DeviceTraining training = new DeviceTraining(backend);
        training.step();
        assertNull(backend.queue().failure());
        assertTrue(
                backend.queue().deviceTasks() > 100,
                "tasks on the device: " + backend.queue().deviceTasks());
    }
}
