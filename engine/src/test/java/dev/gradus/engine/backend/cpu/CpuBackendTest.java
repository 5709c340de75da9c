package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.PoolGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.backend.SplitMix;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The backend's walks, reductions and copies against the reference, and on 1, 2 and 3 threads to the bit. */
@Tag("without-vector")
@SuppressWarnings("try") // A scope works by being open; the block need not name it.
class CpuBackendTest {
    private static List<Backend> backends() {
        List<Backend> all = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            all.add(CpuBackend.plain(Workers.of(threads)));
            if (Boolean.getBoolean("gradus.test.vector")) {
                all.add(CpuBackend.vector(Workers.of(threads)));
            }
        }
        return all;
    }

    private static float[] normal(int seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Runs a kernel on the reference and on every backend: near the one, and the same bits on all others. */
    private static void agree(String what, double tolerance, Function<Backend, Storage> kernel) {
        Backend reference = ReferenceBackend.instance();
        double[] expected = reference.download(kernel.apply(reference));
        float[] first = null;
        for (Backend backend : backends()) {
            float[] actual = backend.downloadFloats(kernel.apply(backend));
            assertEquals(expected.length, actual.length, what);
            for (int i = 0; i < actual.length; i++) {
                double scale = tolerance * Math.max(1, Math.abs(expected[i]));
                assertEquals(expected[i], actual[i], scale, what + " at " + i + " on " + backend.description());
            }
            if (first != null) {
                assertArrayEquals(first, actual, what + " on " + backend.description());
            }
            first = actual;
        }
    }

    @Test
    void aFewRowsTimesAParameterHaveTheBitsOfAnyProduct() {
        for (Backend backend : backends()) {
            for (int[] size : new int[][] {
                {1, 20, 2000}, {1, 20, 20_000}, {1, 60, 100}, {3, 33, 300}, {16, 5, 7}, {17, 20, 100}, {1, 1, 50}
            }) {
                ProductGeometry g = new ProductGeometry(1, size[0], size[1], size[2], false, true, false, false);
                Storage a = backend.upload(normal(1, g.m() * g.k()));
                Storage constant = backend.upload(normal(2, g.n() * g.k()));
                Storage parameter = backend.upload(normal(3, g.n() * g.k()));
                parameter.own("weight");
                backend.product(a, parameter, g);
                backend.assign(parameter, constant);
                for (int time = 0; time < 2; time++) {
                    assertArrayEquals(
                            backend.downloadFloats(backend.product(a, constant, g)),
                            backend.downloadFloats(backend.product(a, parameter, g)),
                            g + " on " + backend.description());
                }
            }
        }
    }

    @Test
    void aFewImagesByTheFiltersOfAParameterHaveTheBitsOfAnyConvolution() {
        for (Backend backend : backends()) {
            Storage parameter = backend.upload(normal(3, 12 * 60));
            parameter.own("weight");
            // The same parameter in other shapes: taps that make one block, and several, and an image that is unfolded.
            for (int[] size :
                    new int[][] {{1, 12, 5, 20}, {1, 60, 1, 9}, {3, 12, 5, 30}, {17, 12, 5, 9}, {1, 12, 5, 7}}) {
                ConvolutionGeometry g = new ConvolutionGeometry(
                        size[0], size[1], 1, size[3], 12, 1, size[3] - size[2] + 1, 1, size[2], 1, 1, 0, 0, 1, 1);
                Storage x = backend.upload(normal(1, g.inputSize()));
                for (int time = 0; time < 3; time++) {
                    Storage constant = backend.upload(normal(4 + time / 2, g.weightSize()));
                    backend.assign(parameter, constant);
                    assertArrayEquals(
                            backend.downloadFloats(backend.convolve(x, constant, g)),
                            backend.downloadFloats(backend.convolve(x, parameter, g)),
                            g + " on " + backend.description());
                }
            }
        }
    }

    private static int size(int... dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        return size;
    }

    @Test
    void broadcastsEveryPatternOfAxes() {
        int[] full = {3, 5, 7, 9};
        for (int pattern = 0; pattern < 256; pattern++) {
            int[] x = full.clone();
            int[] y = full.clone();
            for (int axis = 0; axis < 4; axis++) {
                x[axis] = (pattern >> axis & 1) == 1 ? 1 : full[axis];
                y[axis] = (pattern >> 4 + axis & 1) == 1 ? 1 : full[axis];
            }
            broadcast(Binary.SUBTRACT, x, y);
        }
    }

    @Test
    void broadcastsShapesThatAreSplit() {
        broadcast(Binary.ADD, new int[] {100_003}, new int[] {100_003});
        broadcast(Binary.MULTIPLY, new int[] {100_003}, new int[] {1});
        broadcast(Binary.DIVIDE, new int[] {1, 40_000}, new int[] {3, 40_000});
        broadcast(Binary.SUBTRACT, new int[] {5000, 20}, new int[] {1, 20});
        broadcast(Binary.SUBTRACT, new int[] {5000, 20}, new int[] {5000, 1});
        broadcast(Binary.ADD, new int[] {64, 33, 50}, new int[] {1, 33, 1});
        broadcast(Binary.ADD, new int[] {0, 3}, new int[] {1, 3});
        broadcast(Binary.ADD, new int[] {3, 0}, new int[] {1, 1});
    }

    private static void broadcast(Binary f, int[] x, int[] y) {
        agree(f + " under broadcasting", 1e-4, b -> {
            Storage p = b.upload(normal(1, size(x)));
            return b.binary(f, p, b.upload(normal(2, size(y))), Broadcast.of(x, y), 0);
        });
    }

    @Test
    void reducesAxesOfAllLengths() {
        int[][] shapes = {
            {1, 0, 1},
            {2, 0, 3},
            {0, 4, 5},
            {3, 1, 1},
            {1, 100_000, 1},
            {3, 40_000, 1},
            {5000, 17, 1},
            {1, 6400, 20},
            {4, 31, 20},
            {4, 32, 20},
            {4, 129, 127},
            {2, 300, 128},
            {1, 20_000, 3},
            {1, 5, 40_000},
            {3, 200, 9001}
        };
        for (int[] s : shapes) {
            for (Reduction f : Reduction.values()) {
                String what = f + " of " + s[0] + ", " + s[1] + ", " + s[2];
                float[] values = normal(s[1], size(s));
                agree(what, 2e-4, b -> b.reduce(f, b.upload(values), s[0], s[1], s[2]));
            }
        }
    }

    @Test
    void sumsOfMillionsKeepTheirDigits() {
        float[] values = new float[4_000_000];
        Arrays.fill(values, 0.1f);
        for (Backend backend : backends()) {
            double sum = backend.get(backend.reduce(Reduction.SUM, backend.upload(values), 1, values.length, 1), 0);
            assertEquals(0.1f * 4e6, sum, 0.4); // 1e-6 of it; added one by one it is 2 % off
        }
    }

    @Test
    void aMaximumPassesOnNaN() {
        float[] values = normal(3, 900);
        values[500] = Float.NaN;
        for (Backend b : backends()) {
            assertTrue(Double.isNaN(b.get(b.reduce(Reduction.MAX, b.upload(values), 1, 900, 1), 0)));
            assertTrue(Double.isNaN(b.get(b.reduce(Reduction.MAX, b.upload(values), 1, 90, 10), 0)));
        }
    }

    private static void copies(String what, int source, Region from, int target, Region to, int... extents) {
        agree(what, 0, b -> {
            Storage out = b.fill(target, -7);
            b.copy(b.upload(normal(5, source)), from, out, to, extents);
            return out;
        });
    }

    private static Region region(int offset, int... strides) {
        return new Region(offset, strides);
    }

    @Test
    void copiesRegions() {
        copies("whole", 60, region(0, 20, 1), 60, region(0, 20, 1), 3, 20);
        copies("one place", 9, region(4), 9, region(2));
        copies("one place with loops", 9, region(4, 3, 1), 9, region(2, 3, 1), 1, 1);
        copies("nothing", 9, region(0, 3, 1), 9, region(0, 3, 1), 0, 3);
        copies("rows into a wider array", 60, region(0, 20, 1), 100, region(5, 30, 1), 3, 20);
        copies("transposed", 70 * 45, region(0, 1, 70), 70 * 45, region(0, 45, 1), 70, 45);
        copies("transposed, many threads", 500 * 300, region(0, 1, 500), 500 * 300, region(0, 300, 1), 500, 300);
        copies("batch of transposed", 4 * 6 * 5, region(0, 30, 1, 5), 120, region(0, 30, 6, 1), 4, 5, 6);
        copies("axes turned round", 3 * 40 * 50, region(0, 1, 150, 3), 6000, region(0, 2000, 50, 1), 3, 40, 50);
        copies("outer two swapped", 3 * 4 * 50, region(0, 50, 150, 1), 600, region(0, 150, 50, 1), 4, 3, 50);
        copies("reversed", 50, region(49, -1), 50, region(0, 1), 50);
        copies("repeated", 30, region(0, 1, 0), 600, region(0, 20, 1), 30, 20);
        copies("repeated rows", 30, region(0, 0, 1), 600, region(0, 30, 1), 20, 30);
        copies("every third", 90, region(2, 3), 30, region(0, 1), 29);
        copies("into every second", 30, region(0, 1), 61, region(1, 2), 30);
        copies("large", 100_000, region(3, 1), 100_000, region(0, 1), 99_997);
        copies("windows", 200, region(0, 1, 1), 1900, region(0, 10, 1), 190, 10);
    }

    @Test
    void gathersScattersAndPools() {
        Random random = new Random(4);
        int[] index = random.ints(50_000, 0, 1000).toArray();
        agree("gather", 0, b -> b.gather(b.upload(normal(6, 1000)), index));
        agree("scatter", 1e-4, b -> b.scatterAdd(b.upload(normal(6, 50_000)), index, 1000));
        PoolGeometry g = new PoolGeometry(40, 20, 21, 9, 10, 3, 2, 2, 2);
        float[] x = normal(7, 40 * 20 * 21);
        for (int i = 0; i < x.length; i += 97) {
            x[i] = Float.NaN;
            x[i + 1] = x[i / 2];
        }
        int[] expected = ReferenceBackend.instance()
                .maxPoolIndices(ReferenceBackend.instance().upload(x), g);
        for (Backend b : backends()) {
            assertArrayEquals(expected, b.maxPoolIndices(b.upload(x), g));
        }
    }

    @Test
    void randomNumbersAreTheReferences() {
        agree("uniform", 1e-7, b -> b.uniform(50_001, 3, 0x9E3779B97F4A7C15L, 17, -1, 2));
        agree("bernoulli", 1e-6, b -> b.bernoulli(50_001, 3, 0x9E3779B97F4A7C15L, 17, 0.7, 1 / 0.7));
        for (int i = 0; i < 40; i++) {
            // On the edge: at this position the number drawn is exactly keep, or just below it.
            double keep = SplitMix.unit(3, SplitMix.GOLDEN_GAMMA, i);
            agree("bernoulli at " + keep, 0, b -> b.bernoulli(40, 3, SplitMix.GOLDEN_GAMMA, 0, keep, 1));
            agree("above " + keep, 0, b -> b.bernoulli(40, 3, SplitMix.GOLDEN_GAMMA, 0, Math.nextUp(keep), 1));
        }
        agree("bernoulli none", 0, b -> b.bernoulli(40, 3, SplitMix.GOLDEN_GAMMA, 0, 0, 1));
        agree("bernoulli all", 0, b -> b.bernoulli(40, 3, SplitMix.GOLDEN_GAMMA, 0, 1, 1));
    }

    @Test
    void productsInBatches() {
        for (int pattern = 0; pattern < 16; pattern++) {
            int bits = pattern;
            boolean sharedA = (bits & 4) != 0;
            boolean sharedB = (bits & 8) != 0;
            for (int batch : new int[] {0, 1, 70}) {
                ProductGeometry g =
                        new ProductGeometry(batch, 9, 21, 13, (bits & 1) != 0, (bits & 2) != 0, sharedA, sharedB);
                double[][] results = new double[2][];
                for (Backend b : backends()) {
                    Backend reference = ReferenceBackend.instance();
                    float[] left = normal(8, (sharedA ? 1 : batch) * 9 * 13);
                    float[] right = normal(9, (sharedB ? 1 : batch) * 13 * 21);
                    results[0] =
                            reference.download(reference.product(reference.upload(left), reference.upload(right), g));
                    results[1] = b.download(b.product(b.upload(left), b.upload(right), g));
                    assertArrayEquals(results[0], results[1], 1e-4, g + " on " + b.description());
                }
            }
        }
    }

    @Test
    void updatesInPlaceAndCountsTheVersions() {
        AdamStep step = new AdamStep(1e-2, 0.9, 0.999, 1e-7, 1.1, 0.99);
        for (int n : new int[] {1, 17, 50_000}) {
            for (int output = 0; output < 3; output++) {
                int which = output;
                agree("adam", 1e-5, b -> {
                    Storage[] s = cells(b, n);
                    b.adamStep(s[0], b.upload(normal(2, n)), s[1], s[2], step);
                    assertEquals(1, s[0].version() * s[1].version() * s[2].version());
                    return s[which];
                });
                agree("momentum", 1e-5, b -> {
                    Storage[] s = cells(b, n);
                    b.momentumStep(s[0], b.upload(normal(2, n)), s[1], 0.1, 0.9);
                    return s[which];
                });
                agree("rmsprop", 1e-4, b -> {
                    Storage[] s = cells(b, n);
                    b.rmsPropStep(s[0], b.upload(normal(2, n)), s[2], 0.01, 0.9, 1e-3);
                    return s[which];
                });
            }
        }
    }

    /** Subnormal numbers, which a processor is slow with, would stay: nine tenths of the least one are rounded to itself. */
    @Test
    void averagesWithoutGradientDoNotBecomeSubnormal() {
        AdamStep step = new AdamStep(1e-2, 0.9, 0.9, 1e-7, 1, 1);
        for (Backend b : backends()) {
            int n = 40;
            Storage[] s = cells(b, n);
            Storage velocity = b.upload(normal(13, n));
            Storage square = b.unary(Unary.SQUARE, velocity, 0);
            Storage none = b.fill(n, 0);
            for (int i = 0; i < 1200; i++) {
                b.adamStep(s[0], none, s[1], s[2], step);
                b.momentumStep(s[0], none, velocity, 0.1, 0.9);
                b.rmsPropStep(s[0], none, square, 0.01, 0.9, 1e-3);
            }
            for (Storage average : new Storage[] {s[1], s[2], velocity, square}) {
                for (double x : b.download(average)) {
                    double size = Math.abs(x);
                    assertTrue(
                            size < 0x1p-110 && (x == 0 || 0.9 * size >= Float.MIN_NORMAL),
                            x + " on " + b.description());
                }
            }
        }
    }

    private static Storage[] cells(Backend b, int n) {
        Storage square = b.unary(Unary.SQUARE, b.upload(normal(12, n)), 0);
        return new Storage[] {b.upload(normal(10, n)), b.upload(normal(11, n)), square};
    }

    @Test
    void arraysReturnToThePoolAndClosedStorageIsAnError() {
        CpuBackend backend = CpuBackend.plain(Workers.of(1));
        FloatStorage first;
        float[] array;
        try (Scope ignored = Scope.open()) {
            first = (FloatStorage) backend.fill(1234, 1);
            array = first.array();
        }
        assertTrue(first.isClosed());
        assertThrows(IllegalStateException.class, () -> backend.download(first));
        assertSame(array, ((FloatStorage) backend.fill(1234, 0)).array());
    }

    @Test
    void refusesTheStorageOfAnotherBackend() {
        CpuBackend backend = CpuBackend.plain(Workers.of(1));
        Storage other = ReferenceBackend.instance().fill(3, 1);
        assertThrows(IllegalArgumentException.class, () -> backend.unary(Unary.ABS, other, 0));
    }

    @Test
    void findsTheFirstNumberThatIsNotFinite() {
        CpuBackend backend = CpuBackend.plain(Workers.of(1));
        assertEquals(-1, backend.firstNonFinite(backend.upload(new float[] {1, 2})));
        assertEquals(1, backend.firstNonFinite(backend.upload(new float[] {1, Float.NaN, Float.NaN})));
        assertEquals(0, backend.firstNonFinite(backend.upload(new float[] {Float.NEGATIVE_INFINITY})));
    }
}
