package dev.gradus.models.scoring;

import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.scoring.AnomalyFinder.Segment;
import dev.gradus.models.scoring.AnomalyFinder.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrozenThresholdTest {
    /** Mean 2, deviation 1. */
    private static final double[] LEARNT = {1, 3, 1, 3, 1, 3, 1, 3};

    private static FinderOptions.Builder narrow() {
        return FinderOptions.builder().padding(0);
    }

    private static List<Segment> judge(FinderOptions.Builder options, double... scores) {
        return FrozenThreshold.learn(LEARNT, options.build()).segments(scores);
    }

    @Test
    void severityIsMeasuredByTheLearntMeanAndDeviation() {
        // The threshold is 2 + 4·1, the unit 2 + 1.
        assertEquals(List.of(new Segment(1, 2, 2), new Segment(4, 4, 1)), judge(narrow(), 1, 9, 12, 6, 9, 0));
        assertEquals(List.of(new Segment(1, 1, 1)), judge(narrow().fixedThreshold(1), 3, 6, 3));
        assertEquals(List.of(), judge(narrow(), 6));
    }

    @Test
    void paddingIsCutAtTheEndsAndJoins() {
        assertEquals(List.of(new Segment(0, 3, 1)), judge(narrow().padding(2), 1, 9, 1, 1, 1, 1));
        assertEquals(List.of(new Segment(0, 5, 2)), judge(narrow().padding(2), 1, 1, 9, 1, 1, 12));
        assertEquals(List.of(new Segment(0, 2, 1)), judge(narrow().padding(Integer.MAX_VALUE), 1, 1, 9));
    }

    @Test
    void onePeakDoesNotSilenceAnother() {
        // Published pruning drops the second: it is no clear step above the floor of 6.
        double[] scores = {6, 100, 6, 6.1, 6};
        assertEquals(2, judge(narrow(), scores).size());
        scores[1] = 0;
        assertEquals(List.of(new Segment(3, 3, (6.1 - 6) / 3)), judge(narrow(), scores));
    }

    @Test
    void lowScoresCountWhereAskedFor() {
        FinderOptions.Builder lower = narrow().lower(true);
        assertEquals(List.of(new Segment(1, 1, 1), new Segment(3, 3, 1)), judge(lower, 2, -5, 2, 9));
        // A low and a high one side by side become one; of single steps, the severity is the plain mean.
        assertEquals(List.of(new Segment(1, 2, 1.5)), judge(lower, 2, -5, 12, 2));
        assertEquals(List.of(), judge(narrow(), 2, -5, 2));
    }

    @Test
    void inverseCountsFromTheGreatestLearnt() {
        // 3 − LEARNT has mean 1 and deviation 1: the threshold is 5, the unit 2.
        FinderOptions.Builder inverse = narrow().inverse(true);
        assertEquals(List.of(new Segment(1, 1, 1)), judge(inverse, 2, -4, 100));
        assertEquals(List.of(), judge(inverse, 2, -2, 1e9));
    }

    @Test
    void theDynamicThresholdIsThatOfTheLearntScoresAsOneWindow() {
        Random random = new Random(4);
        double[] learnt = new double[300];
        Arrays.setAll(learnt, i -> 1 + random.nextDouble() + (i == 100 || i == 101 ? 8 : 0));
        FrozenThreshold threshold =
                FrozenThreshold.learn(learnt, narrow().dynamicThreshold().build());
        double epsilon = DynamicThreshold.of(learnt, 0, 12);
        assertEquals(epsilon, threshold.upper());
        assertEquals(List.of(100, 101), marked(threshold.segments(learnt)));
        assertEquals(
                List.of(1),
                threshold.segments(new double[] {epsilon, Math.nextUp(epsilon)}).stream()
                        .map(Segment::first)
                        .toList());
    }

    @Test
    void withoutPruningOneWindowAgreesWithTheFinder() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            double[] scores = new double[1 + random.nextInt(80)];
            Arrays.setAll(scores, i -> random.nextInt(8) == 0 ? 10 * random.nextDouble() : random.nextDouble());
            FinderOptions.Builder options = FinderOptions.builder()
                    .wholeSeries()
                    .minimumDrop(0)
                    .padding(random.nextInt(4))
                    .lower(random.nextBoolean())
                    .inverse(random.nextBoolean());
            FinderOptions chosen = random.nextBoolean()
                    ? options.fixedThreshold(random.nextInt(4)).build()
                    : options.dynamicThreshold().build();
            List<Segment> expected = new AnomalyFinder(chosen).segments(scores);
            List<Segment> actual = FrozenThreshold.learn(scores, chosen).segments(scores);
            assertEquals(marked(expected), marked(actual), () -> chosen + " " + Arrays.toString(scores));
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).severity(), actual.get(i).severity(), 1e-9);
            }
        }
    }

    @Test
    void thresholdsAreThoseOfTheFindersViews() {
        Random random = new Random(6);
        double[] scores = random.doubles(100).toArray();
        FinderOptions options =
                FinderOptions.builder().wholeSeries().lower(true).build();
        List<View> views = new AnomalyFinder(options).views(scores);
        FrozenThreshold threshold = FrozenThreshold.learn(scores, options);
        assertEquals(views.get(0).threshold(), threshold.upper());
        assertEquals(views.get(1).threshold(), threshold.lower());
        assertEquals(Arrays.stream(scores).max().orElseThrow(), threshold.greatest());
    }

    @Test
    void whatIsFoundDependsOnWhatIsNearAlone() {
        Random random = new Random(7);
        FrozenThreshold threshold =
                FrozenThreshold.learn(LEARNT, FinderOptions.builder().padding(3).build());
        for (int round = 0; round < 100; round++) {
            double[] scores = random.doubles(60, 0, 8).toArray();
            List<Integer> whole = marked(threshold.segments(scores));
            int cut = 10 + random.nextInt(40);
            List<Integer> part = marked(threshold.segments(Arrays.copyOfRange(scores, cut, 60)));
            List<Integer> shifted =
                    part.stream().map(i -> i + cut).filter(i -> i >= cut + 3).toList();
            assertEquals(whole.stream().filter(i -> i >= cut + 3).toList(), shifted);
        }
    }

    private static List<Integer> marked(List<Segment> segments) {
        List<Integer> steps = new ArrayList<>();
        for (Segment segment : segments) {
            for (int i = segment.first(); i <= segment.last(); i++) {
                steps.add(i);
            }
        }
        return steps;
    }

    @Test
    void equalScoresLearntLetAnyOtherStandOut() {
        for (double equal : new double[] {0, 1, 1e9, 1e-9}) {
            double[] learnt = new double[50];
            Arrays.fill(learnt, equal);
            FrozenThreshold threshold = FrozenThreshold.learn(learnt, narrow().build());
            assertEquals(List.of(), threshold.segments(learnt));
            double rounding = 0.9e-6 * Math.max(1, equal);
            assertEquals(List.of(), threshold.segments(new double[] {equal + rounding}));
            List<Segment> found = threshold.segments(new double[] {equal, equal + 10 * Math.max(1, equal)});
            assertEquals(1, found.size());
            assertEquals(1, found.get(0).first());
            assertTrue(found.get(0).severity() > 1 && found.get(0).severity() < 1e11, found.toString());
        }
    }

    @Test
    void anomaliesHaveTheTimesOfTheirSteps() {
        FrozenThreshold threshold = FrozenThreshold.learn(LEARNT, narrow().build());
        assertEquals(
                List.of(new Anomaly(20, 30, 1)), threshold.find(new double[] {1, 9, 9}, new long[] {10, 20, 30, 40}));
    }

    @Test
    void refusesWhatItCannotJudge() {
        FinderOptions options = FinderOptions.defaults();
        FrozenThreshold threshold = FrozenThreshold.learn(LEARNT, options);
        refused("there is no score", () -> FrozenThreshold.learn(new double[0], options));
        refused("the score at index 1 is NaN", () -> FrozenThreshold.learn(new double[] {1, Double.NaN}, options));
        refused("the score at index 0 is Infinity", () -> threshold.segments(new double[] {1 / 0.0}));
        refused("2 errors need as many times, not 1", () -> threshold.find(new double[2], new long[1]));
        refused(
                "the upper threshold must be finite, not NaN",
                () -> new FrozenThreshold(options, new Scale(0, 1), Double.NaN, 0, 0));
        refused("the deviation of a scale must not be negative: -1.0", () -> new Scale(0, -1));
        refused("the centre of a scale must be finite, not NaN", () -> new Scale(Double.NaN, 1));
        refused(
                "the smoothing window must not be negative: -1",
                () -> new TadGanStatistics(-1, 0, new Scale(0, 1), new Scale(0, 1)));
    }
}
