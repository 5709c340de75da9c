package dev.gradus.engine.backend.aparapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.PoolGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.backend.aparapi.FaultyDevice.Fault;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.memory.StaleTensorException;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Where the work is done, when, and that it is done right at the edges. The registry and the golden cases say the rest. */
class AparapiBackendTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -2.5f,
        90f,
        -90f,
        1e-30f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i * 37 % 101) / 50f - 1;
        }
        return values;
    }

    /** One call of each operation, on some numbers. */
    private static Map<DeviceOperation, Consumer<Backend>> calls() {
        Map<DeviceOperation, Consumer<Backend>> calls = new EnumMap<>(DeviceOperation.class);
        ConvolutionGeometry convolution = new ConvolutionGeometry(1, 2, 1, 9, 3, 1, 7, 1, 3, 1, 1, 0, 0, 1, 1);
        calls.put(DeviceOperation.FILL, b -> b.fill(5, 2));
        calls.put(DeviceOperation.COPY, b -> b.assign(b.upload(ramp(5)), b.upload(ramp(5))));
        calls.put(DeviceOperation.UNARY, b -> b.unary(Unary.TANH, b.upload(ramp(5)), 0));
        calls.put(DeviceOperation.BINARY, b -> binary(b, Binary.ADD, ramp(5), ramp(5)));
        calls.put(DeviceOperation.REDUCE, b -> b.reduce(Reduction.SUM, b.upload(ramp(6)), 1, 6, 1));
        calls.put(
                DeviceOperation.NORMALIZE,
                b -> b.normalize(
                        b.upload(ramp(12)),
                        null,
                        null,
                        new NormalizationNumbers(1e-3, 1),
                        new NormalizationGeometry(3, 2, 2)));
        calls.put(
                DeviceOperation.GATHER,
                b -> b.scatterAdd(b.gather(b.upload(ramp(6)), new int[] {1, 1}), new int[] {0, 0}, 2));
        calls.put(
                DeviceOperation.PRODUCT,
                b -> b.product(
                        b.upload(ramp(6)),
                        b.upload(ramp(6)),
                        new ProductGeometry(1, 2, 2, 3, false, false, false, false)));
        calls.put(DeviceOperation.CONVOLUTION, b -> b.convolve(b.upload(ramp(18)), b.upload(ramp(18)), convolution));
        calls.put(
                DeviceOperation.RECURRENCE, b -> lstm(b).apply(Tensor.full(b, 1, Shape.of(2, 3, 2)), Pass.inference()));
        calls.put(
                DeviceOperation.UPDATE,
                b -> b.momentumStep(b.upload(ramp(5)), b.upload(ramp(5)), b.upload(ramp(5)), 0.1, 0.9));
        calls.put(DeviceOperation.RANDOM, b -> b.bernoulli(5, 1, 3, 0, 0.5, 2));
        calls.put(
                DeviceOperation.POOL,
                b -> b.maxPoolIndices(b.upload(ramp(16)), new PoolGeometry(1, 4, 4, 2, 2, 2, 2, 2, 2)));
        calls.put(DeviceOperation.CHECK, b -> b.firstNonFinite(b.upload(ramp(5))));
        calls.put(DeviceOperation.UNUSUAL, b -> b.unary(Unary.POWER, b.upload(ramp(5)), Double.NaN));
        return calls;
    }

    private static Storage binary(Backend b, Binary f, float[] x, float[] y) {
        int[] once = {1};
        return b.binary(f, b.upload(x), b.upload(y), new Broadcast(new int[] {x.length}, once, once, x.length), 0.25);
    }

    private static Lstm lstm(Backend backend) {
        return new Lstm(2, 3, new Init(backend, new Rng(5)));
    }

    @Test
    void everyOperationRunsWhereTheListSays() throws Exception {
        AparapiBackend backend = TestDevices.backend(TestDevices.real());
        DeviceQueue queue = backend.queue();
        Map<DeviceOperation, Consumer<Backend>> calls = calls();
        for (DeviceOperation operation : DeviceOperation.values()) {
            queue.flush();
            long device = queue.deviceTasks();
            long host = queue.hostTasks();
            assertNotNull(calls.get(operation), operation + " is not called here");
            calls.get(operation).accept(backend);
            queue.flush();
            assertEquals(operation.isOnDevice(), queue.deviceTasks() > device, operation.toString());
            if (operation.isOnDevice()) {
                assertEquals(host, queue.hostTasks(), operation.toString());
            }
        }
        assertNull(queue.failure());
    }

    @Test
    void workIsCollectedUntilAValueIsRead() throws Exception {
        AparapiBackend backend = TestDevices.backend(TestDevices.real());
        Tensor x = Tensor.full(backend, 3, Shape.of(4));
        for (int i = 0; i < 10; i++) {
            x = x.mul(2).sub(3);
        }
        assertEquals(0, backend.queue().chunks());
        assertArrayEquals(new double[] {3, 3, 3, 3}, x.toArray());
        assertEquals(1, backend.queue().chunks());
        x.toArray();
        assertEquals(1, backend.queue().chunks(), "a value that is there runs nothing");
    }

    @Test
    void aFullChunkRunsByItselfAndWhatIsTooLargeGoesToTheCpu() throws Exception {
        AparapiBackend backend = TestDevices.backend(TestDevices.real(), 5000);
        Tensor x = Tensor.of(backend, new double[1000], Shape.of(1000));
        for (int i = 0; i < 10; i++) {
            x = x.add(1);
        }
        assertTrue(backend.queue().chunks() > 1, "chunks: " + backend.queue().chunks());
        assertEquals(0, backend.queue().hostTasks());
        assertEquals(10000, x.sum().item());
        Tensor large = Tensor.full(backend, 2, Shape.of(4000));
        assertEquals(8000, large.add(0).sum().item());
        assertTrue(backend.queue().hostTasks() > 0);
        assertNull(backend.queue().failure());
    }

    @Test
    void specialValuesAreThoseOfTheCpu() throws Exception {
        Backend device = TestDevices.backend(TestDevices.real());
        Backend cpu = TestDevices.cpu();
        for (Unary f : Unary.values()) {
            agree(f.toString(), f(cpu, f), f(device, f));
        }
        for (Binary f : Binary.values()) {
            float[] x = new float[SPECIAL.length * SPECIAL.length];
            float[] y = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = SPECIAL[i / SPECIAL.length];
                y[i] = SPECIAL[i % SPECIAL.length];
                y[i] = f == Binary.SLOPE && Float.isNaN(y[i]) ? 1 : y[i]; // where the result may be what it likes
            }
            agree(f.toString(), cpu.download(binary(cpu, f, x, y)), device.download(binary(device, f, x, y)));
        }
        Storage x = device.upload(SPECIAL);
        assertTrue(Double.isNaN(device.get(device.reduce(Reduction.MAX, x, 1, SPECIAL.length, 1), 0)));
        assertEquals(10, device.firstNonFinite(x));
        assertEquals(Double.NEGATIVE_INFINITY, device.get(device.reduce(Reduction.MAX, device.fill(0, 0), 1, 0, 1), 0));
    }

    private static double[] f(Backend backend, Unary f) {
        return backend.download(backend.unary(f, backend.upload(SPECIAL), 0.25));
    }

    private static void agree(String what, double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            double allowed = Double.isFinite(expected[i]) ? 1e-6 * Math.max(Math.abs(expected[i]), 1e-6) : 0;
            assertEquals(expected[i] + 0.0, actual[i] + 0.0, allowed, what + " [" + i + "]");
        }
    }

    @Test
    void theSameBitsComeEachTime() throws Exception {
        AparapiBackend one = TestDevices.backend(TestDevices.real());
        AparapiBackend two = TestDevices.backend(TestDevices.real(), 40_000); // in other chunks
        DeviceTraining first = new DeviceTraining(one);
        DeviceTraining second = new DeviceTraining(two);
        for (int step = 0; step < 3; step++) {
            assertEquals(first.step(), second.step());
        }
        assertEquals(first.numbers(), second.numbers());
        assertEquals(0, one.queue().hostTasks());
        assertEquals(0, two.queue().hostTasks());
        assertTrue(two.queue().chunks() > one.queue().chunks());
    }

    /** What the device has saved for the derivative is not in the order of the CPU, which must see to that. */
    @Test
    void theCpuTakesOverBetweenForwardAndBackward() throws Exception {
        double[][] gradients = new double[2][];
        Backend[] backends = {
            TestDevices.cpu(), TestDevices.backend(new FaultyDevice(TestDevices.real(), Fault.REFUSED, 1))
        };
        for (int i = 0; i < 2; i++) {
            Lstm lstm = lstm(backends[i]);
            Parameter[] weights = lstm.cells().parameters().toArray(Parameter[]::new);
            Tensor x = Tensor.of(backends[i], values(12), Shape.of(2, 3, 2));
            Tensor y = lstm.apply(x, Pass.training(new Rng(1)));
            y.toArray();
            Tensor[] wanted = Arrays.stream(weights).map(Parameter::tracked).toArray(Tensor[]::new);
            gradients[i] = Gradients.of(y.sum(), wanted)[0].toArray();
        }
        assertNotNull(((AparapiBackend) backends[1]).queue().failure());
        assertArrayEquals(gradients[0], gradients[1], 1e-6);
    }

    private static double[] values(int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = ramp(size)[i];
        }
        return values;
    }

    @Test
    void threadsMayShareIt() throws Exception {
        AparapiBackend backend = TestDevices.backend(TestDevices.real());
        Callable<double[]> work = () -> {
            double[] result = null;
            for (int i = 0; i < 20; i++) {
                result = Scope.within(() -> {
                    Tensor x = Tensor.of(backend, values(64), Shape.of(8, 8));
                    return x.matmul(x).tanh().matmul(x).toArray();
                });
            }
            return result;
        };
        double[] expected = work.call();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<double[]> future : threads.invokeAll(Collections.nCopies(3, work))) {
                assertArrayEquals(expected, future.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aStorageOfAnotherBackendOrOfAClosedScopeIsRefused() throws Exception {
        AparapiBackend backend = TestDevices.backend(TestDevices.real());
        Storage other = TestDevices.cpu().fill(1, 0);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> backend.unary(Unary.ABS, other, 0));
        assertEquals(
                "backend aparapi: an argument belongs to backend plain; move it with download and upload",
                e.getMessage());
        Storage closed = Scope.within(() -> backend.fill(1, 0));
        assertThrows(StaleTensorException.class, () -> backend.unary(Unary.ABS, closed, 0));
    }

    /** Needs no OpenCL. */
    @Test
    void limitsAreCheckedBeforeADeviceIsAsked() {
        assertTrue(OpenClDevices.obstacle(256, 1 << 15, 1 << 30).isEmpty());
        assertEquals(
                "its groups have at most 128 work items, 256 are needed",
                OpenClDevices.obstacle(128, 1 << 15, 1 << 30).orElseThrow());
        assertEquals(
                "it has 1024 bytes of local memory, 8192 are needed",
                OpenClDevices.obstacle(256, 1024, 1 << 30).orElseThrow());
        assertEquals(
                "its largest allocation is 1024 bytes, 16777216 are needed",
                OpenClDevices.obstacle(256, 1 << 15, 1024).orElseThrow());
    }

    @Test
    void aDeviceIsChosenByAPartOfItsDescription() {
        TestBackends.device();
        String best = OpenCl.device();
        String part = best.substring(0, 8);
        assertEquals(
                best,
                OpenClDevices.describe(
                        OpenClDevices.best(part.toUpperCase(Locale.ROOT)).orElseThrow()));
        assertTrue(OpenClDevices.best("no such device").isEmpty());
    }

    @Test
    void whereNoDeviceIsToBeHadTheReasonIsGiven() {
        assertEquals(
                new OpenCl.Absence(
                        "no usable OpenCL device has 'Volta' in its description: a device; another",
                        "change -Dgradus.opencl.device, or leave it out for the best one"),
                OpenCl.absence(List.of("a device", "another"), "Volta"));
        assertEquals(
                "no OpenCL device can be used: a device",
                OpenCl.absence(List.of("a device"), "").reason());
        assertEquals(
                "there is no OpenCL platform with a device",
                OpenCl.absence(List.of(), "Volta").reason());
    }
}
