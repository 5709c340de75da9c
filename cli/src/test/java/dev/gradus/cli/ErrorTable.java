package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import picocli.CommandLine;

/**
 * A table of mistakes, a row each. Whatever goes wrong, {@code gradus detect} says it in one sentence on standard error,
 * without a stack trace, gives the status 1 or 2 and leaves no file.
 */
final class ErrorTable {
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** What happens where the model should be trained: the folder of the outputs is given. */
    interface Training {
        Detector train(Settings settings, TimeSeries series, Path folder);
    }

    /**
     * A row of the table.
     *
     * @param name      what goes wrong
     * @param status    the exit status
     * @param arguments after {@code detect}, in a folder of their own
     * @param training  what happens where the model should be trained; {@code null} for TadGAN itself
     * @param sentence  how the line begins, behind {@code gradus: }, in that folder
     */
    private record Row(
            String name,
            int status,
            Function<Path, List<Object>> arguments,
            Training training,
            Function<Path, String> sentence) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a row; its arguments and the beginning of its sentence are as the folder has it that the command runs in. */
    void add(
            String name,
            int status,
            Function<Path, List<Object>> arguments,
            Training training,
            Function<Path, String> sentence) {
        rows.add(new Row(name, status, arguments, training, sentence));
    }

    /** A test for each row, each in a folder within {@code root} that holds a sound {@link #series(Path)}. */
    Stream<DynamicTest> tests(Path root) {
        return rows.stream().map(row -> dynamicTest(row.name, () -> check(row, root)));
    }

    static Path series(Path folder) {
        return folder.resolve("series.csv");
    }

    static Path write(Path file, byte... content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, String content) {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    static String rows(int count, IntFunction<String> row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return text.toString();
    }

    private static void check(Row row, Path root) throws IOException {
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
                row.training == null ? ModelTrainer::new : settings -> trainer(settings, row.training, folder);

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

    static int run(Function<Settings, Trainer> trainers, StringWriter err, StringWriter out, List<String> arguments) {
        CommandLine command =
                Main.commandLine(trainers).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return Main.run(command, arguments.toArray(String[]::new));
    }
}
