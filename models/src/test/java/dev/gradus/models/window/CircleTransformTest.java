package dev.gradus.models.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transform against its definition, and its way back. */
class CircleTransformTest {
    private static double[] noise(int length, long seed) {
        Rng rng = new Rng(seed);
        double[] values = new double[length];
        Arrays.setAll(values, i -> 2 * rng.nextDouble() - 1);
        return values;
    }

    /** {@code |X_k|} by the sum that defines it. */
    private static double[] magnitudes(double[] x, double radius) {
        double[] result = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < x.length; n++) {
                double angle = -2 * Math.PI * ((long) k * n % x.length) / x.length;
                re += x[n] * Math.pow(radius, -n) * Math.cos(angle);
                im += x[n] * Math.pow(radius, -n) * Math.sin(angle);
            }
            result[k] = Math.hypot(re, im);
        }
        return result;
    }

    private static double[] seen(CircleTransform transform, double... x) {
        float[] values = new float[x.length];
        transform.see(x, values, 0, 1);
        double[] result = new double[x.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "16, 1", "18, 1.1", "64, 1", "97, 0.97", "100, 1", "100, 1.05", "101, 0.95"})
    void isTheSumThatDefinesIt(int length, double radius) {
        double[] x = noise(length, length);
        double greatest = 0;
        for (int n = 0; n < length; n++) {
            greatest += Math.pow(radius, -n);
        }
        double[] expected = magnitudes(x, radius);
        for (int k = 0; k < length; k++) {
            expected[k] = 2 * expected[k] / greatest - 1;
        }
        assertArrayEquals(expected, seen(new CircleTransform(length, radius), x), 1e-6);
    }

    @Test
    void aWaveHasTwoLinesAndALevelHasOne() {
        int length = 100;
        double[] wave = new double[length];
        Arrays.setAll(wave, n -> 0.5 * Math.cos(2 * Math.PI * 7 * n / length + 1));
        double[] lines = seen(new CircleTransform(length, 1), wave);
        for (int k = 0; k < length; k++) {
            assertEquals(k == 7 || k == 93 ? -0.5 : -1, lines[k], 1e-6, "line " + k);
        }
        double[] level = new double[length];
        Arrays.fill(level, -1);
        assertEquals(1, seen(new CircleTransform(length, 1), level)[0], 1e-6);
        assertEquals(-1, seen(new CircleTransform(length, 1), level)[1], 1e-6);
    }

    @Test
    void aShiftChangesNothingOfTheSpectrum() {
        double[] x = noise(60, 4);
        double[] shifted = new double[60];
        Arrays.setAll(shifted, n -> x[(n + 13) % 60]);
        CircleTransform transform = new CircleTransform(60, 1);
        assertArrayEquals(seen(transform, x), seen(transform, shifted), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "37, 1", "64, 1", "100, 1", "100, 1.05", "100, 0.95"})
    void whatIsRepeatedComesBackAsTheWindow(int length, double radius) {
        CircleTransform transform = new CircleTransform(length, radius);
        double[] x = noise(length, 9);
        double worst = Math.max(1, Math.pow(radius, length));
        assertArrayEquals(x, transform.back(x, seen(transform, x)), 1e-5 * worst);
        // Half of every magnitude is half of the window.
        double[] half = seen(transform, x);
        Arrays.setAll(half, k -> (half[k] + 1) / 2 - 1);
        assertArrayEquals(Arrays.stream(x).map(v -> v / 2).toArray(), transform.back(x, half), 1e-5 * worst);
        assertArrayEquals(
                new double[length], transform.back(new double[length], seen(transform, new double[length])), 0);
    }

    @Test
    void channelsLieSideBySide() {
        CircleTransform transform = new CircleTransform(10, 1);
        double[] x = noise(10, 2);
        float[] values = new float[30];
        transform.see(x, values, 1, 3);
        double[] alone = seen(transform, x);
        for (int k = 0; k < 10; k++) {
            assertEquals(alone[k], values[1 + 3 * k]);
            assertEquals(0, values[3 * k]);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void theRadiusMustBePositive(double radius) {
        String message = assertThrows(IllegalArgumentException.class, () -> Domain.laplace(radius))
                .getMessage();
        assertTrue(message.startsWith("domain: the radius must be positive and finite, not "), message);
    }

    @Test
    void theRadiusMustSuitTheWindow() {
        Domain.laplace(1.09).requireWindow("a", 100);
        Domain.laplace(1 / 1.09).requireWindow("a", 100);
        assertThrows(IllegalArgumentException.class, () -> Domain.laplace(1.11).requireWindow("a", 100));
        assertThrows(IllegalArgumentException.class, () -> Domain.laplace(0.9).requireWindow("a", 100));
        assertThrows(IllegalArgumentException.class, () -> new Domain(false, 2));
        assertEquals(Domain.SPECTRUM, Domain.laplace(1));
    }
}
