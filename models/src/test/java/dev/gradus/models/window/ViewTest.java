package dev.gradus.models.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.tadgan.Procedure;
import dev.gradus.models.tadgan.TadGan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several columns and other domains, for every model of series. */
@Timeout(300)
class ViewTest {
    private static final int LENGTH = 90;

    @TempDir
    private Path folder;

    /** A model with what it sees. */
    private record Kind(String name, String[] targets, Domain domain, SeriesModel model) {
        @Override
        public String toString() {
            return name + ", targets " + String.join("+", targets) + ", " + domain;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(new String[] {"a", "b", "c"}, new String[] {"b"}, new String[] {"c", "a"})
                .flatMap(targets ->
                        Stream.of(Domain.TIME, Domain.laplace(1.02)).flatMap(domain -> kinds(targets, domain)));
    }

    private static Stream<Kind> kinds(String[] targets, Domain domain) {
        return Stream.of(
                new Kind("tadgan", targets, domain, tadGan(Procedure.ORION, targets, domain)),
                new Kind("tadgan in four phases", targets, domain, tadGan(Procedure.FOUR_PHASES, targets, domain)),
                new Kind(
                        "lstm-ae",
                        targets,
                        domain,
                        LstmAutoencoder.builder()
                                .window(13)
                                .units(4)
                                .epochs(2)
                                .columns("a", "b", "c")
                                .targets(targets)
                                .domain(domain)
                                .build()),
                new Kind(
                        "dense-ae",
                        targets,
                        domain,
                        DenseAutoencoder.builder()
                                .window(11)
                                .units(7, 5)
                                .epochs(2)
                                .columns("a", "b", "c")
                                .targets(targets)
                                .domain(domain)
                                .build()));
    }

    private static SeriesModel tadGan(Procedure procedure, String[] targets, Domain domain) {
        return TadGan.builder()
                .window(22)
                .latent(3)
                .encoderUnits(3)
                .generatorUnits(3)
                .criticFilters(3)
                .batch(16)
                .criticIterations(2)
                .epochs(2)
                .procedure(procedure)
                .columns("a", "b", "c")
                .targets(targets)
                .domain(domain)
                .build();
    }

    /** Four columns, of which the model looks at three, in another order than the file's. */
    private TimeSeries table(long seed, int length) throws IOException {
        Rng rng = new Rng(seed);
        StringBuilder text = new StringBuilder("timestamp,c,unused,a,b\n");
        for (int i = 0; i < length; i++) {
            double noise = rng.nextDouble();
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%f,%f,%f,%f%n",
                    60 * i,
                    100 + noise,
                    1e9 * noise,
                    Math.sin(i / 5.0) + 0.1 * noise,
                    -5 * Math.cos(i / 3.0)));
        }
        return TimeSeries.readCsv(Files.writeString(folder.resolve("table.csv"), text));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void reconstructsItsTargetsAndKeepsThemInItsFile(Kind kind) throws IOException {
        TimeSeries series = table(1, LENGTH);
        Detector detector = kind.model.fit(series);
        Detection detection = detector.examine(series);
        List<String> expected =
                Stream.of("a", "b", "c").filter(List.of(kind.targets)::contains).toList();
        assertEquals(
                expected,
                detection.channels().stream().map(Detection.Channel::name).toList());
        for (Detection.Channel channel : detection.channels()) {
            assertArrayEquals(series.values(channel.name()), channel.values());
            assertEquals(LENGTH - 1, channel.reconstruction().length);
        }
        assertEquals(Scoring.TRANSDUCTIVE, detection.scoring());

        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        Detector again = Detector.load(file);
        assertEquals(detector.description(), again.description());
        assertEquals(kind.domain, again.description().view().domain());
        TimeSeries other = table(2, LENGTH + 7);
        for (TimeSeries each : List.of(series, other)) {
            assertSame(detector.examine(each), again.examine(each));
        }
        Path second = folder.resolve("second.safetensors");
        again.save(second);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(second));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void goesOnFromACheckpointToTheBit(Kind kind) throws IOException {
        TimeSeries series = table(3, LENGTH);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        TrainingListener stopping = new TrainingListener() {
            private int epochs;

            @Override
            public void progress(TrainingProgress progress) {}

            @Override
            public void epoch(int epoch, int of, Map<String, double[]> losses) {
                epochs = epoch;
            }

            @Override
            public boolean cancelled() {
                return epochs == 1;
            }
        };
        assertThrows(CancellationException.class, () -> kind.model.fit(series, stopping, checkpoints));
        Detector resumed = kind.model.fit(series, TrainingListener.none(), checkpoints);
        assertSame(kind.model.fit(series).examine(series), resumed.examine(series));
    }

