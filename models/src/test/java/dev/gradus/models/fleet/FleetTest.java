package dev.gradus.models.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.ChildJvm;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final int GOOD = 6;

    @TempDir
    private Path root;

    private Path data;

    /** Six series, and four that fail each in its way. */
    @BeforeEach
    void writeData() throws IOException {
        data = root.resolve("data");
        for (int i = 0; i < GOOD; i++) {
            FleetData.write(data.resolve("machine " + i + ".csv"), FleetData.series(150 + 10 * i, i));
        }
        FleetData.write(data.resolve("short.csv"), FleetData.series(8, 1));
        FleetData.write(data.resolve("very-long.csv"), FleetData.series(1200, 1));
        Files.writeString(data.resolve("words.csv"), "timestamp,value\n1,a\n");
        Files.writeString(data.resolve("x" + "y".repeat(190) + ".csv"), "timestamp,value\n1,2\n");
        Files.writeString(data.resolve("notes.txt"), "no series");
        Files.createDirectory(data.resolve("folder.csv"));
    }

    private List<FleetSeries> series() throws IOException {
        return FleetSeries.folder(data, null);
    }

    private List<FleetRow> run(Path out, int jobs, Fleet.Listener listener) throws IOException {
        return new Fleet(FleetData.CONFIG, FleetData.BACKEND, jobs).run(series(), out, listener);
    }

    /** All files of results with their bytes, but for the seconds in the report. */
    static Map<String, String> content(Path out) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = out.relativize(file).toString();
                if (name.equals(FleetFolder.REPORT)) {
                    Files.readAllLines(file).stream()
                            .skip(1)
                            .map(FleetRow::parse)
                            .forEach(row -> content.put("row " + row.series(), findings(row)));
                } else {
                    content.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return content;
    }

    private static String findings(FleetRow row) {
        return row.points() + " " + row.anomalies() + " " + row.file() + " " + row.error();
    }

    @Test
    void eachSeriesIsTrainedOrSaysWhyNot() throws IOException {
        Path out = root.resolve("out/deep");
        List<FleetRow> rows = run(out, 2, Fleet.Listener.none());
        assertEquals(GOOD + 4, rows.size());
        assertEquals("machine 0", rows.get(0).series());
        for (FleetRow row : rows.subList(0, GOOD)) {
            assertFalse(row.failed(), row.error());
            assertEquals("detectors/" + row.series() + ".safetensors", row.file());
            assertTrue(row.trainingSeconds() > 0 && row.scoringSeconds() > 0, row.toString());
            Detector detector = Detector.load(out.resolve(row.file()), FleetData.BACKEND);
            TimeSeries read = TimeSeries.readCsv(data.resolve(row.series() + ".csv"));
            assertEquals(row.points(), read.length());
            assertEquals(Scoring.TRANSDUCTIVE, detector.examine(read).scoring(), "it knows its series");
            assertEquals(row.anomalies(), detector.detect(read).size());
            assertArrayEquals(
                    DetectionCsv.anomalies(read.timeFormat(), detector.detect(read)),
                    Files.readAllBytes(out.resolve("anomalies").resolve(row.series() + ".csv")));
            List<String> scores = Files.readAllLines(out.resolve("scores").resolve(row.series() + ".csv"));
            assertEquals(detector.examine(read).scores().length + 1, scores.size());
            assertTrue(scores.get(2).startsWith("60,0."), scores.get(2));
        }
        assertTrue(rows.stream().anyMatch(row -> row.anomalies() > 0));
        assertEquals("", rows.get(GOOD).file());
        assertTrue(rows.get(GOOD).error().contains("8 samples"), rows.get(GOOD).error());
        assertTrue(
                rows.get(GOOD + 1)
                        .error()
                        .startsWith("very-long: has 1200 rows, more than the 1000 points that a series may have here"),
                rows.get(GOOD + 1).error());
        assertEquals(0, rows.get(GOOD + 1).points(), "it was not even read");
        assertTrue(
                rows.get(GOOD + 2).error().startsWith("words.csv:2: "),
                rows.get(GOOD + 2).error());
        assertTrue(
                rows.get(GOOD + 3).error().startsWith("the name is too long for that of a file"),
                rows.get(GOOD + 3).error());
    }

    @Test
    void theNumberOfJobsDoesNotMatter() throws IOException {
        run(root.resolve("one"), 1, Fleet.Listener.none());
        Map<String, String> one = content(root.resolve("one"));
        run(root.resolve("two"), 2, Fleet.Listener.none());
        assertEquals(one, content(root.resolve("two")));
        assertEquals(1 + 3 * GOOD + GOOD + 4, one.size(), "settings, three files for each that did not fail, and rows");
    }

    @Test
    void aRunThatWasCancelledGoesOn() throws IOException {
        run(root.resolve("whole"), 1, Fleet.Listener.none());
        Path out = root.resolve("out");
        AtomicInteger over = new AtomicInteger();
        assertThrows(
                CancellationException.class,
                () -> run(out, 2, new Fleet.Listener() {
                    @Override
                    public void finished(FleetRow row) {
                        over.incrementAndGet();
                    }

                    @Override
                    public boolean cancelled() {
                        return over.get() >= 3;
                    }
                }));
        int done = Files.readAllLines(out.resolve("report.csv")).size() - 1;
        assertTrue(done >= 3 && done <= 4, "done: " + done);
        List<String> missing = new ArrayList<>();
        List<FleetRow> rows = run(out, 2, new Fleet.Listener() {
            @Override
            public void begin(List<String> keys) {
                missing.addAll(keys);
            }
        });
        assertEquals(GOOD + 4 - done, missing.size());
        assertEquals(GOOD + 4, rows.size());
        assertEquals(content(root.resolve("whole")), content(out));
    }

    /** Trains until it is killed. */
    public static final class Endless {
        public static void main(String... arguments) throws IOException {
            new Fleet(FleetData.CONFIG, FleetData.BACKEND, 2)
                    .run(FleetSeries.folder(Path.of(arguments[0]), null), Path.of(arguments[1]), new Fleet.Listener() {
                        @Override
                        public void progress(String series, double share) {
                            try {
                                // It is killed in the middle of this one, with others done.
                                Thread.sleep(series.equals("machine 3") ? 600_000 : 0);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
        }
    }

    @Test
    void aRunThatWasKilledGoesOn() throws Exception {
        run(root.resolve("whole"), 1, Fleet.Listener.none());
        Path out = root.resolve("out");
        Process process = ChildJvm.start(root.resolve("log"), Endless.class, data, out);
        Path report = out.resolve("report.csv");
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!(Files.exists(report) && Files.readAllLines(report).size() > 2)) {
            assertTrue(process.isAlive() && System.nanoTime() < patience, () -> "no rows: " + root.resolve("log"));
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        List<String> rows = Files.readAllLines(report);
        assertTrue(rows.size() < GOOD + 5, rows.toString());
        // What a process leaves that is killed while it writes: half a row, and a detector without one.
        Files.writeString(report, String.join("\n", rows) + "\nmachine 5,do");
        Files.writeString(out.resolve("detectors").resolve("machine 5.safetensors"), "half");
        run(out, 2, Fleet.Listener.none());
        assertEquals(content(root.resolve("whole")), content(out));
    }

    @Test
    void anotherFleetIsNotMixedIn() throws IOException {
        Path out = root.resolve("out");
        run(out, 1, Fleet.Listener.none());
        Fleet other = new Fleet(FleetData.config(4).withScores(true), FleetData.BACKEND, 1);
        String message = assertThrows(
                        MalformedDataException.class, () -> other.run(series(), out, Fleet.Listener.none()))
                .getMessage();
        assertTrue(
                message.endsWith(
                        "holds a fleet with other settings: dense-ae.epochs is '3' there and '4' here; take those"
                                + " settings, or name another folder"),
                message);
        FleetConfig more = FleetData.CONFIG.withLongest(2000);
        new Fleet(more, FleetData.BACKEND, 1).run(series(), out, Fleet.Listener.none());
        Files.delete(out.resolve("settings.safetensors"));
        assertThrows(MalformedDataException.class, () -> run(out, 1, Fleet.Listener.none()));
        Files.writeString(out.resolve("report.csv"), "something else\n");
        assertThrows(MalformedDataException.class, () -> run(out, 1, Fleet.Listener.none()));
    }

    @Test
    void aReportThatWasTamperedWithIsRefused() throws IOException {
        for (String row : List.of(
                "a,finished,1,1,,,,",
                "a,done,1,1,,,,error",
                "a,failed,1,1,,,,",
                "a,done,x,1,,,,",
                "a,done,1",
                "a,done,1,1,1,1,f,\na,done,1,1,1,1,f,")) {
            Path out = root.resolve("tampered");
            Files.createDirectories(out);
            Files.writeString(out.resolve("report.csv"), FleetRow.HEADER + "\n" + row + "\n");
            String message = assertThrows(MalformedDataException.class, () -> run(out, 1, Fleet.Listener.none()), row)
                    .getMessage();
            assertTrue(message.contains("report.csv:"), message);
        }
    }

    @Test
    void twoRunsDoNotWriteOneFolder() throws IOException {
        Path out = root.resolve("out");
        assertThrows(
                FileSystemException.class,
                () -> run(out, 1, new Fleet.Listener() {
                    @Override
                    public void begin(List<String> missing) {
                        try {
                            run(out, 1, Fleet.Listener.none());
                        } catch (FileSystemException e) {
                            assertTrue(e.getMessage().contains("is being written by another run"), e.getMessage());
                            throw sneaky(e);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                }));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
        throw (E) e;
    }

    @Test
    void keysAreNamesOfFilesWithoutMeaning() {
        assertEquals("a b-1.2_é", FleetFolder.fileName("a b-1.2_é"));
        assertEquals("%2E.", FleetFolder.fileName(".."));
        assertEquals("%2E.%2Fetc%2Fpasswd", FleetFolder.fileName("../etc/passwd"));
        assertEquals("%2Fa%25%5C%3A%00", FleetFolder.fileName("/a%\\:\0"));
        List<String> keys = List.of("a/b", "a%2Fb", "a_b", "a\\b", ".a", "%2Ea");
        assertEquals(
                keys.size(), keys.stream().map(FleetFolder::fileName).distinct().count());
    }

    @Test
    void seriesThatAreNotInFilesAreDoneToo() throws IOException {
        record InMemory(String key, TimeSeries series) implements FleetSeries {
            @Override
            public TimeSeries read(int longest) {
                return series;
            }
        }
        List<InMemory> some = IntStream.range(0, 3)
                .mapToObj(i -> new InMemory("../" + i, FleetData.series(100, i)))
                .toList();
        Path out = root.resolve("out");
        List<FleetRow> rows =
                new Fleet(FleetData.config(1), FleetData.BACKEND, 2).run(some, out, Fleet.Listener.none());
        assertEquals("detectors/%2E.%2F0.safetensors", rows.get(0).file());
        assertTrue(Files.exists(out.resolve(rows.get(2).file())));
        assertFalse(Files.exists(out.resolve("scores")));
        List<InMemory> twice = List.of(some.get(0), some.get(0));
        Fleet fleet = new Fleet(FleetData.config(1), FleetData.BACKEND, 2);
        assertThrows(IllegalArgumentException.class, () -> fleet.run(twice, out, Fleet.Listener.none()));
        List<InMemory> lines = List.of(new InMemory("a\nb", some.get(0).series()));
        assertThrows(IllegalArgumentException.class, () -> fleet.run(lines, out, Fleet.Listener.none()));
    }

    /** What bounds the memory: a series is not read before one of the jobs is free for it. */
    @Test
    void aSeriesIsReadWhenItsTurnComes() throws IOException {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        record Counted(String key, AtomicInteger read, AtomicInteger most) implements FleetSeries {
            @Override
            public TimeSeries read(int longest) {
                assertEquals(500, longest);
                most.accumulateAndGet(read.incrementAndGet(), Math::max);
                return FleetData.series(60, 1);
            }
        }
        List<Counted> many = IntStream.range(0, 12)
                .mapToObj(i -> new Counted("s" + i, read, most))
                .toList();
        new Fleet(FleetData.config(1).withLongest(500), FleetData.BACKEND, 2)
                .run(many, root.resolve("out"), new Fleet.Listener() {
                    @Override
                    public void finished(FleetRow row) {
                        assertFalse(row.failed(), row.error());
                        read.decrementAndGet();
                    }
                });
        assertEquals(0, read.get());
        assertTrue(most.get() <= 2, "at once: " + most);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        for (Path folder : List.of(empty, root.resolve("nowhere"), data.resolve("notes.txt"))) {
            String message = assertThrows(NoSuchFileException.class, () -> FleetSeries.folder(folder, null))
                    .getMessage();
            assertTrue(message.startsWith(folder.toString()), message);
        }
        List<FleetSeries> other = FleetSeries.folder(data, "cpu");
        FleetRow row = new Fleet(FleetData.CONFIG, Backends.get(), 1)
                .run(other.subList(0, 1), root.resolve("out"), Fleet.Listener.none())
                .get(0);
        assertEquals("there is no column 'cpu'; the series has [value]", row.error());
    }
}
