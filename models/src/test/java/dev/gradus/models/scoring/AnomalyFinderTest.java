package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.scoring.AnomalyFinder.Candidate;
import dev.gradus.models.scoring.AnomalyFinder.Segment;
import dev.gradus.models.scoring.AnomalyFinder.View;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyFinderTest {
    private static double[] ones(int length) {
        double[] errors = new double[length];
        Arrays.setAll(errors, i -> 1 + i % 2 * 0.01);
        return errors;
    }

    private static FinderOptions.Builder whole() {
        return FinderOptions.builder().wholeSeries();
    }

    private static View view(FinderOptions.Builder options, double[] errors) {
        return new AnomalyFinder(options.build()).views(errors).get(0);
    }

    @Test
    void publishedDefaults() {
        assertEquals(
                new FinderOptions(0, 0.33, 0, 0.1, false, 4, 0, 12, 0.13, 50, false, false, 0),
                FinderOptions.defaults());
        assertEquals(FinderOptions.defaults(), AnomalyFinder.withDefaults().options());
    }

    @Test
    void windowsSlideUntilOneReachesTheEnd() {
        int[] starts = AnomalyFinder.withDefaults().views(ones(1000)).stream()
                .mapToInt(View::start)
                .toArray();
        // 330 long, 33 apart; the first that reaches 1000 starts at 693.
        assertEquals(22, starts.length);
        assertEquals(33, starts[1]);
        assertEquals(693, starts[21]);
        assertEquals(1, new AnomalyFinder(whole().build()).views(ones(1000)).size());
        assertEquals(
                1,
                new AnomalyFinder(FinderOptions.builder().window(2000).step(200).build())
                        .views(ones(1000))
                        .size());
        assertEquals(
                7,
                new AnomalyFinder(FinderOptions.builder().window(400).step(100).build())
                        .views(ones(1000))
                        .size());
    }

    /** Of 330 steps 25 are more than a seventeenth, of 500 they are less. */
    @Test
    void whatIsTooLongForOneWindowStandsOutInALongerOne() {
        double[] errors = ones(1000);
        Arrays.fill(errors, 600, 625, 10);
        errors[100] = 10;
        FinderOptions.Builder one = FinderOptions.builder().padding(0);
        List<Segment> found = new AnomalyFinder(one.build()).segments(errors);
        assertEquals(List.of(100), found.stream().map(Segment::first).toList());
        FinderOptions both = one.secondWindowPortion(0.5).build();
        found = new AnomalyFinder(both).segments(errors);
        assertEquals(List.of(100, 600), found.stream().map(Segment::first).toList());
        assertEquals(List.of(100, 624), found.stream().map(Segment::last).toList());
        int[] starts = new AnomalyFinder(both)
                .views(errors).stream().mapToInt(View::start).toArray();
        // The 22 windows of a third, and then those of a half, 50 apart until one reaches the end.
        assertEquals(33, starts.length);
        assertArrayEquals(
                new int[] {0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500}, Arrays.copyOfRange(starts, 22, 33));
    }

    @Test
    void paddingIsAppliedBeforePeaksAndFloorAreTaken() {
        double[] errors = ones(200);
        errors[100] = 10;
        errors[103] = 3;
        View near = view(whole().padding(3), errors);
        assertEquals(List.of(new Candidate(97, 103, 10)), near.candidates());
        assertEquals(1.01, near.floor());
        View far = view(whole().padding(2), errors);
        assertEquals(List.of(new Candidate(98, 102, 10)), far.candidates());
        assertEquals(3, far.floor());
    }

    @Test
    void paddingIsCutAtTheWindow() {
        double[] errors = ones(100);
        errors[2] = 10;
        assertEquals(
                List.of(new Candidate(0, 7, 10)),
                view(whole().padding(5), errors).candidates());
        errors[2] = 1;
        errors[98] = 10;
        assertEquals(
                List.of(new Candidate(93, 99, 10)),
                view(whole().padding(5), errors).candidates());
        View all = view(whole().padding(Integer.MAX_VALUE), errors);
        assertEquals(List.of(new Candidate(0, 99, 10)), all.candidates());
        assertEquals(0, all.floor());
    }

    @Test
    void keepsAllDownToTheLastClearDrop() {
        double[] errors = ones(1000);
        errors[100] = 20;
        errors[300] = 19.9;
        errors[500] = 10;
        errors[700] = 9.9;
        errors[900] = 9.8;
        FinderOptions.Builder options = whole().padding(0).fixedThreshold(2);
        assertArrayEquals(new int[] {100, 300, 500, 700, 900}, kept(options.minimumDrop(0.5), errors));
        errors[850] = 5;
        errors[950] = 4.9;
        errors[960] = 4.8;
        // From 4.8 down to the floor of 1.01 is a clear drop; so nothing is dropped, however small the steps above.
        assertArrayEquals(
                new int[] {100, 300, 500, 700, 850, 900, 950, 960},
                kept(options.fixedThreshold(1).minimumDrop(0.13), errors));
        // A threshold of 4.85 makes 4.8 the floor: the last clear drop is the one from 9.8 to 5, and 5 and 4.9 go.
        double mean = Arrays.stream(errors).average().orElseThrow();
        double variance = Arrays.stream(errors)
                .map(e -> (e - mean) * (e - mean))
                .average()
                .orElseThrow();
        options.fixedThreshold((4.85 - mean) / Math.sqrt(variance));
        assertClose(4.85, view(options, errors).threshold(), "threshold");
        assertEquals(4.8, view(options, errors).floor());
        assertEquals(7, view(options, errors).candidates().size());
        assertArrayEquals(new int[] {100, 300, 500, 700, 900}, kept(options, errors));
        assertArrayEquals(new int[0], kept(options.minimumDrop(0.6), errors));
    }

    private static int[] kept(FinderOptions.Builder options, double[] errors) {
        return view(options, errors).kept().stream()
                .mapToInt(Candidate::first)
                .sorted()
                .toArray();
    }

    @Test
    void severityIsMeasuredInMeanPlusDeviation() {
        double[] errors = ones(200);
        errors[100] = 10;
        double mean = Arrays.stream(errors).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(errors)
                .map(e -> (e - mean) * (e - mean))
                .average()
                .orElseThrow());
        List<Segment> found = new AnomalyFinder(whole().padding(4).build()).segments(errors);
        assertEquals(1, found.size());
        assertClose(
                (10 - mean - 4 * deviation) / (mean + deviation), found.get(0).severity(), "severity");
    }

    @Test
    void candidatesThatTouchBecomeOne() {
        double[] errors = ones(400);
        errors[150] = 10;
        // Two windows, 0-299 and 100-399, see the same error.
        AnomalyFinder finder = new AnomalyFinder(
                FinderOptions.builder().window(300).step(100).padding(10).build());
        assertEquals(2, finder.views(errors).size());
        assertEquals(List.of(140, 160), bounds(finder.segments(errors)));
        // [140, 150] and [151, 161] touch; with one step between them they do not.
        errors[150] = 1;
        errors[145] = 10;
        errors[156] = 10;
        AnomalyFinder narrow = new AnomalyFinder(whole().padding(5).build());
        assertEquals(List.of(140, 161), bounds(narrow.segments(errors)));
        errors[156] = 1;
        errors[157] = 10;
        assertEquals(List.of(140, 150, 152, 162), bounds(narrow.segments(errors)));
    }

    @Test
    void candidatesOfNeighbouringWindowsThatTouchBecomeOne() {
        double[] errors = ones(200);
        errors[99] = 10;
        errors[100] = 10;
        FinderOptions options =
                FinderOptions.builder().window(100).step(100).padding(0).build();
        assertEquals(List.of(99, 100), bounds(new AnomalyFinder(options).segments(errors)));
        errors[100] = 1;
        errors[101] = 10;
        assertEquals(List.of(99, 99, 101, 101), bounds(new AnomalyFinder(options).segments(errors)));
    }

    @Test
    void anErrorAtTheThresholdIsNotAboveIt() {
        // Mean 1 and deviation 1, so that one deviation is exactly the greater value.
        double[] errors = new double[8];
        Arrays.setAll(errors, i -> i % 2 * 2);
        assertEquals(2, view(whole().fixedThreshold(1), errors).threshold());
        assertEquals(List.of(), view(whole().fixedThreshold(1), errors).candidates());
        assertEquals(
                4,
                view(whole().fixedThreshold(0.99).padding(0), errors)
                        .candidates()
                        .size());
    }

    private static List<Integer> bounds(List<Segment> segments) {
        return segments.stream()
                .flatMap(s -> java.util.stream.Stream.of(s.first(), s.last()))
                .toList();
    }

    @Test
    void singleStepsWithoutPaddingHaveAPlainMeanSeverity() {
        double[] errors = ones(400);
        errors[150] = 10;
        AnomalyFinder finder = new AnomalyFinder(
                FinderOptions.builder().window(300).step(100).padding(0).build());
        List<View> views = finder.views(errors);
        double mean = views.stream()
                .mapToDouble(v -> v.severity(v.kept().get(0)))
                .average()
                .orElseThrow();
        assertEquals(List.of(150, 150), bounds(finder.segments(errors)));
        assertClose(mean, finder.segments(errors).get(0).severity(), "severity");
    }

    @Test
    void lowAndInverseErrors() {
        double[] errors = ones(300);
        errors[100] = 0.2;
        assertEquals(List.of(), new AnomalyFinder(whole().build()).segments(errors));
        assertEquals(
                List.of(98, 102),
                bounds(new AnomalyFinder(whole().lower(true).padding(2).build()).segments(errors)));
        assertEquals(
                List.of(98, 102),
                bounds(new AnomalyFinder(whole().inverse(true).padding(2).build()).segments(errors)));
    }

    @Test
    void equalErrorsHoldNoAnomaly() {
        for (double value : new double[] {0, 0.1, 1, 1e-300, 1e99}) {
            double[] flat = new double[500];
            Arrays.fill(flat, value);
            for (FinderOptions.Builder options : List.of(
                    FinderOptions.builder(),
                    FinderOptions.builder().fixedThreshold(0),
                    FinderOptions.builder().dynamicThreshold(),
                    FinderOptions.builder().lower(true),
                    FinderOptions.builder().inverse(true))) {
                assertEquals(List.of(), new AnomalyFinder(options.build()).segments(flat));
            }
            assertClose(value, DynamicThreshold.of(flat, 0, 12), "threshold");
        }
    }

    @Test
    void shortSeriesAreSearchedToo() {
        Random random = new Random(10);
        for (int length = 1; length < 40; length++) {
            double[] errors = random.doubles(length).toArray();
            errors[length / 2] = 50;
            for (FinderOptions.Builder options : List.of(
                    FinderOptions.builder().fixedThreshold(1).padding(1),
                    FinderOptions.builder().dynamicThreshold().padding(1))) {
                for (Segment s : new AnomalyFinder(options.build()).segments(errors)) {
                    assertTrue(s.first() >= 0 && s.first() <= s.last() && s.last() < length);
                    assertTrue(Double.isFinite(s.severity()));
                }
            }
        }
    }

    @Test
    void errorsOfBothSignsHaveFiniteSeverities() {
        // mean + deviation = 0 exactly: {-4, 0, -4, 0, …} has mean -2 and deviation 2.
        double[] errors = new double[10];
        Arrays.setAll(errors, i -> i % 2 == 0 ? -4 : 0);
        View view = view(whole().fixedThreshold(0.5).padding(0), errors);
        assertEquals(5, view.candidates().size());
        assertTrue(view.candidates().stream().allMatch(c -> Double.isFinite(view.severity(c))));
    }

    @Test
    void dynamicThresholdSeparatesTheHighErrors() {
        double[] errors = ones(300);
        errors[100] = 5;
        errors[101] = 6;
        double threshold = DynamicThreshold.of(errors, 0, 12);
        assertTrue(threshold > 1.01 && threshold < 5, "threshold " + threshold);
    }

    @Test
    void anomaliesHaveTheTimesOfTheirSteps() {
        double[] errors = ones(200);
        errors[100] = 10;
        long[] times = new long[201];
        Arrays.setAll(times, i -> 1_000_000L + 60_000L * i);
        List<Anomaly> found = new AnomalyFinder(whole().padding(3).build()).find(errors, times);
        assertEquals(1, found.size());
        assertEquals(times[97], found.get(0).start());
        assertEquals(times[103], found.get(0).end());
    }

    @Test
    void refusesWhatItCannotJudge() {
        AnomalyFinder finder = AnomalyFinder.withDefaults();
        refused("3 errors need as many times, not 2", () -> finder.find(new double[3], new long[2]));
        refused("there is no error", () -> finder.segments(new double[0]));
        refused("the error at index 1 is NaN", () -> finder.segments(new double[] {1, Double.NaN}));
        refused("the error at index 1 is too large: -1.0E101", () -> finder.segments(new double[] {1, -1e101}));
        refused("not a range of starts: 3 to 3", () -> DynamicThreshold.of(new double[2], 3, 3));
        refused("the error at index 0 is NaN", () -> DynamicThreshold.of(new double[] {Double.NaN}, 0, 3));
        FinderOptions.Builder options = FinderOptions.builder();
        refused("the window must be at least 1 step, not 0", () -> options.window(0));
        refused("the step must be at least 1 step, not -3", () -> options.step(-3));
        refused(
                "the window portion must be more than 0, at most 1, not 0.0",
                () -> FinderOptions.builder().windowPortion(0).build());
        refused(
                "the second window's portion must be more than 0, at most 1, or 0 for none, not -0.5",
                () -> FinderOptions.builder().secondWindowPortion(-0.5).build());
        refused(
                "the step portion must be more than 0, at most 1, not 1.1",
                () -> FinderOptions.builder().stepPortion(1.1).build());
        refused(
                "the threshold must not lie below the mean: -1.0",
                () -> FinderOptions.builder().fixedThreshold(-1).build());
        refused(
                "not a range of starts for the threshold: 5 to 5",
                () -> FinderOptions.builder().dynamicThreshold(5, 5).build());
        refused(
                "the minimum drop must lie between 0 and 1, not NaN",
                () -> FinderOptions.builder().minimumDrop(Double.NaN).build());
        refused(
                "the padding must not be negative: -1",
                () -> FinderOptions.builder().padding(-1).build());
    }
}