    private static void assertSame(Detection expected, Detection actual) {
        assertEquals(expected.scoring(), actual.scoring());
        assertArrayEquals(expected.scores(), actual.scores());
        assertArrayEquals(expected.reconstruction(), actual.reconstruction());
        assertEquals(expected.anomalies(), actual.anomalies());
    }

    @Test
    void aNamedColumnIsTheOnlyOneToTheBit() throws IOException {
        TimeSeries series = table(4, LENGTH);
        DenseAutoencoder.Builder plain =
                DenseAutoencoder.builder().window(12).units(6).epochs(2);
        Detection expected = plain.build().fit(series.column("a")).examine(series.column("a"));
        Detection named = plain.columns("a").build().fit(series).examine(series);
        assertSame(expected, named);
    }

    @Test
    void errorsAreTheMeanOverTheTargets() throws IOException {
        TimeSeries series = table(5, LENGTH);
        Detector detector = LstmAutoencoder.builder()
                .window(10)
                .units(3)
                .epochs(1)
                .smoothing(0)
                .columns("a", "b")
                .build()
                .fit(series);
        Detection detection = detector.examine(series);
        for (int i = 0; i < LENGTH - 1; i++) {
            double sum = 0;
            for (Detection.Channel channel : detection.channels()) {
                double[] values = channel.values();
                double range = Stream.of(values)
                        .map(v -> Arrays.stream(v).summaryStatistics())
                        .mapToDouble(s -> s.getMax() - s.getMin())
                        .sum();
                sum += 2 * Math.abs(values[i] - channel.reconstruction()[i]) / range;
            }
            assertEquals(sum / 2, detection.scores()[i], 1e-9);
        }
    }

    /** A wave whose frequency doubles for a while, its height and mean as before. */
    private static TimeSeries wave(int from, int to) {
        int length = 700;
        long[] seconds = new long[length];
        double[] values = new double[length];
        Rng rng = new Rng(8);
        for (int i = 0; i < length; i++) {
            seconds[i] = 60L * i;
            double turns = i >= from && i < to ? i / 6.0 : i / 12.0;
            values[i] = Math.sin(2 * Math.PI * turns) + 0.05 * rng.nextDouble();
        }
        return TimeSeries.of(seconds, values);
    }

    @ParameterizedTest
    @MethodSource("domains")
    void findsAChangeOfFrequency(Domain domain) {
        TimeSeries series = wave(400, 424);
        Detector detector = DenseAutoencoder.builder()
                .window(48)
                .dropout(0)
                .epochs(30)
                .earlyStopping(null)
                .domain(domain)
                .finder(FinderOptions.builder().padding(5).build())
                .build()
                .fit(series);
        List<Anomaly> found = detector.detect(series);
        // Off the unit circle, the ends are reconstructed worse.
        long margin = domain.radius() == 1 ? 0 : 15 * 60_000L;
        List<Anomaly> within = found.stream()
                .filter(a -> a.start() >= margin && a.end() < 699 * 60_000L - margin)
                .toList();
        assertFalse(within.isEmpty(), found::toString);
        for (Anomaly anomaly : within) {
            boolean overlaps = anomaly.start() < 440 * 60_000L && anomaly.end() > 384 * 60_000L;
            assertTrue(overlaps, () -> domain + " found " + found);
        }
    }

