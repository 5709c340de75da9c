package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loops against their definition element by element, to the bit: ragged lengths, odd offsets, special values. */
@Tag("without-vector")
class LoopsTest {
    private static final int[] LENGTHS = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 1023, 1024, 1025, 3000};
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
        88.72f,
        88.73f,
        -87.34f,
        -103.9f,
        -104f,
        9f,
        -9.0001f,
        1e-20f,
        -1e-20f,
        0.70710678f,
        3e-39f
    };

    static List<Loops> loops() {
        List<Loops> all = new ArrayList<>();
        all.add(new PlainLoops());
        if (Boolean.getBoolean("gradus.test.vector")) {
            all.add(new VectorLoops());
        }
        return all;
    }

    /** Numbers of all magnitudes, with the special ones scattered in. */
    static float[] numbers(int seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1 -> (float) random.nextGaussian() * 50f;
                default -> (float) random.nextGaussian();
            };
        }
        return values;
    }

    static void assertBits(float expected, float actual, String where) {
        if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
            fail(where + ": expected " + expected + ", got " + actual);
        }
    }

    private static float definition(Unary f, float x, double a) {
        if (f != Unary.POWER) {
            return Elements.unary(f, x, (float) a);
        }
        return a == 2 ? x * x : a == 3 ? x * x * x : a == -1 ? 1 / x : (float) StrictMath.pow(x, a);
    }

    @ParameterizedTest
    @EnumSource
    void unaryFollowsItsDefinition(Unary f) {
        for (Loops loops : loops()) {
            for (double a : new double[] {0, 0.2, -1.5, 2, 3, 0.5, -1}) {
                for (int length : LENGTHS) {
                    float[] x = numbers(length, length + 9);
                    float[] out = new float[length + 5];
                    loops.unary(f, x, 5, a, out, 3, length);
                    for (int i = 0; i < length; i++) {
                        String where = loops.name() + " " + f + "(" + x[i + 5] + ", " + a + ")";
                        boolean root = f == Unary.POWER && a == 0.5;
                        float expected = definition(f, x[i + 5], a);
                        assertBits(expected, out[i + 3], where + (root ? " root" : ""));
                    }
                    assertEquals(0f, out[2], "before");
                    assertEquals(0f, out[length + 3], "after");
                    loops.unary(f, x, 5, a, x, 5, length);
                    for (int i = 0; i < length; i++) {
                        assertBits(out[i + 3], x[i + 5], "in place " + f);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryFollowsItsDefinition(Binary f) {
        for (Loops loops : loops()) {
            for (int length : LENGTHS) {
                for (int strides = 0; strides < 4; strides++) {
                    int sx = strides & 1;
                    int sy = strides >> 1;
                    float[] x = numbers(length, length + 9);
                    float[] y = numbers(length + 77, length + 9);
                    float[] out = new float[length + 5];
                    loops.binary(f, x, 5, sx, y, 2, sy, 0.2, out, 3, length);
                    for (int i = 0; i < length; i++) {
                        float p = x[5 + i * sx];
                        float q = y[2 + i * sy];
                        String where = loops.name() + " " + f + "(" + p + ", " + q + ")";
                        assertBits(Elements.binary(f, p, q, 0.2f), out[i + 3], where);
                    }
                    assertEquals(0f, out[2], "before");
                    assertEquals(0f, out[length + 3], "after");
                }
                float[] x = numbers(length, length + 9);
                float[] y = numbers(length + 77, length + 9);
                float[] before = y.clone();
                loops.binary(f, x, 3, 1, y, 3, 1, 0.2, y, 3, length);
                for (int i = 3; i < length + 3; i++) {
                    assertBits(Elements.binary(f, x[i], before[i], 0.2f), y[i], "in place " + f);
                }
            }
        }
    }

    /** The order of a sum, as {@link LaneSums} states it, in the plainest form. */
    private static float sumInOrder(float[] x, int at, int length) {
        double total = 0;
        for (int block = 0; block < length; block += 1024) {
            float[] lanes = new float[16];
            for (int i = block; i < Math.min(length, block + 1024); i++) {
                lanes[i % 16] += x[at + i];
            }
            for (int width = 8; width > 0; width /= 2) {
                for (int lane = 0; lane < width; lane++) {
                    lanes[lane] += lanes[lane + width];
                }
            }
            total += lanes[0];
        }
        return (float) total;
    }

    @ParameterizedTest
    @EnumSource
    void reducesInTheStatedOrder(Reduction f) {
        for (Loops loops : loops()) {
            for (int length : LENGTHS) {
                Random random = new Random(length);
                float[] x = new float[length + 7];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextGaussian() - 3f;
                }
                float expected = sumInOrder(x, 5, length);
                if (f == Reduction.MAX) {
                    expected = Float.NEGATIVE_INFINITY;
                    for (int i = 0; i < length; i++) {
                        expected = Math.max(expected, x[5 + i]);
                    }
                }
                assertBits(expected, loops.reduce(f, x, 5, length), loops.name() + " " + f + " of " + length);
                for (int i = 0; i < length; i += 7) {
                    float before = x[5 + i];
                    x[5 + i] = Float.NaN;
                    assertBits(Float.NaN, loops.reduce(f, x, 5, length), loops.name() + " NaN at " + i);
                    x[5 + i] = before;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void combinesElementByElement(Reduction f) {
        for (Loops loops : loops()) {
            for (int length : LENGTHS) {
                float[] x = numbers(length, length + 9);
                float[] into = numbers(length + 5, length + 9);
                float[] before = into.clone();
                loops.combine(f, into, 1, x, 4, length);
                for (int i = 0; i < length; i++) {
                    float p = before[i + 1];
                    float q = x[i + 4];
                    assertBits(f == Reduction.SUM ? p + q : Math.max(p, q), into[i + 1], loops.name() + " " + f);
                }
                assertBits(before[0], into[0], "before");
                assertBits(before[length + 1], into[length + 1], "after");
            }
        }
    }
}
