package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconstructionTest {
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(90);
            int length = 1 + random.nextInt(30);
            // Few different values, so that there are ties.
            double[] values = random.ints(n * length, -6, 6).asDoubleStream().toArray();
            Reconstruction reconstruction = Reconstruction.of(values, n, length);
            double[] expected = Naive.byStep(values, n, length).stream()
                    .mapToDouble(Naive::median)
                    .toArray();
            assertArrayEquals(expected, reconstruction.median());
            double[] middle = Arrays.stream(reconstruction.fiveNumbers())
                    .mapToDouble(five -> five[2])
                    .toArray();
            assertArrayEquals(expected, middle);
        }
    }

    @Test
    void medianOfAnyOrder() {
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            int count = 1 + random.nextInt(120);
            double[] values = round % 2 == 0
                    ? Naive.random(random, count)
                    : random.ints(count, 0, 4).asDoubleStream().toArray();
            double expected = Naive.median(values);
            assertEquals(expected, Selection.median(values.clone(), count));
            Arrays.sort(values);
            assertEquals(expected, Selection.median(values.clone(), count));
            double[] longer = Arrays.copyOf(values, count + 5);
            assertEquals(expected, Selection.median(longer, count));
        }
    }

    @Test
    void fiveNumbersOfOneStep() {
        double[] column = {4, 1, 3, 2};
        // Four windows of one step each would not overlap; a window of four steps reversed does at its last step.
        double[] values = new double[16];
        for (int i = 0; i < 4; i++) {
            values[i * 4 + 3 - i] = column[i];
        }
        Reconstruction reconstruction = Reconstruction.of(values, 4, 4);
        assertClose(new double[] {1, 1.75, 2.5, 3.25, 4}, reconstruction.fiveNumbers()[3], "step 3");
        assertEquals(7, reconstruction.steps());
        assertEquals(4, reconstruction.windows());
        assertEquals(4, reconstruction.length());
    }

    @Test
    void floatsAreWidened() {
        assertArrayEquals(
                new double[] {0.5, 0.25},
                Reconstruction.of(new float[] {0.5f, 0.25f}, 1, 2).median());
    }

    @Test
    void refusesWhatIsNoReconstruction() {
        refused("6 values are not 2 windows of length 4", () -> Reconstruction.of(new double[6], 2, 4));
        refused("0 values are not 0 windows of length 4", () -> Reconstruction.of(new double[0], 0, 4));
        refused(
                "the reconstruction of window 1 at position 2 is NaN",
                () -> Reconstruction.of(new double[] {0, 0, 0, 0, 0, Double.NaN}, 2, 3));
    }
}
