package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.file.Decimal;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradus watch}, its input in memory. */
class WatchCommandTest {
    private static final long START = 1_700_000_000;

    @TempDir
    private static Path folder;

    private static Path saved;
    private static Detector detector;
    private static TimeSeries series;
    private static Detection expected;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        detector = DenseAutoencoder.builder()
                .window(10)
                .units(8, 4, 8)
                .epochs(2)
                .finder(FinderOptions.builder().padding(3).build())
                .build()
                .fit(series(300, 1000));
        saved = folder.resolve("saved.safetensors");
        detector.save(saved);
        series = series(120, 50);
        expected = detector.examine(series, Scoring.FROZEN);
    }

    /** A value every minute, with a spike after every so many. */
    private static TimeSeries series(int length, int spikes) {
        long[] seconds = new long[length];
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            seconds[i] = START + 60L * i;
            values[i] = 50 + 10 * StrictMath.sin(i / 5.0) + (i % spikes == spikes - 10 ? 80 : 0);
        }
        return TimeSeries.of(seconds, values);
    }

    private static String line(int i) {
        return series.format(series.time(i)) + "," + Decimal.of(series.values()[i]) + "\n";
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(line(i));
        }
        return text.toString();
    }

    private int run(String input, Object... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of("watch"));
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        if (!arguments.contains("--load")) {
            arguments.addAll(List.of("--load", saved.toString()));
        }
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return Main.commandLine(ModelTrainer::new, () -> new ByteArrayInputStream(bytes))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private List<String> said() {
        return out.toString().lines().toList();
    }

    private static String json(Anomaly a) {
        return "{\"start\":" + a.start() / 1000 + ",\"end\":" + a.end() / 1000 + ",\"severity\":"
                + Decimal.of(a.severity());
    }

    private static List<String> anomalies(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{\"start\"")).toList();
    }

    @Test
    void anomaliesAreThoseOfTheWholeSeries() {
        assertEquals(0, run("timestamp,value\n" + lines(0, 120)), err::toString);
        assertEquals(
                expected.anomalies().stream().map(a -> json(a) + "}").toList(),
                said().stream().map(line -> line.replace(",\"open\":true", "")).toList());
        assertTrue(expected.anomalies().size() >= 2);
        assertEquals("", err.toString());
        // What is over long before the end is not marked.
        assertTrue(said().get(0).endsWith("}") && !said().get(0).contains("open"), out::toString);
    }

    @Test
    void everyScoreIsPrintedOnceWhenItIsFinal() {
        assertEquals(0, run(lines(0, 120), "--scores"), err::toString);
        List<String> scores =
                said().stream().filter(l -> l.startsWith("{\"time\"")).toList();
        assertEquals(119, scores.size());
        for (int i = 0; i < 119; i++) {
            String start = "{\"time\":" + (START + 60L * i) + ",\"score\":" + Decimal.of(expected.scores()[i]);
            // A window of ten and one half of the smoothing over two, which is none.
            assertEquals(start + (i <= 119 - 10 ? "}" : ",\"open\":true}"), scores.get(i));
        }
    }

    @Test
    void aStateGoesOnWhereTheInputEnded() throws IOException {
        Path state = folder.resolve("state.safetensors");
        Files.deleteIfExists(state);
        List<String> final_ = new ArrayList<>();
        for (int from = 0; from < 120; from += 24) {
            assertEquals(
                    0, run("time;v\n" + lines(from, from + 24).replace(',', ';'), "--state", state), err::toString);
            said().stream().filter(l -> !l.contains("open")).forEach(final_::add);
        }
        said().stream().filter(l -> l.contains("open")).forEach(l -> final_.add(l.replace(",\"open\":true", "")));
        assertEquals(expected.anomalies().stream().map(a -> json(a) + "}").toList(), anomalies(final_));
    }

    @Test
    void aLineThatMakesNoSenseIsNamedAndLeftOut() {
        String text = "timestamp,value\n" + lines(0, 40) + "nonsense\n" + line(40) + "\n" + (START + 60 * 41) + ",\"7\n"
                + (START + 60 * 41) + ",1.234,5\n" + (START + 60 * 41) + ",x1\n2024-01-01,5\ntimestamp,value\n"
                + lines(41, 120);
        assertEquals(1, run(text));
        assertEquals(
                List.of(
                        "gradus: line 42: has 1 column where the first line has 2; it is left out",
                        "gradus: line 45: is not CSV; is a quote not closed?; it is left out",
                        "gradus: line 46: has 3 columns where the first line has 2; it is left out",
                        "gradus: line 47: column 'value': 'x1' is not a number; it is left out",
                        "gradus: line 48: column 'timestamp': '2024-01-01' is not a time (expected seconds or"
                                + " milliseconds since 1970, or a date such as 2014-07-01 00:30:00); it is left out"),
                err.toString().lines().toList().stream()
                        .map(l -> l.replaceFirst("line 4[4-5]: is not", "line 45: is not"))
                        .map(l -> l.replaceFirst("line 45: has", "line 46: has"))
                        .toList());
        assertEquals(
                expected.anomalies().stream().map(a -> json(a) + "}").toList(),
                said().stream().map(line -> line.replace(",\"open\":true", "")).toList());
    }

    @Test
    void lateSamplesAndLongGapsAreSaid() {
        String text = lines(0, 30) + line(3) + (START + 60 * 60) + ",50\n";
        assertEquals(0, run(text, "--longest-gap", 20));
        assertEquals(
                List.of(
                        "gradus: line 31: " + (START + 180) + " comes after its bin is complete; it is left out",
                        "gradus: line 32: after a gap of more than 20 bins another series begins at " + (START + 3600)),
                err.toString().lines().toList());
    }

    @Test
    void endsOfLinesAndAMarkAreTakenInStride() {
        assertEquals(0, run("\uFEFF" + lines(0, 120).strip().replace("\n", "\r\n")), err::toString);
        assertEquals(expected.anomalies().size(), said().size());
        assertEquals(0, run(""), err::toString);
        assertEquals("", out.toString());
        assertEquals(1, run("9".repeat(70_000) + "\n" + line(0)));
        assertTrue(err.toString().startsWith("gradus: line 1: has more than 65536 characters"), err.toString());
    }

    @Test
    void datesAreWrittenAsTheyCame() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String time = String.format("2024-03-04 %02d:%02d", i / 60, i % 60);
            text.append(time).append(',').append(i >= 30 && i < 33 ? 500 : 50).append('\n');
        }
        assertEquals(0, run(text.toString()), err::toString);
        assertTrue(said().get(0).startsWith("{\"start\":\"2024-03-04 00:"), out.toString());
    }

    @Test
    void theBuiltInSeriesCanBeWatched() {
        assertEquals(0, run("", "--built-in", "--scores"), err::toString);
        assertTrue(said().get(0).startsWith("{\"time\":\"2024-03-04 00:00\",\"score\":"), said().get(0));
    }

    private void assertUsage(int status, String start) {
        assertEquals(2, status, err.toString());
        assertTrue(err.toString().startsWith("gradus: " + start), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void wrongUsageIsSaid() throws IOException {
        Path missing = folder.resolve("missing");
        assertUsage(run("", "--load", missing), "--load: there is no file " + missing);
        assertUsage(run("", "--zone", "Nowhere"), "--zone: there is no zone 'Nowhere'");
        assertUsage(run("", "--longest-gap", -1), "--longest-gap must not be negative: -1");
        assertUsage(run("", "--threads", 0), "--threads must be at least 1, not 0");
        assertUsage(run("", "--state", saved), "--state: saved.safetensors: ");
        assertUsage(run("time,a,b\n"), "line 1: the lines have 2 columns of values [a, b], needed is one");
        Path profile = folder.resolve("profile.safetensors");
        MatrixProfile.builder().window(10).build().fit(series).save(profile);
        assertUsage(run("", "--load", profile), "--load: matrix-profile: cannot score sample by sample");
        Path other = folder.resolve("other.safetensors");
        assertEquals(0, run(lines(0, 20), "--state", other, "--longest-gap", 7));
        assertEquals(0, run(lines(20, 30), "--state", other));
        assertUsage(run("", "--state", other, "--longest-gap", 8), "--longest-gap: the state was begun with 7, not 8");
        assertFalse(err.toString().contains("\tat "));
    }
}
