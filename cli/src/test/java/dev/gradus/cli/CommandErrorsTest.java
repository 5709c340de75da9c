package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Whatever goes wrong, {@code gradus detect} says it in one sentence on standard error, without a stack trace, gives the
 * status 1 or 2 and leaves no file. A row of the table is a mistake; there is room for more.
 */
class CommandErrorsTest {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /** What happens where the model should be trained: the folder of the outputs is given. */
    private interface Training {
        Detector train(Settings settings, TimeSeries series, Path folder);
    }

    /**
     * A row of the table.
     *
     * @param name      what goes wrong
     * @param status    the exit status
     * @param arguments after {@code detect}, in a folder of their own
     * @param training  what happens there
     * @param sentence  how the line begins, behind {@code gradus: }, in that folder
     */
    private record Row(
            String name,
            int status,
            Function<Path, List<Object>> arguments,
            Training training,
            Function<Path, String> sentence) {}

    private final List<Row> rows = new ArrayList<>();

    @TempDir
    private Path root;

    private static Path series(Path folder) {
        return folder.resolve("series.csv");
    }

    private static Path write(Path file, byte... content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, String content) {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static Detector trained(Settings settings, TimeSeries series, Path folder) {
        return new FakeTrainer(settings).train(series, TrainingListener.none());
    }

    /** A file that cannot be worked with; nothing is trained. */
    private void badFile(String name, BiFunction<Path, String, Path> file, Function<Path, String> sentence) {
        rows.add(new Row(
                name,
                USAGE,
                folder -> List.of(file.apply(folder, "data.csv")),
                CommandErrorsTest::never,
                folder -> sentence.apply(folder.resolve("data.csv"))));
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
        rows.add(new Row(
                name,
                USAGE,
                folder -> Stream.concat(Stream.of(series(folder)), Arrays.stream(options))
                        .toList(),
                CommandErrorsTest::never,
                sentence));
    }

    private static Detector never(Settings settings, TimeSeries series, Path folder) {
        throw new AssertionError("nothing is to be trained");
    }

    /** Something that happens while the model is trained. */
    private void training(String name, int status, String sentence, Training training) {
        rows.add(new Row(name, status, folder -> List.of(series(folder)), training, folder -> sentence));
    }

    /** Results that cannot be written where they belong. */
    private void results(
            String name, int status, Function<Path, List<Object>> options, Function<Path, String> sentence) {
        rows.add(new Row(
                name,
                status,
                folder -> Stream.concat(Stream.of((Object) series(folder)), options.apply(folder).stream())
                        .toList(),
                CommandErrorsTest::trained,
                sentence));
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsOneSentence() {
        files();
        options();
        trainings();
        outputs();
        return rows.stream().map(row -> dynamicTest(row.name, () -> check(row)));
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
        rows.add(new Row(
                "a file that cannot be read",
                FAILED,
                folder -> List.of(Path.of("/proc/self/mem")),
                CommandErrorsTest::never,
                folder -> "/proc/self/mem: cannot be read: "));
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

    private static String rows(int count, IntFunction<String> row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return text.toString();
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
        rows.add(new Row(
                "too many threads",
                USAGE,
                folder -> List.of(series(folder), "--threads", 1_000_000),
                null,
                folder -> "--threads must be at least 1 and at most 4096, got 1000000"));
        rows.add(new Row(
                "an odd window",
                USAGE,
                folder -> List.of(series(folder), "--window", 21),
                null,
                folder -> "--window must be even, not 21"));
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
        rows.add(new Row(
                "a folder that disappears during the training",
                FAILED,
                folder -> List.of(series(folder), "--out", folder.resolve("results/found.csv")),
                (settings, series, folder) -> {
                    remove(folder.resolve("results"));
                    return trained(settings, series, folder);
                },
                folder -> "cannot write the results: " + folder.resolve("results/found.csv") + ": there is no folder "
                        + folder.resolve("results") + "; create it"));
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

    private void check(Row row) throws IOException {
        Path folder = Files.createTempDirectory(root, "row");
        write(series(folder), rows(60, i -> i * 60 + "," + i % 7));
        Files.createDirectory(folder.resolve("results"));
        List<String> arguments = new ArrayList<>(List.of("detect"));
        row.arguments.apply(folder).forEach(argument -> arguments.add(argument.toString()));
        addUnlessGiven(arguments, "--out", folder.resolve("found.csv"));
        addUnlessGiven(arguments, "--plot", folder.resolve("found.png"));
        addUnlessGiven(arguments, "--window", "18");
        assumeTrue(
                arguments.stream()
                        .noneMatch(a -> a.matches("/(dev|proc)/.*")
                                && !new File(a).getParentFile().exists()),
                "needs the devices of Linux");
        List<Path> before = files(folder);
        StringWriter err = new StringWriter();
        Function<Settings, Trainer> trainers =
                row.training == null ? TadGanTrainer::new : settings -> trainer(settings, row.training, folder);

        int status = run(trainers, err, new StringWriter(), arguments);

        String said = err.toString();
        assertEquals(row.status, status, said);
        List<String> lines =
                said.lines().filter(line -> !line.startsWith("training: ")).toList();
        assertTrue(lines.get(0).startsWith("gradus: " + row.sentence.apply(folder)), said);
        List<String> hint = row.status == USAGE ? List.of("Try 'gradus detect --help'.") : List.of();
        assertEquals(hint, lines.subList(1, lines.size()), said);
        assertFalse(said.contains("\tat "), said);
        List<Path> after = files(folder);
        after.removeAll(before);
        assertEquals(
                List.of(), after.stream().filter(f -> !f.endsWith("data.csv")).toList());
    }

    private static void addUnlessGiven(List<String> arguments, String option, Object value) {
        if (!arguments.contains(option)) {
            arguments.addAll(List.of(option, value.toString()));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static Trainer trainer(Settings settings, Training training, Path folder) {
        return new Trainer() {
            @Override
            public String backend() {
                return "none";
            }

            @Override
            public Detector train(TimeSeries series, TrainingListener listener) {
                return training.train(settings, series, folder);
            }
        };
    }

    private static int run(
            Function<Settings, Trainer> trainers, StringWriter err, StringWriter out, List<String> arguments) {
        CommandLine command =
                Main.commandLine(trainers).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.run(command, arguments.toArray(String[]::new));
    }

    @Test
    void verboseAddsTheStackTrace() {
        Path file = write(root.resolve("data.csv"), "");
        StringWriter err = new StringWriter();
        assertEquals(
                2, run(FakeTrainer::new, err, new StringWriter(), List.of("detect", file.toString(), "--verbose")));
        List<String> lines = err.toString().lines().toList();
        assertEquals("gradus: data.csv: the file is empty", lines.get(0));
        assertTrue(lines.contains("dev.gradus.cli.UsageException: data.csv: the file is empty"), err.toString());
        assertTrue(err.toString().contains("\tat dev.gradus.models.series."), err.toString());
        StringWriter deep = new StringWriter();
        Function<Settings, Trainer> trainers = settings -> {
            throw new StackOverflowError("deep");
        };
        assertEquals(1, run(trainers, deep, new StringWriter(), List.of("detect", "--verbose")));
        assertTrue(deep.toString().contains("\tat dev.gradus.cli."), deep.toString());
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
