package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Golden.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Golden;
import dev.gradus.models.Interval;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.series.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringGoldenTest {
    private static final Map<String, Combination> COMBINATIONS = Map.of(
            "mult", Combination.MULTIPLY,
            "sum", Combination.SUM,
            "rec", Combination.RECONSTRUCTION,
            "reg", Combination.REGRESSION);

    @ParameterizedTest
    @ValueSource(strings = {"scoring_windows_n60", "scoring_windows_n60_odd", "scoring_windows_n320_default"})
    void windowsToScores(String name) {
        checkWindows(Golden.read(name).getAsJsonObject());
    }

    private static void checkWindows(JsonObject golden) {
        int n = golden.get("n").getAsInt();
        int length = golden.get("T").getAsInt();
        int window = golden.get("score_window").getAsInt();
        int criticWindow = golden.get("critic_window").getAsInt();
        int errorWindow = golden.get("error_window").getAsInt();
        Windows windows = Windows.of(doubles(golden.get("series")), length);
        Reconstruction reconstruction = Reconstruction.of(doubles(golden.get("recon")), n, length);
        double[] critic = doubles(golden.get("critic"));

        assertEquals(n, windows.count());
        assertClose(golden.get("truth"), windows.truth(), "truth");
        assertClose(golden.get("median"), reconstruction.median(), "median");
        double[] five = Arrays.stream(reconstruction.fiveNumbers())
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertClose(golden.get("five"), five, "five numbers");
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            String key = measure.name().toLowerCase(Locale.ROOT);
            double[] raw = measure.between(windows.truth(), reconstruction.median(), window);
            assertClose(golden.getAsJsonObject("raw_errors").get(key), raw, "raw " + key);
            double[] smoothed = Smoothing.centred(raw, errorWindow);
            assertClose(golden.getAsJsonObject("smoothed_errors").get(key), smoothed, "smoothed " + key);
        }
        assertClose(golden.get("critic_modes"), CriticScore.modes(critic, length), "critic modes");
        JsonObject finals = golden.getAsJsonObject("final");
        assertFalse(finals.isEmpty());
        for (String key : finals.keySet()) {
            String[] parts = key.split("/");
            TadGanScore score = TadGanScore.builder()
                    .measure(ErrorMeasure.valueOf(parts[0].toUpperCase(Locale.ROOT)))
                    .combination(COMBINATIONS.get(parts[1]))
                    .lambda(Double.parseDouble(parts[2]))
                    .measureWindow(window)
                    .criticSmoothing(criticWindow)
                    .errorSmoothing(errorWindow)
                    .build();
            TadGanScore.Parts actual = score.parts(windows, reconstruction, critic);
            assertClose(golden.get("critic_modes"), actual.modes(), key + " modes");
            assertClose(golden.get("critic_scores"), actual.critic(), key + " critic");
            assertClose(golden.getAsJsonObject("smoothed_errors").get(parts[0]), actual.errors(), key + " errors");
            assertClose(finals.get(key), actual.score(), key);
            assertClose(finals.get(key), score.of(windows, reconstruction, critic), key);
        }
    }

    @Test
    void smoothingDefaultsToOnePercentOfTheWindows() {
        JsonObject golden = Golden.read("scoring_windows_n320_default").getAsJsonObject();
        assertEquals(Smoothing.size(320), golden.get("critic_window").getAsInt());
        assertEquals(Smoothing.size(320), golden.get("error_window").getAsInt());
        Windows windows = Windows.of(doubles(golden.get("series")), 20);
        Reconstruction reconstruction = Reconstruction.of(doubles(golden.get("recon")), 320, 20);
        double[] score = TadGanScore.builder().build().of(windows, reconstruction, doubles(golden.get("critic")));
        assertClose(golden.getAsJsonObject("final").get("dtw/mult/0.5"), score, "defaults");
    }

    @Test
    void aer() {
        JsonObject golden = Golden.read("scoring_aer").getAsJsonObject();
        int n = golden.get("n").getAsInt();
        int length = golden.get("T").getAsInt();
        Windows windows = Windows.of(doubles(golden.get("series")), length);
        Reconstruction inside = Reconstruction.of(doubles(golden.get("recon")), n, length - 2);
        double[] back = doubles(golden.get("back"));
        double[] forward = doubles(golden.get("fwd"));
        double[] last = Arrays.copyOfRange(windows.truth(), length - 1, windows.steps());
        assertClose(
                golden.get("regression_errors_fwd"),
                RegressionErrors.smoothed(last, forward, Smoothing.PORTION),
                "forward errors");
        JsonObject results = golden.getAsJsonObject("results");
        assertEquals(4, results.size());
        for (String key : results.keySet()) {
            JsonObject expected = results.getAsJsonObject(key);
            ErrorMeasure measure = ErrorMeasure.valueOf(key.split("/")[0].toUpperCase(Locale.ROOT));
            for (String combination : List.of("mult", "sum", "rec", "reg")) {
                AerScore score = AerScore.builder()
                        .measure(measure)
                        .combination(COMBINATIONS.get(combination))
                        .mask(key.endsWith("True"))
                        .build();
                AerScore.Parts actual = score.parts(windows, back, inside, forward);
                assertClose(expected.get("regression_part"), actual.regression(), key + " regression");
                assertClose(expected.get("reconstruction_part"), actual.reconstruction(), key + " reconstruction");
                assertClose(expected.get(combination), actual.score(), key + " " + combination);
                AerScore.Parts again = score.parts(windows, back, inside, forward, actual.statistics());
                assertArrayEquals(actual.score(), again.score(), key + " " + combination + ", by its own statistics");
            }
        }
    }

    @Test
    void find() {
        JsonArray cases = Golden.read("scoring_find").getAsJsonArray();
        assertEquals(20, cases.size());
        for (JsonElement element : cases) {
            JsonObject golden = element.getAsJsonObject();
            String what = golden.get("options").toString();
            AnomalyFinder finder = new AnomalyFinder(options(golden.getAsJsonObject("options")));
            double[] errors = doubles(golden.get("errors"));

            List<double[]> expected = new ArrayList<>();
            List<double[]> actual = new ArrayList<>();
            for (JsonElement view : golden.getAsJsonArray("windows")) {
                flatten(view.getAsJsonObject(), expected);
            }
            for (AnomalyFinder.View view : finder.views(errors)) {
                flatten(view, actual);
            }
            assertRows(expected, actual, what + " views");

            List<double[]> merged = finder.segments(errors).stream()
                    .map(s -> new double[] {s.first(), s.last(), s.severity()})
                    .toList();
            assertRows(rows(golden.getAsJsonArray("merged")), merged, what + " merged");
            long[] times = times(golden, errors.length);
            assertRows(
                    rows(golden.getAsJsonArray("intervals")),
                    inSeconds(finder.find(errors, times)),
                    what + " anomalies");
        }
    }

    @Test
    void endToEnd() {
        JsonObject golden = Golden.read("scoring_end_to_end").getAsJsonObject();
        checkWindows(golden.getAsJsonObject("case"));
        double[] scores =
                doubles(golden.getAsJsonObject("case").getAsJsonObject("final").get("dtw/mult/0.5"));
        long[] times = times(golden, scores.length);
        List<Anomaly> padded = AnomalyFinder.withDefaults().find(scores, times);
        assertRows(rows(golden.getAsJsonArray("intervals_pad50")), inSeconds(padded), "padding 50");
        List<Anomaly> found =
                new AnomalyFinder(FinderOptions.builder().padding(6).build()).find(scores, times);
        assertRows(rows(golden.getAsJsonArray("intervals_pad6")), inSeconds(found), "padding 6");
        List<Interval> expected = rows(golden.getAsJsonArray("expected")).stream()
                .map(row -> new Interval((long) row[0] * 1000, (long) row[1] * 1000))
                .toList();
        assertEquals(
                new Confusion(
                        golden.get("tp").getAsInt(),
                        golden.get("fp").getAsInt(),
                        golden.get("fn").getAsInt()),
                Evaluation.overlap(expected, Evaluation.intervals(found)));
    }

    private static FinderOptions options(JsonObject golden) {
        FinderOptions.Builder options = FinderOptions.builder();
        for (String key : golden.keySet()) {
            JsonElement value = golden.get(key);
            switch (key) {
                case "pad" -> options.padding(value.getAsInt());
                case "min_percent" -> options.minimumDrop(value.getAsDouble());
                case "window_portion" -> options.wholeSeries();
                case "step_portion" -> options.stepPortion(1);
                case "window" -> options.window(value.getAsInt());
                case "step" -> options.step(value.getAsInt());
                case "fixed" -> options.dynamicThreshold();
                case "lower" -> options.lower(true);
                case "inverse" -> options.inverse(true);
                default -> throw new IllegalArgumentException(key);
            }
        }
        return options.build();
    }

    private static long[] times(JsonObject golden, int count) {
        long start = golden.get("index0").getAsLong();
        long step = golden.get("index_step").getAsLong();
        long[] times = new long[count];
        Arrays.setAll(times, i -> (start + i * step) * 1000);
        return times;
    }

    private static List<double[]> inSeconds(List<Anomaly> anomalies) {
        return anomalies.stream()
                .map(a -> new double[] {a.start() / 1000.0, a.end() / 1000.0, a.severity()})
                .toList();
    }

    private static void flatten(JsonObject view, List<double[]> rows) {
        double start = view.get("start").getAsDouble();
        rows.add(new double[] {
            start, view.get("threshold").getAsDouble(), view.get("floor").getAsDouble()
        });
        rows(view.getAsJsonArray("spans")).forEach(s -> rows.add(new double[] {s[0] + start, s[1] + start}));
        rows(view.getAsJsonArray("kept")).forEach(k -> rows.add(new double[] {k[0] + start, k[1] + start, k[2]}));
    }

    private static void flatten(AnomalyFinder.View view, List<double[]> rows) {
        rows.add(new double[] {view.start(), view.threshold(), view.floor()});
        view.candidates().forEach(c -> rows.add(new double[] {c.first(), c.last()}));
        view.kept().forEach(c -> rows.add(new double[] {c.first(), c.last(), c.peak()}));
    }

    private static List<double[]> rows(JsonArray array) {
        return array.asList().stream().map(Golden::doubles).toList();
    }

    private static void assertRows(List<double[]> expected, List<double[]> actual, String what) {
        assertEquals(expected.size(), actual.size(), what + ": number");
        for (int i = 0; i < expected.size(); i++) {
            assertClose(expected.get(i), actual.get(i), what + " " + i);
        }
    }
}
