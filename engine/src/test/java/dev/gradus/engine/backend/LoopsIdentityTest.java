package dev.gradus.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plain and vector loops give the same bits for any bits that go in. */
class LoopsIdentityTest {
    private static final double[] ATTRIBUTES = {0, 0.2, -1.5, 1, 2, 3, 0.5};
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.7f,
        -87.4f,
        -103.9f,
        9f,
        -9f,
        1e-20f
    };
    private static final int[] LENGTHS = {1, 7, 15, 16, 17, 33, 63, 20_011};

    private Backend plain;
    private Backend vector;

    @BeforeEach
    void backends() {
        assumeTrue(TestBackends.names().containsAll(List.of("plain", "vector")), "needs the Vector API");
        plain = TestBackends.named("plain", 2);
        vector = TestBackends.named("vector", 2);
    }

    /** Special values first, then random bit patterns and, in every other place, numbers between −16 and 16. */
    private static float[] numbers(int length, long seed) {
        float[] numbers = Arrays.copyOf(SPECIAL, length);
        for (int i = Math.min(length, SPECIAL.length); i < length; i++) {
            long bits = SplitMix.bits(seed, SplitMix.GOLDEN_GAMMA, i);
            numbers[i] = i % 2 == 0 ? Float.intBitsToFloat((int) bits) : (bits >> 40) * 0x1p-19f;
        }
        return numbers;
    }

    @TestFactory
    Stream<DynamicTest> unary() {
        return Arrays.stream(Unary.values())
                .map(f -> dynamicTest(f.name(), () -> {
                    for (int length : LENGTHS) {
                        float[] x = numbers(length, 7);
                        for (double a : ATTRIBUTES) {
                            float[] expected = plain.downloadFloats(plain.unary(f, plain.upload(x), a));
                            float[] actual = vector.downloadFloats(vector.unary(f, vector.upload(x), a));
                            same(f + " a=" + a, x, expected, actual);
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> binary() {
        return Arrays.stream(Binary.values())
                .map(f -> dynamicTest(f.name(), () -> {
                    for (int length : LENGTHS) {
                        float[] x = numbers(length, 7);
                        float[] y = numbers(length, 8);
                        for (int i = 0; i < y.length / 2; i++) {
                            float moved = y[i];
                            y[i] = y[y.length - 1 - i];
                            y[y.length - 1 - i] = moved;
                        }
                        Broadcast whole = Broadcast.of(new int[] {length}, new int[] {length});
                        Broadcast left = Broadcast.of(new int[] {1}, new int[] {length});
                        Broadcast right = Broadcast.of(new int[] {length}, new int[] {1});
                        same(f + " both", x, run(plain, f, x, y, whole), run(vector, f, x, y, whole));
                        float[] one = {0.7f};
                        same(f + " left", y, run(plain, f, one, y, left), run(vector, f, one, y, left));
                        same(f + " right", x, run(plain, f, x, one, right), run(vector, f, x, one, right));
                    }
                }));
    }

    private static float[] run(Backend backend, Binary f, float[] x, float[] y, Broadcast walk) {
        return backend.downloadFloats(backend.binary(f, backend.upload(x), backend.upload(y), walk, 0.2));
    }

    @TestFactory
    Stream<DynamicTest> reductions() {
        return Arrays.stream(Reduction.values())
                .map(f -> dynamicTest(f.name(), () -> {
                    for (int length : LENGTHS) {
                        float[] x = new float[2 * length * 3];
                        for (int i = 0; i < x.length; i++) {
                            x[i] = (SplitMix.bits(9, SplitMix.GOLDEN_GAMMA, i) >> 40) * 0x1p-22f;
                        }
                        for (int inner : new int[] {1, 3}) {
                            int outer = x.length / (length * inner);
                            float[] expected =
                                    plain.downloadFloats(plain.reduce(f, plain.upload(x), outer, length, inner));
                            float[] actual =
                                    vector.downloadFloats(vector.reduce(f, vector.upload(x), outer, length, inner));
                            same(f + " inner " + inner, x, expected, actual);
                        }
                    }
                }));
    }

    /** Channels of one number, of few, of many: {@code [batch, channels, inner]}. */
    @TestFactory
    Stream<DynamicTest> normalizations() {
        int[][] sizes = {{6, 37, 1}, {131, 300, 1}, {4, 9, 7}, {5, 3, 49}, {2, 3, 1000}, {3, 2, 2051}, {1, 67, 33}};
        return Arrays.stream(sizes)
                .map(size -> dynamicTest(Arrays.toString(size), () -> {
                    NormalizationGeometry g = new NormalizationGeometry(size[0], size[1], size[2]);
                    NormalizationNumbers numbers = new NormalizationNumbers(1e-5, 0.3);
                    List<float[]> expected = normalized(plain, numbers, g);
                    List<float[]> actual = normalized(vector, numbers, g);
                    for (int i = 0; i < expected.size(); i++) {
                        same("result " + i, new float[0], expected.get(i), actual.get(i));
                    }
                }));
    }

    private static List<float[]> normalized(Backend backend, NormalizationNumbers numbers, NormalizationGeometry g) {
        Storage x = backend.upload(between(g.size(), 1));
        Storage weight = backend.upload(between(g.channels(), 2));
        Storage bias = backend.upload(between(g.channels(), 3));
        Storage gradient = backend.upload(between(g.size(), 4));
        Normalized forward = backend.normalize(x, weight, bias, numbers, g);
        NormalizedGradients backward = backend.normalizeBackward(x, weight, bias, forward, gradient, numbers, g);
        return Stream.of(
                        forward.value(),
                        forward.mean(),
                        forward.variance(),
                        backward.x(),
                        backward.weight(),
                        backward.bias())
                .map(backend::downloadFloats)
                .collect(Collectors.toList());
    }

    private static float[] between(int length, long seed) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (SplitMix.bits(seed, SplitMix.GOLDEN_GAMMA, i) >> 40) * 0x1p-22f;
        }
        return numbers;
    }

    private static void same(String what, float[] x, float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                throw new AssertionError(what + ", length " + expected.length + ", [" + i + "] of "
                        + (i < x.length ? x[i] : Float.NaN) + ": plain " + expected[i] + ", vector " + actual[i]);
            }
        }
    }
}
