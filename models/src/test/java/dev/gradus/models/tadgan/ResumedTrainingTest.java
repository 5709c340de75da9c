package dev.gradus.models.tadgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.ChildJvm;
import dev.gradus.models.Detector;
import dev.gradus.models.Thrown;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.Domain;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that was interrupted and goes on from its file ends as one that was not, to the bit. */
class ResumedTrainingTest {
    private static final TimeSeries SERIES = TrainingProbe.SERIES;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("wave.checkpoint");
    }

    static Stream<String> backends() {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vector ? Stream.of("plain", "vector") : Stream.of("plain");
    }

    private static TadGan model(int epochs) {
        return TrainingProbe.model("plain", epochs).build();
    }

    /** A training that nothing disturbs and that is never saved. */
    private static List<String> undisturbed(String backend, int epochs) {
        TrainingProbe.Notes notes = new TrainingProbe.Notes();
        Detector detector = TrainingProbe.model(backend, epochs).build().fit(SERIES, notes);
        List<String> lines = new ArrayList<>(notes.lines());
        lines.add(TrainingProbe.bits(detector));
        return lines;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void tenEpochsAreFiveAndFiveMoreInAnotherJvm(String backend) throws Exception {
        List<String> ten = undisturbed(backend, 10);
        Path output = folder.resolve("output");
        List<String> five = ChildJvm.run(output, TrainingProbe.class, backend, 5, file, 0);
        List<String> fiveMore = ChildJvm.run(output, TrainingProbe.class, backend, 10, file, 0);

        assertEquals(10 * 3 + 1, ten.size());
        assertEquals(ten.subList(0, 15), five.subList(0, 15));
        assertEquals("resumed after 5 of 10", fiveMore.get(0));
        assertEquals(ten.subList(15, 31), fiveMore.subList(1, fiveMore.size()));
        // The file has weights, optimisers, generators, order and history: all of them are the same.
        Path other = folder.resolve("other.checkpoint");
        TrainingProbe.model(backend, 10).build().fit(SERIES, TrainingListener.none(), Checkpoints.in(other));
        assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(file));
    }

    @Test
    void whatAKilledProcessSavedIsGoneOnFrom() throws Exception {
        List<String> expected = undisturbed("plain", 40);
        Path output = folder.resolve("output");
        Process process = ChildJvm.start(output, TrainingProbe.class, "plain", 40, file, 20);
        try {
            while (!Files.readString(output).contains("epoch 4 step 2")) {
                assertTrue(process.isAlive(), () -> "the process ended by itself");
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));

        Resumption resumption = new Resumption();
        Detector detector = model(40).fit(SERIES, resumption, Checkpoints.in(file));
        assertTrue(resumption.after >= 3 && resumption.after < 40, "went on after epoch " + resumption.after);
        List<String> all = new ArrayList<>(expected.subList(0, 3 * resumption.after));
        all.addAll(resumption.notes.lines());
        all.add(TrainingProbe.bits(detector));
        assertEquals(expected, all);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(output, file), left.sorted().toList(), "nothing else is left behind");
        }
    }

    /** Says where a training went on. */
    private static final class Resumption implements TrainingListener {
        private final TrainingProbe.Notes notes = new TrainingProbe.Notes();
        private int after = -1;

        @Override
        public void resumed(int epoch, int epochs) {
            assertEquals(-1, after, "said once");
            assertTrue(notes.lines().isEmpty(), "said first");
            after = epoch;
        }

        @Override
        public void progress(TrainingProgress progress) {
            notes.progress(progress);
        }
    }

    /** Gives up after a step. */
    private static TrainingListener until(int epoch, int step) {
        return new TrainingListener() {
            private boolean enough;

            @Override
            public void progress(TrainingProgress progress) {
                enough = progress.epoch() == epoch && progress.step() == step;
            }

            @Override
            public boolean cancelled() {
                return enough;
            }
        };
    }

    static Stream<String> backendsAndReference() {
        return Stream.concat(backends(), Stream.of("reference"));
    }

    @ParameterizedTest
    @MethodSource("backendsAndReference")
    void aTrainingCancelledInAnEpochGoesOnFromTheOneBefore(String backend) throws IOException {
        TadGan model = TrainingProbe.model(backend, 6).build();
        assertThrows(CancellationException.class, () -> model.fit(SERIES, until(3, 2), Checkpoints.in(file)));
        Resumption resumption = new Resumption();
        Detector detector = model.fit(SERIES, resumption, Checkpoints.in(file));
        assertEquals(2, resumption.after);
        List<String> expected = undisturbed(backend, 6);
        assertEquals(expected.subList(6, 18), resumption.notes.lines());
        assertEquals(expected.get(18), TrainingProbe.bits(detector));
    }

    @Test
    void theNumberOfThreadsMayChange() throws IOException {
        TadGan.Builder settings = TadGanTest.small().epochs(4);
        TadGan alone = settings.backend(Backends.named("plain", Workers.of(1))).build();
        TadGan together =
                settings.backend(Backends.named("plain", Workers.of(3))).build();
        assertThrows(CancellationException.class, () -> alone.fit(SERIES, until(3, 1), Checkpoints.in(file)));
        Detector detector = together.fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        assertEquals(undisturbed("plain", 4).get(12), TrainingProbe.bits(detector));
    }

    @Test
    void savesAfterEverySoManyEpochsAndTheLast() throws IOException {
        Checkpoints everyThird = Checkpoints.in(file).every(3);
        assertThrows(CancellationException.class, () -> model(7).fit(SERIES, until(6, 1), everyThird));
        Resumption resumption = new Resumption();
        assertThrows(CancellationException.class, () -> model(7).fit(SERIES, new Both(resumption, 4), everyThird));
        assertEquals(3, resumption.after);
        model(7).fit(SERIES, TrainingListener.none(), everyThird);
        assertEquals(7, epochs());
    }

    /** Notes, and gives up at an epoch. */
    private record Both(Resumption resumption, TrainingListener end) implements TrainingListener {
        Both(Resumption resumption, int epoch) {
            this(resumption, until(epoch, 1));
        }

        @Override
        public void resumed(int epoch, int epochs) {
            resumption.resumed(epoch, epochs);
        }

        @Override
        public void progress(TrainingProgress progress) {
            resumption.progress(progress);
            end.progress(progress);
        }

        @Override
        public boolean cancelled() {
            return end.cancelled();
        }
    }

    private long epochs() throws IOException {
        return SafeTensors.read(file).longs("checkpoint.epoch")[0];
    }

    @Test
    void aCompleteTrainingIsNotDoneAgain() throws IOException {
        model(3).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        byte[] content = Files.readAllBytes(file);
        Resumption resumption = new Resumption();
        Detector again = model(3).fit(SERIES, resumption, Checkpoints.in(file));
        assertEquals(3, resumption.after);
        assertEquals(List.of(), resumption.notes.lines());
        assertEquals(undisturbed("plain", 3).get(9), TrainingProbe.bits(again));
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void howItIsScoredMayChange() throws IOException {
        model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        TadGan.Builder settings = TrainingProbe.model("plain", 2)
                .score(TadGanScore.builder().measureWindow(4).build())
                .finder(FinderOptions.builder().padding(1).build());
        Detector again = settings.build().fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        assertEquals(TrainingProbe.bits(settings.build().fit(SERIES)), TrainingProbe.bits(again));
    }

    @Test
    void theFileHasTheMeanLossesOfEachEpoch() throws IOException {
        List<TrainingProgress> seen = new ArrayList<>();
        model(2).fit(SERIES, seen::add, Checkpoints.in(file));
        SafeTensors content = SafeTensors.read(file);
        for (String loss : List.of("critic x", "critic z", "encoder-generator")) {
            double[] history = content.doubles("checkpoint.history." + loss);
            assertEquals(2, history.length);
            for (int epoch = 1; epoch <= 2; epoch++) {
                int number = epoch;
                double mean = seen.stream()
                        .filter(p -> p.epoch() == number)
                        .mapToDouble(p -> p.losses().get(loss))
                        .average()
                        .orElseThrow();
                assertEquals(mean, history[epoch - 1], 1e-12 * Math.abs(mean));
            }
        }
    }

    // ---- what does not go together -------------------------------------------------------------------------------

    /** Refused with this message, before anything is trained, and with the file left alone. */
    private void refuses(String message, TadGan.Builder settings, TimeSeries series) throws IOException {
        byte[] content = Files.readAllBytes(file);
        TrainingListener none = progress -> {
            throw new AssertionError("nothing must be trained");
        };
        Thrown.assertThrown(
                ModelFileException.class, message, () -> settings.build().fit(series, none, Checkpoints.in(file)));
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    private static TadGan.Builder settings() {
        return TrainingProbe.model("plain", 4);
    }

    @Test
    void otherSettingsAreNamedWithBothValues() throws IOException {
        model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        String start = "wave.checkpoint: does not fit this training: ";
        refuses(start + "setting 'seed' was '5', is '6'", settings().seed(6), SERIES);
        refuses(
                start + "setting 'window' was '18', is '20'; setting 'learningRate' was '0.0005', is '0.001'",
                settings().window(20).learningRate(0.001),
                SERIES);
        refuses(start + "setting 'criticLayers' was '4', is '3'", settings().criticLayers(3), SERIES);
        refuses(start + "setting 'interval' was 'PT1M', is 'PT2M'", settings().interval(Duration.ofMinutes(2)), SERIES);
        refuses(
                start + "setting 'backend' was 'plain', is 'reference'",
                settings().backend(Backends.named("reference", Workers.shared())),
                SERIES);
    }

    @Test
    void anotherSeriesIsNoticed() throws IOException {
        model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        double[] values = SERIES.values();
        values[77] += 1e-9;
        byte[] content = Files.readAllBytes(file);
        ModelFileException e = assertThrows(
                ModelFileException.class,
                () -> model(4).fit(
                                TimeSeries.ofMillis(SERIES.times(), values),
                                TrainingListener.none(),
                                Checkpoints.in(file)));
        String rows = "'119 rows from 1970-01-01T00:00:00Z to 1970-01-01T01:58:00Z, SHA-256 [0-9a-f]{16}'";
        assertTrue(
                e.getMessage()
                        .matches("wave.checkpoint: does not fit this training: setting 'series' was " + rows + ", is "
                                + rows),
                e.getMessage());
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void fewerEpochsThanAreCompleteAreRefused() throws IOException {
        model(5).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        refuses(
                "wave.checkpoint: epochs: 5 are complete, more than the 4 of this training; take at least 5, or another"
                        + " file",
                settings(),
                SERIES);
    }

    @Test
    void aFileThatIsNoneIsLeftAlone() throws IOException {
        Files.writeString(file, "timestamp,value\n2024-01-01,1\n");
        byte[] content = Files.readAllBytes(file);
        ModelFileException e = assertThrows(
                ModelFileException.class, () -> model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file)));
        assertTrue(e.getMessage().startsWith("wave.checkpoint: "), e.getMessage());
        assertArrayEquals(content, Files.readAllBytes(file));

        model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(folder.resolve("whole")));
        byte[] whole = Files.readAllBytes(folder.resolve("whole"));
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        assertThrows(
                ModelFileException.class, () -> model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file)));
    }

    @Test
    void anOrderThatIsNoneIsRefused() throws IOException {
        model(2).fit(SERIES, TrainingListener.none(), Checkpoints.in(file));
        SafeTensors content = SafeTensors.read(file);
        long[] order = content.longs("checkpoint.array.order");
        order[3] = order[4];
        SafeTensors.Builder changed = SafeTensors.builder();
        content.metadata().forEach(changed::metadata);
        for (String name : content.names()) {
            switch (content.dtype(name)) {
                case F32 -> changed.floats(name, content.shape(name), content.floats(name));
                case F64 -> changed.doubles(name, content.shape(name), content.doubles(name));
                default ->
                    changed.longs(
                            name,
                            content.shape(name),
                            name.equals("checkpoint.array.order") ? order : content.longs(name));
            }
        }
        changed.build().write(file);
        refuses("wave.checkpoint: order: is not a permutation of the 101 examples", settings(), SERIES);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidBeforeTheFirstStep() {
        TrainingListener none = progress -> {
            throw new AssertionError("nothing must be trained");
        };
        Path nowhere = folder.resolve("no").resolve("wave.checkpoint");
        assertThrows(NoSuchFileException.class, () -> model(2).fit(SERIES, none, Checkpoints.in(nowhere)));
        assertFalse(Files.exists(nowhere));
        assertThrows(IOException.class, () -> model(2).fit(SERIES, none, Checkpoints.in(folder)));
    }

    @Test
    void everySettingThatTrainingDependsOnIsCompared() {
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent component : TadGanConfig.class.getRecordComponents()) {
            names.add(component.getName());
        }
        // The view has fields only where it is not the usual one.
        List.of("epochs", "interval", "score", "finder", "view").forEach(names::remove);
        assertEquals(names, TrainingSettings.of(model(1).config()).keySet());
        TadGan seeing = TadGan.builder().columns("a").domain(Domain.SPECTRUM).build();
        names.addAll(List.of("columns", "column.0", "column.0.target", "radius"));
        assertEquals(names, TrainingSettings.of(seeing.config()).keySet());
    }

    @Test
    void checkpointsAreEveryEpochAtMost() {
        Thrown.refused(
                "checkpoints: every must be at least 1 epoch, not 0",
                () -> Checkpoints.in(file).every(0));
    }
}
