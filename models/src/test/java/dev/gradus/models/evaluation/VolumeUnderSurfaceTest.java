package dev.gradus.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeUnderSurfaceTest {
    private static final boolean[] SECOND = {false, true, false, false};

    @Test
    void byHand() {
        // The highest score is wrong (precision 0), the next is right (recall 1, precision ½): the area is a triangle.
        assertEquals(0.25, VolumeUnderSurface.pr(new double[] {3, 2, 1, 0}, SECOND, 0), 1e-15);
        assertEquals(1, VolumeUnderSurface.pr(new double[] {0, 1, 0, 0}, SECOND, 0), 1e-15);
        // All at once: recall 1 at a precision of ¼, from 0 at 1.
        assertEquals(0.625, VolumeUnderSurface.pr(new double[] {1, 1, 1, 1}, SECOND, 0), 1e-15);
    }

    @Test
    void aBufferForgivesANeighbour() {
        boolean[] labels = new boolean[60];
        Arrays.fill(labels, 20, 30, true);
        double[] late = new double[60];
        Arrays.fill(late, 23, 33, 1);
        assertTrue(VolumeUnderSurface.pr(late, labels, 20) > VolumeUnderSurface.pr(late, labels, 0));
    }

    @Test
    void withoutAKnownAnomalyThereIsNoFigure() {
        assertEquals(Double.NaN, VolumeUnderSurface.pr(new double[4], new boolean[4]));
        assertEquals(Double.NaN, VolumeUnderSurface.pr(new double[1], new boolean[] {true}));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 40})
    void isTheMeanOfTheAreasByTheirDefinition(int greatest) {
        Random random = new Random(greatest);
        boolean[] labels = new boolean[150];
        Arrays.fill(labels, 0, 4, true);
        Arrays.fill(labels, 60, 75, true);
        Arrays.fill(labels, 80, 81, true);
        double[] scores = random.ints(150, 0, 40).asDoubleStream().toArray();
        double sum = 0;
        for (int buffer = 0; buffer <= greatest; buffer++) {
            sum += area(scores, labels, buffer);
        }
        assertEquals(sum / (greatest + 1), VolumeUnderSurface.pr(scores, labels, greatest), 1e-12);
    }

    /** Threshold by threshold, each from the beginning. */
    private static double area(double[] scores, boolean[] labels, int buffer) {
        int n = labels.length;
        double[] weight = new double[n];
        for (int first = 0; first < n; first++) {
            if (!labels[first] || first > 0 && labels[first - 1]) {
                continue;
            }
            int last = first;
            while (last + 1 < n && labels[last + 1]) {
                last++;
            }
            for (int t = 0; t < n; t++) {
                weight[t] += label(Math.max(0, Math.max(first - t, t - last)), buffer);
            }
        }
        for (int t = 0; t < n; t++) {
            weight[t] = Math.min(1, weight[t]);
        }
        double[] thresholds = DoubleStream.of(scores).distinct().sorted().toArray();
        double recall = 0;
        double precision = 1;
        double area = 0;
        for (int k = thresholds.length - 1; k >= 0; k--) {
            double found = 0;
            double all = 0;
            int flagged = 0;
            int ranges = 0;
            int hit = 0;
            boolean inRange = false;
            boolean rangeHit = false;
            for (int t = 0; t < n; t++) {
                boolean high = scores[t] >= thresholds[k];
                found += high ? weight[t] : 0;
                all += (weight[t] + (labels[t] ? 1 : 0)) / 2;
                flagged += high ? 1 : 0;
                if (weight[t] > 0) {
                    ranges += inRange ? 0 : 1;
                    rangeHit = inRange && rangeHit || high;
                    hit += rangeHit && (t == n - 1 || weight[t + 1] == 0) ? 1 : 0;
                }
                inRange = weight[t] > 0;
            }
            double nextRecall = Math.min(1, found / all) * hit / ranges;
            double nextPrecision = found / flagged;
            area += (nextRecall - recall) * (nextPrecision + precision) / 2;
            recall = nextRecall;
            precision = nextPrecision;
        }
        return area;
    }

    private static double label(int distance, int buffer) {
        if (distance == 0) {
            return 1;
        }
        return 2 * distance <= buffer ? Math.sqrt(1 - (double) distance / buffer) : 0;
    }
}
