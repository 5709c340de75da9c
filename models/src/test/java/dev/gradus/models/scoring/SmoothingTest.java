package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmoothingTest {
    @Test
    void anEvenWindowReachesFurtherLeft() {
        double[] impulse = {0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0};
        assertArrayEquals(new double[] {0, 0, 0, 0, 3, 3, 3, 3, 0, 0, 0}, Smoothing.centred(impulse, 4));
        assertArrayEquals(new double[] {0, 0, 0, 0, 4, 4, 4, 0, 0, 0, 0}, Smoothing.centred(impulse, 3));
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 6, 6, 0, 0, 0, 0}, Smoothing.centred(impulse, 2));
    }

    @Test
    void theEndsAverageWhatIsThere() {
        assertArrayEquals(new double[] {1.5, 2, 3, 3.5}, Smoothing.centred(new double[] {1, 2, 3, 4}, 3));
        assertArrayEquals(new double[] {2.5, 2.5, 2.5, 2.5}, Smoothing.centred(new double[] {1, 2, 3, 4}, 100));
    }

    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            double[] values = Naive.random(random, 1 + random.nextInt(80));
            int size = 1 + random.nextInt(100);
            assertClose(Naive.centredMean(values, size), Smoothing.centred(values, size), "size " + size);
        }
    }

    @Test
    void aLargeValueLeavesNoTrace() {
        double[] values = new double[100];
        java.util.Arrays.fill(values, 1);
        values[20] = 1e17;
        double[] smooth = Smoothing.centred(values, 10);
        assertEquals(1, smooth[40]);
        assertEquals(1, smooth[15]);
        assertEquals(1, smooth[26]);
    }

    @Test
    void sizesZeroAndOneLeaveTheValues() {
        double[] values = {3, 1, 2};
        assertArrayEquals(values, Smoothing.centred(values, 0));
        assertArrayEquals(values, Smoothing.centred(values, 1));
    }

    @Test
    void sizesAreOnePercentRoundedDown() {
        assertEquals(0, Smoothing.size(99));
        assertEquals(1, Smoothing.size(100));
        assertEquals(19, Smoothing.size(1999));
        assertEquals(300, Smoothing.size(30_000));
        assertEquals(19, Smoothing.autoencoderSize(1999));
        assertEquals(200, Smoothing.autoencoderSize(30_000));
    }

    @Test
    void exponentialWeightsAreNormalisedFromTheStart() {
        // Span 3 halves the weight at each step back.
        double[] actual = Smoothing.exponential(new double[] {4, 1, 1}, 3);
        assertClose(new double[] {4, (1 + 4 * 0.5) / 1.5, (1 + 0.5 + 4 * 0.25) / 1.75}, actual, "span 3");
        assertArrayEquals(new double[] {4, 1, 1}, Smoothing.exponential(new double[] {4, 1, 1}, 1));
        assertClose(new double[] {5, 5, 5}, Smoothing.exponential(new double[] {5, 5, 5}, 9), "constant");
    }

    @Test
    void refusesWhatCannotBeSmoothed() {
        refused("the smoothing window must not be negative: -1", () -> Smoothing.centred(new double[1], -1));
        refused("the span must be at least 1, not 0", () -> Smoothing.exponential(new double[1], 0));
        refused("there is no value to smooth", () -> Smoothing.centred(new double[0], 3));
        refused("the value to smooth at index 1 is NaN", () -> Smoothing.centred(new double[] {1, Double.NaN}, 3));
        refused(
                "the value to smooth at index 0 is Infinity",
                () -> Smoothing.exponential(new double[] {Double.POSITIVE_INFINITY}, 3));
    }
}
