package dev.gradus.cli;

import static dev.gradus.cli.ErrorTable.FAILED;
import static dev.gradus.cli.ErrorTable.USAGE;
import static dev.gradus.cli.ErrorTable.series;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What befalls {@code gradus detect} while it trains and where its results should go. */
class RunErrorsTest {
    private final ErrorTable table = new ErrorTable();

    @TempDir
    private Path root;

    @TestFactory
    Stream<DynamicTest> everyMistakeIsOneSentence() {
        trainings();
        outputs();
        return table.tests(root);
    }

    /** Something that happens while the model is trained. */
    private void training(String name, int status, String sentence, ErrorTable.Training training) {
        table.add(name, status, folder -> List.of(series(folder)), training, folder -> sentence);
    }

    /** Results that cannot be written where they belong. */
    private void results(
            String name, int status, Function<Path, List<Object>> options, Function<Path, String> sentence) {
        table.add(
                name,
                status,
                folder -> Stream.concat(Stream.of((Object) series(folder)), options.apply(folder).stream())
                        .toList(),
                RunErrorsTest::trained,
                sentence);
    }

    private static Detector trained(Settings settings, TimeSeries series, Path folder) {
        return new FakeTrainer(settings).train(series, TrainingListener.none());
    }

    private void trainings() {
        training(
                "a series that does not suit",
                USAGE,
                "series.csv: the series holds a surprise",
                (settings, series, folder) -> {
                    throw new UnsuitableSeriesException("the series holds a surprise");
                });
        training(
                "numbers that are not finite",
                FAILED,
                "tadgan: the loss of critic x became NaN",
                (settings, series, folder) -> {
                    throw new NonFiniteException("critic x", Double.NaN, "tadgan: the loss of critic x became NaN");
                });
        training(
                "too little memory",
                FAILED,
                "the memory of the JVM is used up; give it more, such as GRADUS_OPTS=-Xmx8g",
                (settings, series, folder) -> {
                    throw new OutOfMemoryError("Java heap space");
                });
        training(
                "a mistake of ours",
                FAILED,
                "unexpected error: java.lang.IllegalStateException: broken (--verbose shows where)",
                (settings, series, folder) -> {
                    throw new IllegalStateException("broken");
                });
        training(
                "a JVM that gives up",
                FAILED,
                "unexpected error: java.lang.StackOverflowError: deep (--verbose shows where)",
                (settings, series, folder) -> {
                    throw new StackOverflowError("deep");
                });
    }

    private void outputs() {
        results(
                "a folder as a file",
                USAGE,
                folder -> List.of("--out", folder),
                folder -> "--out: " + folder + ": is a folder; name a file in it");
        results(
                "no such folder",
                USAGE,
                folder -> List.of("--plot", folder.resolve("no/found.png")),
                folder -> "--plot: " + folder.resolve("no/found.png") + ": there is no folder " + folder.resolve("no")
                        + "; create it");
        results(
                "a file as a folder",
                USAGE,
                folder -> List.of("--out", series(folder).resolve("found.csv")),
                folder -> "--out: " + series(folder).resolve("found.csv") + ": there is no folder " + series(folder)
                        + ", but a file of this name; name another");
        results(
                "a folder that takes no files",
                USAGE,
                folder -> List.of("--out", "/proc/found.csv"),
                folder -> "--out: /proc/found.csv: cannot be written: no file can be made there; name another file");
        results(
                "the input as output",
                USAGE,
                folder -> List.of("--out", series(folder)),
                folder -> "--out and an input are the same file, ");
        results(
                "a full disk",
                FAILED,
                folder -> List.of("--out", "/dev/full"),
                folder -> "cannot write the results: /dev/full: cannot be written: No space left on device; free some");
        results(
                "a disk that is full for the second file",
                FAILED,
                folder -> List.of("--plot", "/dev/full"),
                folder -> "cannot write the results: /dev/full: cannot be written: No space left on device; free some");
        table.add(
                "a folder that disappears during the training",
                FAILED,
                folder -> List.of(series(folder), "--out", folder.resolve("results/found.csv")),
                (settings, series, folder) -> {
                    remove(folder.resolve("results"));
                    return trained(settings, series, folder);
                },
                folder -> "cannot write the results: " + folder.resolve("results/found.csv") + ": there is no folder "
                        + folder.resolve("results") + "; create it");
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anOutputThatNobodyReadsAnyMoreIsNoError() throws IOException {
        Path csv = root.resolve("found.csv");
        PrintWriter closed = new PrintWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine(FakeTrainer::new).setOut(closed).setErr(new PrintWriter(err));
        String[] arguments = {
            "detect",
            "--out",
            csv.toString(),
            "--plot",
            root.resolve("found.png").toString()
        };
        assertEquals(0, Main.run(command, arguments), err.toString());
        assertFalse(err.toString().contains("Broken pipe"), err.toString());
        assertTrue(Files.readString(csv).startsWith("start,end,severity\n"));
    }
}
