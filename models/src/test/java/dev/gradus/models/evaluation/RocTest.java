package dev.gradus.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RocTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /** Every pair is looked at: 1 where the positive has the higher score, ½ where both have the same. */
    private static double naive(double[] scores, boolean[] positive) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return sum / pairs;
    }

    @RepeatedTest(50)
    void areaIsTheShareOfPairsInOrder(RepetitionInfo repetition) {
        Rng rng = new Rng(repetition.getCurrentRepetition());
        int count = 2 + rng.nextInt(60);
        // Few different scores make many ties.
        int different = 1 + rng.nextInt(12);
        double[] scores = new double[count];
        boolean[] positive = new boolean[count];
        for (int i = 0; i < count; i++) {
            scores[i] = rng.nextInt(different) / 3.0;
            positive[i] = rng.nextInt(3) == 0;
        }
        positive[0] = true;
        positive[count - 1] = false;
        Roc roc = Roc.of(scores, positive);
        assertEquals(naive(scores, positive), roc.area(), 1e-15 * count);
        assertEquals(trapezes(roc.points()), roc.area(), 1e-12);
        for (Roc.Point point : roc.points()) {
            assertEquals(share(scores, positive, true, point.threshold()), point.truePositiveRate());
            assertEquals(share(scores, positive, false, point.threshold()), point.falsePositiveRate());
        }
    }

    private static double trapezes(List<Roc.Point> points) {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            Roc.Point from = points.get(i - 1);
            Roc.Point to = points.get(i);
            sum += (to.falsePositiveRate() - from.falsePositiveRate())
                    * (to.truePositiveRate() + from.truePositiveRate())
                    / 2;
        }
        return sum;
    }

    private static double share(double[] scores, boolean[] positive, boolean kind, double threshold) {
        int all = 0;
        int above = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positive[i] == kind) {
                all++;
                above += scores[i] >= threshold ? 1 : 0;
            }
        }
        return (double) above / all;
    }

    @Test
    void perfectWrongAndUndecidedScores() {
        boolean[] positive = {true, false, true, false};
        assertEquals(1, Roc.of(new double[] {5, 1, 4, 2}, positive).area());
        assertEquals(0, Roc.of(new double[] {1, 5, 2, 4}, positive).area());
        assertEquals(0.5, Roc.of(new double[4], positive).area());
        assertEquals(0.5, Roc.of(new double[] {0.0, -0.0, -0.0, 0.0}, positive).area(), "zeros are equal");
        assertEquals(
                List.of(new Roc.Point(INFINITE, 0, 0), new Roc.Point(0, 1, 1)),
                Roc.of(new double[4], positive).points());
    }

    @Test
    void aHundredThousandScoresCountEveryPair() {
        int count = 100_000;
        double[] scores = new double[count];
        boolean[] positive = new boolean[count];
        for (int i = 0; i < count; i++) {
            scores[i] = i;
            positive[i] = i % 2 == 1;
        }
        // A positive at place 2k + 1 is above k + 1 of the negatives: the counts of pairs do not fit into 32 bits.
        double half = count / 2.0;
        assertEquals((half + 1) / (2 * half), Roc.of(scores, positive).area());
        assertTrue(half * half > Integer.MAX_VALUE);
    }

    @Test
    void infiniteScoresAreScores() {
        assertEquals(
                1,
                Roc.of(new double[] {INFINITE, 3, -INFINITE}, new boolean[] {true, false, false})
                        .area());
    }
}
