package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Description;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code gradus detect} with {@code --save}, {@code --load} and {@code --scoring}. */
class SavedDetectorCommandTest extends DetectInFolder {
    /** Half a second of TadGAN. */
    private static final Object[] SMALL = {"--window", 18, "--epochs", 1, "--interval", 7200};

    private Path saved;

    @BeforeEach
    void writeSeries() throws IOException {
        file = write("series.csv", 200, 0);
        saved = folder.resolve("series.safetensors");
    }

    /** One value every hour; a spike in the middle. */
    private Path write(String name, int length, double level) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < length; i++) {
            double value = level + StrictMath.sin(i / 5.0) + (i / 4 == length / 8 ? 9 : 0);
            text.append(1_700_000_000L + 3600L * i).append(',').append(value).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static Trainer never(Settings settings) {
        throw new AssertionError("nothing is to be trained");
    }

    private void train(Path series) {
        Object[] arguments = Stream.concat(Stream.of(series, "--save", saved), Stream.of(SMALL))
                .toArray();
        assertEquals(0, run(ModelTrainer::new, arguments), err.toString());
    }

    private int load(Object... more) {
        return run(
                SavedDetectorCommandTest::never,
                Stream.concat(Stream.of("--load", saved), Stream.of(more)).toArray());
    }

    @Test
    void aLoadedDetectorFindsWhatTheTrainedOneFound() throws IOException {
        train(file);
        assertTrue(out.toString().contains("Scoring    transductive"), out.toString());
        assertTrue(out.toString().contains(saved.toString()), out.toString());
        assertEquals(List.of(csv, png, file, saved), files());
        byte[] found = Files.readAllBytes(csv);
        byte[] drawn = Files.readAllBytes(png);

        assertEquals(0, load(file), err.toString());
        assertTrue(out.toString().contains("Scoring    transductive"), out.toString());
        assertTrue(out.toString().contains("Detector   " + saved), out.toString());
        assertTrue(out.toString().contains("100 bins of 2 h"), out.toString());
        assertTrue(out.toString().contains("window 18, 1 epoch, seed 0"), out.toString());
        assertArrayEquals(found, Files.readAllBytes(csv));
        assertArrayEquals(drawn, Files.readAllBytes(png));
        assertEquals("", err.toString(), "nothing is trained, so no progress is shown");
        assertEquals(List.of(csv, png, file, saved), files());
    }

    @Test
    void anotherSeriesIsScoredByTheTrainingSeries() throws IOException {
        train(file);
        Path other = write("other.csv", 120, 500);
        assertEquals(0, load(other), err.toString());
        assertTrue(out.toString().contains("Scoring    frozen"), out.toString());
        String frozen = Files.readString(csv);
        // All of it lies far above anything that was trained on.
        assertEquals(2, frozen.lines().count(), frozen);

        assertEquals(0, load(other, "--scoring", "transductive"), err.toString());
        assertTrue(out.toString().contains("Scoring    transductive"), out.toString());
        assertNotEquals(frozen, Files.readString(csv));
        assertEquals(0, load(other, "--scoring", "Frozen"), err.toString());
        assertEquals(frozen, Files.readString(csv));
    }

    @Test
    void theTrainingSeriesCanBeScoredFrozenAtOnce() {
        Object[] arguments = Stream.concat(Stream.of(file, "--scoring", "frozen"), Stream.of(SMALL))
                .toArray();
        assertEquals(0, run(ModelTrainer::new, arguments), err.toString());
        assertTrue(out.toString().contains("Scoring    frozen"), out.toString());
    }

    @Test
    void withoutFileTheBuiltInSeriesIsScored() {
        train(file);
        assertEquals(0, load(), err.toString());
        assertTrue(out.toString().contains("built-in series"), out.toString());
        assertTrue(out.toString().contains("3 known anomalies"), out.toString());
        assertTrue(out.toString().contains("252 bins of 2 h"), out.toString());
    }

    @Test
    void whatGoesWithLoadingDoes() throws IOException {
        train(file);
        Path labels = Files.writeString(folder.resolve("labels.csv"), "start,end\n1700000000,1700009000\n");
        assertEquals(
                0,
                load(file, "--labels", labels, "--column", "value", "--threads", 1, "--backend", "plain"),
                err.toString());
        assertTrue(out.toString().contains("backend plain"), out.toString());
        assertTrue(out.toString().contains("1 known anomaly"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--window, 18",
        "--epochs, 2",
        "--seed, 0",
        "--interval, 7200",
        "--checkpoint, training.safetensors",
        "--save, again.safetensors"
    })
    void whatBelongsToATrainingIsRefused(String option, String value) {
        // Before the file is even looked for.
        assertUsage(
                load(file, option, value),
                "gradus: --load takes a detector as it was saved and trains nothing; leave out " + option);
    }

    @Test
    void allThatIsRefusedIsNamedAtOnce() {
        assertUsage(load(file, "--seed", 1, "--epochs", 2), "leave out --epochs and --seed");
    }

    @Test
    void everyOptionEitherGoesWithLoadingOrIsRefused() {
        Set<String> options = new TreeSet<>();
        CommandLine detect = Main.commandLine(FakeTrainer::new).getSubcommands().get("detect");
        detect.getCommandSpec().options().forEach(option -> options.add(option.longestName()));
        Set<String> expected = new TreeSet<>(DetectorOptions.OF_TRAINING);
        expected.addAll(
                List.of("--load", "--scoring", "--column", "--threads", "--backend", "--labels", "--out", "--plot"));
        expected.addAll(List.of("--train-on", "--refit-scaler"));
        expected.addAll(List.of("--help", "--version", "--verbose"));
        assertEquals(expected, options);
    }

    @Test
    void filesThatAreNoDetectorAreExplained() throws IOException {
        assertUsage(load(file), "--load: there is no file " + saved);
        Files.writeString(saved, "start,end\n");
        assertUsage(load(file), "--load: series.safetensors: ");
        saved = folder;
        assertUsage(load(file), "--load: ", "is a folder");
    }

    @Test
    void aSeriesThatIsTooShortIsExplained() throws IOException {
        train(file);
        Files.delete(csv);
        Files.delete(png);
        Path brief = write("brief.csv", 30, 0);
        assertUsage(
                load(brief), "brief.csv has 15 bins of 2 h, too few for the detector in " + saved + ", which needs 19");
    }

    @Test
    void noOtherWayOfScoringIsKnown() {
        assertUsage(
                run(FakeTrainer::new, file, "--scoring", "warm"),
                "--scoring: there is no way of scoring 'warm'; choose transductive (by the series itself) or frozen");
    }

    @Test
    void placesForTheDetectorAreCheckedBeforeTheTraining() throws IOException {
        Function<Settings, Trainer> refusing = settings -> new FailingTrainer();
        assertUsage(run(refusing, file, "--save", folder), "--save", "is a folder");
        assertUsage(run(refusing, file, "--save", folder.resolve("no/such.file")), "--save", "there is no folder");
        assertUsage(run(refusing, file, "--save", file), "--save and an input are the same file");
        assertUsage(run(refusing, file, "--save", csv), "--out and --save are the same file");
        assertUsage(run(refusing, file, "--save", png), "--plot and --save are the same file");
        assertUsage(run(refusing, file, "--load", csv, "--out", csv), "--load: there is no file");
        assertEquals(List.of(file), files());
    }

    @Test
    void resultsMustNotReplaceTheDetectorThatIsLoaded() throws IOException {
        train(file);
        byte[] before = Files.readAllBytes(saved);
        assertEquals(2, load(file, "--out", saved));
        assertTrue(err.toString().contains("--out and an input are the same file"), err.toString());
        assertArrayEquals(before, Files.readAllBytes(saved));
    }

    @Test
    void anOldDetectorIsReplacedOnlyByANewOne() throws IOException {
        Files.writeString(saved, "old");
        assertEquals(1, run(settings -> new FailingTrainer(), file, "--save", saved));
        assertEquals("gradus: the loss became NaN", err.toString().strip());
        assertEquals("old", Files.readString(saved));
        assertEquals(0, run(FakeTrainer::new, file, "--save", saved), err.toString());
        assertEquals("a fake detector", Files.readString(saved));
    }

    @Test
    void aDetectorThatCannotBeWrittenLeavesNoResults() throws IOException {
        assertEquals(1, run(Unsavable::new, file, "--save", saved));
        assertTrue(err.toString().contains("gradus: cannot write the results: "), err.toString());
        assertTrue(err.toString().contains("no space"), err.toString());
        assertEquals(List.of(file), files());
    }

    /** Makes a detector that fails to be saved. */
    private record Unsavable(Settings settings) implements Trainer {
        @Override
        public String backend() {
            return "none";
        }

        @Override
        public Detector train(TimeSeries series, TrainingListener listener) {
            Detector fake = new FakeTrainer(settings).train(series, listener);
            return new Detector() {
                @Override
                public Description description() {
                    return fake.description();
                }

                @Override
                public Detection examine(TimeSeries series) {
                    return fake.examine(series);
                }

                @Override
                public Detection examine(TimeSeries series, Scoring scoring) {
                    return fake.examine(series, scoring);
                }

                @Override
                public void save(Path file) throws IOException {
                    Files.write(file, Arrays.copyOf(new byte[] {1}, 10));
                    throw new IOException("no space left on the device");
                }

                @Override
                public byte[] toBytes() {
                    return fake.toBytes();
                }

                @Override
                public ScalerDrift drift(TimeSeries series) {
                    return fake.drift(series);
                }
            };
        }
    }
}
