package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorMeasureTest {
    @Test
    void warpingErrorsStandHalfAWindowLateBetweenZeros() {
        double[] truth = new double[40];
        Arrays.fill(truth, 1);
        double[] errors = ErrorMeasure.DTW.between(truth, new double[40], 10);
        for (int i = 0; i < 40; i++) {
            assertEquals(i < 5 || i >= 34, errors[i] == 0, "step " + i);
        }
        // The piece centred at step 0 has five padded zeros and stands at 5; the one centred at 5 is the first whole
        // one.
        assertEquals(Math.sqrt(6), errors[5]);
        assertEquals(Math.sqrt(11), errors[10]);
        assertEquals(Math.sqrt(11), errors[33]);
    }

    @Test
    void warpingForgivesAShift() {
        double[] truth = new double[60];
        double[] late = new double[60];
        truth[30] = 1;
        late[31] = 1;
        assertEquals(0, ErrorMeasure.DTW.between(truth, late, 10)[35]);
        assertEquals(1, ErrorMeasure.POINT.between(truth, late, 10)[30]);
    }

    @Test
    void warpingAgreesWithTheFullTable() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            int length = 1 + random.nextInt(60);
            int window = 1 + random.nextInt(14);
            double[] truth = Naive.random(random, length);
            double[] reconstruction = Naive.random(random, length);
            int half = window / 2;
            double[] expected = new double[length];
            for (int centre = 0; centre < length - (2 * half + 1); centre++) {
                double[] a = new double[2 * half + 1];
                double[] b = new double[2 * half + 1];
                for (int k = -half; k <= half; k++) {
                    boolean inside = centre + k >= 0 && centre + k < length;
                    a[k + half] = inside ? truth[centre + k] : 0;
                    b[k + half] = inside ? reconstruction[centre + k] : 0;
                }
                expected[centre + half] = Naive.warping(a, b);
            }
            assertClose(expected, ErrorMeasure.DTW.between(truth, reconstruction, window), "window " + window);
        }
    }

    @Test
    void areaIsSigned() {
        double[] zeros = new double[6];
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0, 0},
                ErrorMeasure.AREA.between(new double[] {1, -1, 1, -1, 1, -1}, zeros, 2));
        assertArrayEquals(
                new double[] {1, 2, 3, 3, 3, 2}, ErrorMeasure.AREA.between(new double[] {1, 1, 1, 1, 1, 1}, zeros, 4));
        assertArrayEquals(new double[6], ErrorMeasure.AREA.between(new double[] {1, 2, 3, 4, 5, 6}, zeros, 1));
    }

    @Test
    void aSeriesShorterThanTheWindowHasAnError() {
        double[] one = {1};
        double[] zero = {0};
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            double[] errors = measure.between(one, zero, 10);
            assertEquals(measure == ErrorMeasure.POINT ? 1 : 0, errors[0], measure.toString());
            assertTrue(Arrays.stream(measure.between(new double[9], new double[9], 50))
                    .allMatch(e -> e == 0));
        }
    }

    @Test
    void refusesWhatCannotBeCompared() {
        double[] two = {1, 2};
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            refused(
                    "2 values of the series do not go with 1 of the reconstruction",
                    () -> measure.between(two, new double[1], 10));
            refused(
                    "the series' value at index 1 is NaN",
                    () -> measure.between(new double[] {1, Double.NaN}, two, 10));
            refused(
                    "the reconstruction at index 0 is -Infinity",
                    () -> measure.between(two, new double[] {Double.NEGATIVE_INFINITY, 0}, 10));
            refused("the window of the errors must be at least 1, not 0", () -> measure.between(two, two, 0));
            refused("there is no series' value", () -> measure.between(new double[0], new double[0], 10));
        }
    }
}
