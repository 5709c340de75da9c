package dev.gradus.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

    private static final Pipeline PROFILE = new Pipeline(
            "profile",
            false,
            (dataset, seed, backend) -> MatrixProfile.builder()
                    .window(12)
                    .discords(true)
                    .finder(FinderOptions.builder().padding(5).build())
                    .build());

    private static final Pipeline DENSE = new Pipeline(
            "dense",
            true,
            (dataset, seed, backend) -> DenseAutoencoder.builder()
                    .window(12)
                    .units(6, 3, 6)
                    .epochs(3)
                    .seed(seed)
                    .backend(backend)
                    .build());

    private static final List<Pipeline> BOTH = List.of(PROFILE, DENSE);

    @TempDir
    private Path root;

    private Path data;
    private Path out;

    private final Backend backend = Backends.get();

    /** Two datasets with four series, of which one is too short for any window. */
    @BeforeEach
    void writeData() throws IOException {
        data = root.resolve("data");
        out = root.resolve("results.csv");
        for (String signal : List.of("a/one", "a/two", "b/three")) {
            write(signal, 300);
        }
        write("b/short", 5);
        Files.writeString(data.resolve("notes.txt"), "no dataset");
        Files.createDirectory(data.resolve("empty"));
        Files.writeString(
                data.resolve("labels.csv"),
                "signal,start,end\none,2024-01-05 04:00:00,2024-01-05 10:00:00\nthree,2024-01-05 04:00:00,2024-01-05 10:00:00\n"
                        + "short,2024-01-01 01:00:00,2024-01-01 02:00:00\n");
    }

    private void write(String signal, int length) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < length; i++) {
            double value = Math.sin(i / 2.0) + 0.05 * (i * 7 % 5) + (i >= 100 && i < 106 ? i % 2 * 2 : 0);
            text.append(String.format(
                    Locale.ROOT, "%s,%.4f%n", START.plusHours(i).toString().replace('T', ' '), value));
        }
        Files.createDirectories(data.resolve(signal).getParent());
        Files.writeString(data.resolve(signal + ".csv"), text);
    }

    private List<Trial> trials(List<Pipeline> pipelines, Long... seeds) throws IOException {
        return Trial.all(pipelines, BenchmarkFolder.open(data).signals(List.of(), List.of()), List.of(seeds));
    }

    private List<TrialResult> run(List<Trial> trials, int jobs, Benchmark.Listener listener) throws IOException {
        try (ResultsFile results = ResultsFile.open(out, ZoneOffset.UTC, backend.name())) {
            new Benchmark(BenchmarkFolder.open(data), ZoneOffset.UTC, backend, jobs).run(trials, results, listener);
            return results.of(trials);
        }
    }

    /** All but the time that it took. */
    private static List<String> findings(List<TrialResult> results) {
        return results.stream()
                .map(r -> String.join(
                        " ",
                        r.key(),
                        r.counts().toString(),
                        Double.toString(r.flagged()),
                        Double.toString(r.vusPr()),
                        r.error()))
                .toList();
    }

    @Test
    void countsWhatIsFoundAndGoesOnWhereASignalFails() throws IOException {
        List<TrialResult> results = run(trials(List.of(PROFILE), 3L), 1, Benchmark.Listener.none());
        assertEquals(4, results.size());
        TrialResult one = results.get(0);
        assertEquals("a/one/profile/0", one.key(), "nothing in it is random, so there is one seed");
        assertEquals(1, one.counts().truePositives());
        assertEquals(0, one.counts().falseNegatives());
        assertTrue(one.flagged() > 0.02 && one.flagged() < 0.3, one.toString());
        assertTrue(one.vusPr() > 0.3, one.toString());
        TrialResult two = results.get(1);
        assertTrue(Double.isNaN(two.vusPr()), "there is no known anomaly: " + two);
        assertEquals(0, two.counts().truePositives());
        TrialResult small = results.get(2);
        assertTrue(small.failed());
        assertTrue(small.error().contains("5 samples"), small.error());
        assertEquals(new Confusion(0, 0, 1), small.counts(), "what a failed trial should have found is missed");
    }

    @Test
    void whatIsFoundDoesNotDependOnTheJobs() throws IOException {
        List<Trial> trials = trials(BOTH, 1L, 2L);
        List<String> alone = findings(run(trials, 1, Benchmark.Listener.none()));
        Files.delete(out);
        assertEquals(alone, findings(run(trials, 3, Benchmark.Listener.none())));
        assertEquals(4 + 2 * 4, alone.size());
    }

    @Test
    void aRunThatWasCancelledGoesOn() throws IOException {
        List<Trial> trials = trials(BOTH, 1L, 2L);
        List<String> whole = findings(run(trials, 1, Benchmark.Listener.none()));
        Files.delete(out);
        AtomicInteger over = new AtomicInteger();
        assertThrows(
                CancellationException.class,
                () -> run(trials, 2, new Benchmark.Listener() {
                    @Override
                    public void finished(Benchmark.Outcome outcome) {
                        over.incrementAndGet();
                    }

                    @Override
                    public boolean cancelled() {
                        return over.get() >= 5;
                    }
                }));
        assertEquals(6, Files.readAllLines(out).size(), "a header and five results");
        List<Trial> again = new ArrayList<>();
        assertEquals(whole, findings(run(trials, 2, new Benchmark.Listener() {
            @Override
            public void finished(Benchmark.Outcome outcome) {
                again.add(outcome.trial());
            }
        })));
        assertEquals(trials.size() - 5, again.size(), "the others are not run again");
        assertEquals(trials.size() + 1, new TreeSet<>(Files.readAllLines(out)).size());
        assertEquals(trials.size() + 1, Files.readAllLines(out).size(), "nothing is there twice");
    }

    /** What a process leaves that is killed while it writes. */
    @ParameterizedTest
    @ValueSource(strings = {"a/two", "b", ""})
    void ofARowThatIsHalfWrittenNothingIsTaken(String cut) throws IOException {
        List<Trial> trials = trials(List.of(PROFILE));
        List<String> whole = findings(run(trials, 1, Benchmark.Listener.none()));
        String text = Files.readString(out);
        int end = cut.isEmpty() ? 10 : text.indexOf("\n" + cut.replace('/', ',')) + 3;
        Files.write(out, text.substring(0, end).getBytes(StandardCharsets.UTF_8));
        assertEquals(whole, findings(run(trials, 1, Benchmark.Listener.none())));
        assertEquals(5, Files.readAllLines(out).size());
    }

    @Test
    void progressIsReported() throws IOException {
        List<Double> shares = new ArrayList<>();
        List<Trial> trials = trials(List.of(DENSE), 1L).subList(0, 1);
        run(trials, 1, new Benchmark.Listener() {
            @Override
            public void progress(Trial trial, double share) {
                shares.add(share);
            }
        });
        assertTrue(shares.size() > 3);
        assertEquals(1, shares.get(shares.size() - 1));
    }

    @Test
    void resultsOfAnotherZoneOrBackendAreNotMixed() throws IOException {
        run(trials(List.of(PROFILE)), 1, Benchmark.Listener.none());
        String other = assertThrows(
                        MalformedDataException.class, () -> ResultsFile.open(out, ZoneId.of("Asia/Tokyo"), "plain"))
                .getMessage();
        assertTrue(other.contains("results.csv:2: ") && other.contains("is of the zone Z, not of Asia/Tokyo"), other);
        String backends = assertThrows(
                        MalformedDataException.class, () -> ResultsFile.open(out, ZoneOffset.UTC, "other"))
                .getMessage();
        assertTrue(backends.contains("is of the backend " + backend.name() + ", not of other"), backends);
    }

    @Test
    void aFileOfSomethingElseIsLeftAlone() throws IOException {
        Files.writeString(out, "timestamp,value\n1,2\n");
        assertThrows(MalformedDataException.class, () -> ResultsFile.open(out, ZoneOffset.UTC, "plain"));
        Files.writeString(out, "notes");
        assertThrows(MalformedDataException.class, () -> ResultsFile.open(out, ZoneOffset.UTC, "plain"));
        assertEquals("notes", Files.readString(out));
    }

    @Test
    void aResultThatIsThereTwiceIsRefused() throws IOException {
        run(trials(List.of(PROFILE)), 1, Benchmark.Listener.none());
        String last = Files.readAllLines(out).get(4);
        Files.writeString(out, last + "\n", StandardOpenOption.APPEND);
        String message = assertThrows(
                        MalformedDataException.class, () -> ResultsFile.open(out, ZoneOffset.UTC, backend.name()))
                .getMessage();
        assertTrue(message.contains("results.csv:6: is the second result of profile on b/three with seed 0"), message);
    }

    @Test
    void twoRunsDoNotWriteOneFile() throws IOException {
        try (ResultsFile first = ResultsFile.open(out, ZoneOffset.UTC, "plain")) {
            assertFalse(first.has(trials(List.of(PROFILE)).get(0)));
            String message = assertThrows(
                            FileSystemException.class, () -> ResultsFile.open(out, ZoneOffset.UTC, "plain"))
                    .getMessage();
            assertTrue(message.contains("is being written by another run"), message);
        }
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Path nothing = root.resolve("nothing");
        assertThrows(NoSuchFileException.class, () -> BenchmarkFolder.open(nothing));
        BenchmarkFolder folder = BenchmarkFolder.open(data);
        assertEquals(List.of("a", "b"), folder.datasets());
        String dataset = assertThrows(
                        IllegalArgumentException.class, () -> folder.signals(List.of("a", "c"), List.of()))
                .getMessage();
        assertEquals("there is no dataset 'c' in " + data + "; choose some of a, b", dataset);
        String signal = assertThrows(
                        IllegalArgumentException.class, () -> folder.signals(List.of("a"), List.of("three")))
                .getMessage();
        assertEquals("there is no signal 'three' in a; choose some of one, two", signal);
        Files.delete(data.resolve("labels.csv"));
        String labels = assertThrows(NoSuchFileException.class, () -> BenchmarkFolder.open(data))
                .getMessage();
        assertTrue(labels.contains("has no file labels.csv"), labels);
    }

    @Test
    void theSignalThatWasNotPublishedIsRunWhenItIsNamed() throws IOException {
        write("realAdExchange/exchange-4_cpc_results", 10);
        write("realAdExchange/exchange-4_cpm_results", 10);
        BenchmarkFolder folder = BenchmarkFolder.open(data);
        assertEquals(
                List.of("exchange-4_cpm_results"),
                folder.signals(List.of("realAdExchange"), List.of()).stream()
                        .map(Signal::name)
                        .toList());
        assertEquals(
                1, folder.signals(List.of(), List.of("exchange-4_cpc_results")).size());
    }

    @Test
    void countsAreSummedOverSignalsAndSeeds() {
        List<TrialResult> results = List.of(
                result("realAdExchange", "s", 1, new Confusion(1, 0, 1), ""),
                result("realAdExchange", "t", 1, new Confusion(2, 1, 0), ""),
                result("realAdExchange", "s", 2, new Confusion(0, 3, 2), ""),
                result("realAdExchange", "t", 2, new Confusion(0, 0, 2), "broken"),
                result("elsewhere", "u", 1, new Confusion(1, 0, 0), ""));
        List<BenchmarkSummary> summaries = BenchmarkSummary.of(results);
        assertEquals(2, summaries.size());
        BenchmarkSummary first = summaries.get(0);
        assertEquals(new Confusion(3, 4, 5), first.counts());
        assertEquals(2, first.signals());
        assertEquals(2, first.seeds());
        assertEquals(1, first.failed());
        assertEquals(0, first.lowest());
        assertEquals(0.75, first.highest());
        assertEquals(new Confusion(9, 6, 2), first.published().orElseThrow().counts());
        assertFalse(first.isComparable(), "of five signals");
        assertTrue(summaries.get(1).published().isEmpty());
    }

    private static TrialResult result(String dataset, String signal, long seed, Confusion counts, String error) {
        return new TrialResult(dataset, signal, "tadgan", seed, counts, 0.1, 0.5, 1, 1, error);
    }
}