    static Stream<Domain> domains() {
        return Stream.of(Domain.SPECTRUM, Domain.laplace(1.02), Domain.laplace(0.98));
    }

    @Test
    void columnsThatAreNotThereAreNamed() throws IOException {
        TimeSeries series = table(6, LENGTH);
        String message = assertThrows(
                        UnsuitableSeriesException.class,
                        () -> DenseAutoencoder.builder()
                                .columns("a", "z")
                                .build()
                                .fit(series))
                .getMessage();
        assertEquals("there is no column 'z'; the series has [c, unused, a, b]", message);
        Detector detector = DenseAutoencoder.builder()
                .window(9)
                .units(3)
                .epochs(1)
                .columns("a", "b")
                .build()
                .fit(series);
        assertThrows(UnsuitableSeriesException.class, () -> detector.examine(series.column("a")));
        assertThrows(
                UnsuitableSeriesException.class,
                () -> DenseAutoencoder.builder().build().fit(series));
    }

    @Test
    void tiedWeightsNeedAllColumns() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> DenseAutoencoder.builder()
                                .tied(true)
                                .columns("a", "b")
                                .targets("a")
                                .build())
                .getMessage();
        assertEquals("dense-ae: with tied weights, all 2 columns must be reconstructed, not 1 of them", message);
    }

    @Test
    void aCheckpointOfOtherColumnsIsRefused() throws IOException {
        TimeSeries series = table(7, LENGTH);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        DenseAutoencoder.Builder model =
                DenseAutoencoder.builder().window(9).units(3).epochs(1).columns("a", "b");
        model.build().fit(series, TrainingListener.none(), checkpoints);
        ModelFileException refused = assertThrows(
                ModelFileException.class,
                () -> model.columns("a", "c").build().fit(series, TrainingListener.none(), checkpoints));
        assertTrue(refused.getMessage().contains("column.1"), refused.getMessage());
        assertThrows(
                ModelFileException.class,
                () -> model.columns("a", "b")
                        .domain(Domain.SPECTRUM)
                        .build()
                        .fit(series, TrainingListener.none(), checkpoints));
        Checkpoints spectrum = Checkpoints.in(folder.resolve("spectrum.safetensors"));
        model.build().fit(series, TrainingListener.none(), spectrum);
        assertThrows(
                ModelFileException.class,
                () -> model.domain(Domain.TIME).build().fit(series, TrainingListener.none(), spectrum));
    }

    @Test
    void hostileFieldsAreRefused() throws IOException {
        TimeSeries series = table(8, LENGTH);
        Path file = folder.resolve("detector.safetensors");
        DenseAutoencoder.builder()
                .window(9)
                .units(3)
                .epochs(1)
                .columns("a", "b")
                .domain(Domain.SPECTRUM)
                .build()
                .fit(series)
                .save(file);
        for (String[] change : new String[][] {
            {"dense-ae.columns", "1000000000"},
            {"dense-ae.columns", "-1"},
            {"dense-ae.columns", "1"},
            {"dense-ae.column.1", "a"},
            {"dense-ae.column.0", ""},
            {"dense-ae.column.0.target", "perhaps"},
            {"dense-ae.radius", "-1"},
            {"dense-ae.radius", "50"},
            {"training.fill.1", "much"},
            {"training.maximum.1", "-1e9"},
        }) {
            SafeTensors content = SafeTensors.read(file);
            SafeTensors.Builder changed = SafeTensors.builder();
            content.metadata().forEach((key, value) -> {
                if (!key.equals("gradus.sha256")) {
                    changed.metadata(key, key.equals(change[0]) ? change[1] : value);
                }
            });
            for (String name : content.names()) {
                changed.floats(name, content.shape(name), content.floats(name));
            }
            Path hostile = folder.resolve("hostile.safetensors");
            changed.build().write(hostile);
            ModelFileException refused =
                    assertThrows(ModelFileException.class, () -> Detector.load(hostile), change[0] + " " + change[1]);
            assertTrue(refused.getMessage().startsWith("hostile.safetensors: "), refused.getMessage());
        }
    }
}
