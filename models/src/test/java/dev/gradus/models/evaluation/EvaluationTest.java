package dev.gradus.models.evaluation;

import static dev.gradus.models.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Golden;
import dev.gradus.models.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void golden() {
        JsonArray cases = Golden.read("scoring_eval").getAsJsonArray();
        assertEquals(38, cases.size());
        for (JsonElement element : cases) {
            JsonObject golden = element.getAsJsonObject();
            List<Interval> expected = intervals(golden.getAsJsonArray("expected"));
            List<Interval> observed = intervals(golden.getAsJsonArray("observed"));
            JsonObject overlap = golden.getAsJsonObject("overlap");
            Confusion confusion = Evaluation.overlap(expected, observed);
            assertEquals(
                    new Confusion(
                            overlap.get("tp").getAsInt(),
                            overlap.get("fp").getAsInt(),
                            overlap.get("fn").getAsInt()),
                    confusion,
                    golden::toString);
            JsonElement f1 = golden.get("f1");
            assertClose(f1.isJsonNull() ? Double.NaN : f1.getAsDouble(), confusion.f1(), "f1");
            assertWeighted(golden.get("weighted_tn_fp_fn_tp"), Evaluation.weighted(expected, observed));
            assertWeighted(
                    golden.get("weighted_range_tn_fp_fn_tp"),
                    Evaluation.weighted(expected, observed, -50_000, 1_300_000));
        }
    }

    private static List<Interval> intervals(JsonArray array) {
        return array.asList().stream()
                .map(Golden::longs)
                .map(pair -> new Interval(pair[0] * 1000, pair[1] * 1000))
                .toList();
    }

    private static void assertWeighted(JsonElement seconds, WeightedConfusion actual) {
        long[] e = Golden.longs(seconds);
        assertEquals(new WeightedConfusion(e[0] * 1000, e[1] * 1000, e[2] * 1000, e[3] * 1000), actual);
    }

    private static List<Interval> seconds(long... edges) {
        return java.util.stream.IntStream.range(0, edges.length / 2)
                .mapToObj(i -> new Interval(edges[2 * i] * 1000, edges[2 * i + 1] * 1000))
                .toList();
    }

    @Test
    void lastSecondBelongsToAnInterval() {
        assertEquals(new Confusion(1, 0, 0), Evaluation.overlap(seconds(10, 20), seconds(20, 30)));
        assertEquals(new Confusion(0, 1, 1), Evaluation.overlap(seconds(10, 20), seconds(21, 30)));
        List<Interval> halfPastTwenty = List.of(new Interval(20_500, 30_000));
        assertEquals(new Confusion(1, 0, 0), Evaluation.overlap(seconds(10, 20), halfPastTwenty));
        assertEquals(new Confusion(1, 0, 0), Evaluation.overlap(halfPastTwenty, seconds(10, 20)));
    }

    @Test
    void severalDetectionsOfOneAnomalyCountOnce() {
        assertEquals(new Confusion(1, 1, 0), Evaluation.overlap(seconds(10, 50), seconds(12, 13, 20, 22, 60, 70)));
        assertEquals(new Confusion(2, 0, 0), Evaluation.overlap(seconds(10, 20, 30, 40), seconds(0, 100)));
    }

    @Test
    void scoresAreNaNWhereTheyAreZeroByZero() {
        assertTrue(Double.isNaN(Confusion.NONE.precision()));
        assertTrue(Double.isNaN(Confusion.NONE.recall()));
        assertTrue(Double.isNaN(Confusion.NONE.f1()));
        assertEquals(0, new Confusion(0, 2, 3).precision());
        assertEquals(0, new Confusion(0, 2, 3).recall());
        assertTrue(Double.isNaN(new Confusion(0, 2, 3).f1()));
        WeightedConfusion nothing = Evaluation.weighted(List.of(), List.of());
        assertEquals(new WeightedConfusion(0, 0, 0, 0), nothing);
        assertTrue(Double.isNaN(nothing.precision()) && Double.isNaN(nothing.recall()));
        assertTrue(Double.isNaN(nothing.f1()) && Double.isNaN(nothing.accuracy()));
    }

    @Test
    void scoresOfCounts() {
        Confusion confusion = new Confusion(3, 1, 2);
        assertEquals(0.75, confusion.precision());
        assertEquals(0.6, confusion.recall());
        assertEquals(6.0 / 9, confusion.f1());
        WeightedConfusion weighted = new WeightedConfusion(4, 1, 2, 3);
        assertEquals(0.75, weighted.precision());
        assertEquals(0.6, weighted.recall());
        assertEquals(6.0 / 9, weighted.f1());
        assertEquals(0.7, weighted.accuracy());
    }

    @Test
    void dataSetIsScoredByTheSumOfItsSeries() {
        Confusion sum = Confusion.sum(List.of(new Confusion(1, 0, 0), new Confusion(0, 2, 3), Confusion.NONE));
        assertEquals(new Confusion(1, 2, 3), sum);
        assertEquals(2.0 / 7, sum.f1());
        assertEquals(Confusion.NONE, Confusion.sum(List.of()));
    }

    @Test
    void negativeCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Confusion(-1, 0, 0));
    }

    @Test
    void flaggedShareCountsTimeOnceAndInsideOnly() {
        assertEquals(1, Evaluation.flaggedShare(seconds(0, 99), 0, 99_000));
        assertEquals(1, Evaluation.flaggedShare(seconds(-50, 500), 0, 99_000));
        assertEquals(0, Evaluation.flaggedShare(List.of(), 0, 99_000));
        assertEquals(0.3, Evaluation.flaggedShare(seconds(20, 39, 10, 29), 0, 99_000));
        assertEquals(0.3, Evaluation.flaggedShare(seconds(10, 39, 15, 20, 25, 30), 0, 99_000));
        assertEquals(0.1, Evaluation.flaggedShare(seconds(-20, -5, 90, 120, 200, 300), 0, 99_000));
    }

    @Test
    void intervalsOfAnomalies() {
        assertEquals(seconds(1, 5), Evaluation.intervals(List.of(new Anomaly(1000, 5000, 0.5))));
    }

    @Test
    void intervalsAndAnomaliesDoNotEndBeforeTheyStart() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Interval(2000, 1000))
                .getMessage();
        assertEquals("the interval ends at 1970-01-01T00:00:01Z, before it starts at 1970-01-01T00:00:02Z", message);
        assertThrows(IllegalArgumentException.class, () -> new Anomaly(2000, 1000, 1));
        assertEquals(
                "1970-01-01T00:00:01Z .. 1970-01-01T00:00:02Z, severity 0.250",
                new Anomaly(1000, 2000, 0.25).toString());
    }
}
