package dev.gradus.cli;

import static dev.gradus.cli.ErrorTable.FAILED;
import static dev.gradus.cli.ErrorTable.USAGE;
import static dev.gradus.cli.ErrorTable.rows;
import static dev.gradus.cli.ErrorTable.series;
import static dev.gradus.cli.ErrorTable.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Detector;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files and options that {@code gradus detect} cannot work with: nothing is trained. */
class InputErrorsTest {
    private final ErrorTable table = new ErrorTable();

    @TempDir
    private Path root;

    @TestFactory
    Stream<DynamicTest> everyMistakeIsOneSentence() {
        files();
        options();
        return table.tests(root);
    }

    /** A file that cannot be worked with; nothing is trained. */
    private void badFile(String name, BiFunction<Path, String, Path> file, Function<Path, String> sentence) {
        table.add(
                name,
                USAGE,
                folder -> List.of(file.apply(folder, "data.csv")),
                InputErrorsTest::never,
                folder -> sentence.apply(folder.resolve("data.csv")));
    }

    private void badFile(String name, BiFunction<Path, String, Path> file, String sentence) {
        badFile(name, file, path -> sentence);
    }

    private void text(String name, String content, String sentence) {
        badFile(name, (folder, file) -> write(folder.resolve(file), content), sentence);
    }

    private void text(String name, String content, Function<Path, String> sentence) {
        badFile(name, (folder, file) -> write(folder.resolve(file), content), sentence);
    }

    /** Options that say something wrong; nothing is trained. */
    private void badOptions(String name, Function<Path, String> sentence, Object... options) {
        table.add(
                name,
                USAGE,
                folder -> Stream.concat(Stream.of(series(folder)), Arrays.stream(options))
                        .toList(),
                InputErrorsTest::never,
                sentence);
    }

    private static Detector never(Settings settings, TimeSeries series, Path folder) {
        throw new AssertionError("nothing is to be trained");
    }

    private void files() {
        badFile("no file", Path::resolve, file -> "FILE: there is no file " + file + "; check its name and folder");
        badFile(
                "a folder",
                (folder, name) -> folder,
                file -> "FILE: " + file.getParent() + " is a folder; name a CSV file");
        text("an empty file", "", "data.csv: the file is empty");
        text("a header alone", "timestamp,value\n", "data.csv: has a header but no rows");
        text(
                "words for numbers",
                "timestamp,value\n60,1\n120,many\n",
                "data.csv:3: column 'value': 'many' is not a number");
        text(
                "ragged rows",
                "timestamp,value\n60,1,5\n",
                "data.csv:2: has 3 columns where the first line has 2; a cell");
        text("no times", "timestamp,value\nsoon,1\n", "data.csv:2: column 'timestamp': 'soon' is not a time");
        text(
                "an open quote",
                "timestamp,value\n60,\"1\n",
                "data.csv:2: not a CSV file: a quote is opened and never closed");
        text(
                "one row",
                "timestamp,value\n60,1\n",
                file -> file + ": the sampling interval of a series with a single time");
        text(
                "only gaps",
                rows(60, i -> i * 60 + ","),
                file -> file + ": the series has no values, only gaps; take another");
        text(
                "too few rows",
                rows(10, i -> i * 60 + ",1"),
                file -> file + " has 10 bins of 1 min, too few for the least");
        text(
                "two columns",
                rows(60, i -> i * 60 + ",1,2"),
                file -> file + " has several columns of values; choose one with");
        badFile(
                "a binary file",
                (folder, name) -> write(folder.resolve(name), new byte[] {0x1F, (byte) 0x8B, 8, 0, 0}),
                "data.csv: is compressed by gzip; unpack it first");
        badFile(
                "another encoding",
                (folder, name) -> utf16(folder.resolve(name)),
                "data.csv: is text in UTF-16, not in");
        badFile(
                "a huge file",
                (folder, name) -> sparse(folder.resolve(name)),
                "data.csv: is not a text file (it holds");
        table.add(
                "a file that cannot be read",
                FAILED,
                folder -> List.of(Path.of("/proc/self/mem")),
                InputErrorsTest::never,
                folder -> "/proc/self/mem: cannot be read: ");
    }

    private static Path utf16(Path file) {
        return write(file, "\uFEFFtimestamp,value\n60,1\n".getBytes(StandardCharsets.UTF_16LE));
    }

    private static Path sparse(Path file) {
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(3L << 30);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void options() {
        badOptions("no such option", folder -> "Unknown option: '--speed'", "--speed");
        badOptions(
                "a word for a number",
                folder -> "Invalid value for option '--epochs': 'many' is not a whole",
                "--epochs",
                "many");
        badOptions("no epochs", folder -> "--epochs must be at least 1, not 0", "--epochs", 0);
        badOptions("no threads", folder -> "--threads must be at least 1, not 0", "--threads", 0);
        badOptions(
                "no such column",
                folder -> "--column: " + series(folder) + " has no column 'b'; it has 'value'",
                "--column",
                "b");
        badOptions(
                "no such backend",
                folder -> "--backend: there is no backend 'abacus'; choose one of",
                "--backend",
                "abacus");
        badOptions(
                "no labels",
                folder -> "--labels: there is no file none.csv; check its name and folder",
                "--labels",
                "none.csv");
        badOptions(
                "an interval beyond bounds",
                folder -> "--interval must be a positive number of seconds",
                "--interval",
                -1);
        badOptions(
                "a way of scoring that is none",
                folder -> "--scoring: there is no way of scoring 'best'",
                "--scoring",
                "best");
        table.add(
                "too many threads",
                USAGE,
                folder -> List.of(series(folder), "--threads", 1_000_000),
                null,
                folder -> "--threads must be at least 1 and at most 4096, got 1000000");
        table.add(
                "an odd window",
                USAGE,
                folder -> List.of(series(folder), "--window", 21),
                null,
                folder -> "--window must be even, not 21");
    }

    @Test
    void verboseAddsTheStackTrace() {
        Path file = write(root.resolve("data.csv"), "");
        StringWriter err = new StringWriter();
        assertEquals(
                2,
                ErrorTable.run(
                        FakeTrainer::new, err, new StringWriter(), List.of("detect", file.toString(), "--verbose")));
        List<String> lines = err.toString().lines().toList();
        assertEquals("gradus: data.csv: the file is empty", lines.get(0));
        assertTrue(lines.contains("dev.gradus.cli.UsageException: data.csv: the file is empty"), err.toString());
        assertTrue(err.toString().contains("\tat dev.gradus.models.series."), err.toString());
        StringWriter deep = new StringWriter();
        Function<Settings, Trainer> trainers = settings -> {
            throw new StackOverflowError("deep");
        };
        assertEquals(1, ErrorTable.run(trainers, deep, new StringWriter(), List.of("detect", "--verbose")));
        assertTrue(deep.toString().contains("\tat dev.gradus.cli."), deep.toString());
    }
}
