package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code gradus detect} in a folder of its own and keeps what it says. */
abstract class DetectInFolder {
    @TempDir
    Path folder;

    /** What the last run said. */
    final StringWriter out = new StringWriter();

    final StringWriter err = new StringWriter();

    /** A series that the test writes. */
    Path file;

    /** Where the results go unless the arguments say otherwise. */
    Path csv;

    Path png;

    @BeforeEach
    void choosePlaces() {
        file = folder.resolve("series.csv");
        csv = folder.resolve("found.csv");
        png = folder.resolve("found.png");
    }

    int run(Function<Settings, Trainer> trainers, Object... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of("detect"));
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        if (!arguments.contains("--out")) {
            arguments.addAll(List.of("--out", csv.toString()));
        }
        if (!arguments.contains("--plot")) {
            arguments.addAll(List.of("--plot", png.toString()));
        }
        return Main.commandLine(trainers)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    /** Wrong usage, said in one sentence that holds the parts, and no results. */
    void assertUsage(int status, String... parts) {
        assertEquals(2, status, err.toString());
        for (String part : parts) {
            assertTrue(err.toString().contains(part), err.toString());
        }
        List<String> lines = err.toString().strip().lines().toList();
        assertEquals(2, lines.size(), err.toString());
        assertTrue(lines.get(0).startsWith("gradus: "), err.toString());
        assertFalse(Files.exists(csv));
        assertFalse(Files.exists(png));
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Fails where it should train. */
    static final class FailingTrainer implements Trainer {
        @Override
        public String backend() {
            return "none";
        }

        @Override
        public Detector train(TimeSeries series, TrainingListener listener) {
            throw new ArithmeticException("the loss became NaN");
        }
    }
}
