package dev.gradus.cli;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;
import dev.gradus.models.online.OnlineDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus watch}: scores the samples that come in on standard input with a saved detector. */
@Command(
        name = "watch",
        description = {
            "Reads samples from standard input, a line 'time,value[,value...]' each, and prints the anomalies among them as"
                    + " lines of JSON as soon as they are over.",
            "A header names the columns; without one they are those of the detector, in its order. A line that makes no"
                    + " sense, and a sample that comes after its bin is complete, is named on standard error and left out. At the"
                    + " end of the input, or where the command is stopped, the state is saved if --state says where, and what is"
                    + " not over is printed with \"open\":true."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed, or lines were left out that made no sense", "2:wrong usage"})
final class WatchCommand implements Callable<Integer> {
    private final Supplier<InputStream> input;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--load",
            paramLabel = "FILE",
            required = true,
            description = "A detector that 'gradus detect --save' wrote.")
    private Path load;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where the state is kept: goes on from it if it is there, and saves it in the end.")
    private Path state;

    @Option(names = "--scores", description = "Print the score of each bin too, as it becomes final.")
    private boolean scores;

    @Option(
            names = "--longest-gap",
            paramLabel = "N",
            description =
                    "A gap of more bins ends the series and begins another. Default: 10000, or that of the state.")
    private Integer longestGap;

    @Mixin
    private final ZoneOption zone = new ZoneOption();

    @Option(names = "--built-in", description = "Read the built-in series instead of standard input, to try it.")
    private boolean builtIn;

    @Mixin
    private final BackendOption computing = new BackendOption();

    /** @param input what is read, opened when it is needed */
    WatchCommand(Supplier<InputStream> input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        computing.require();
        ZoneId clock = zone.zone();
        if (longestGap != null && longestGap < 0) {
            throw new UsageException("--longest-gap must not be negative: " + longestGap);
        }
        OnlineDetector online = online(LoadedDetector.read(load, computing.backend()));
        if (state != null) {
            Outputs.requireWritable(state, "--state");
        }
        PrintWriter err = spec.commandLine().getErr();
        Watch watch = new Watch(online, state, scores, spec.commandLine().getOut(), err);
        try (Interruption interruption = Interruption.handledBy(() -> {
            try {
                watch.end();
            } catch (IOException e) {
                err.println("gradus: " + unsaved(e));
            }
            err.flush();
        })) {
            boolean clean = builtIn ? watch.series(BuiltInSeries.series()) : watch.lines(input.get(), clock);
            interruption.end(watch::end);
            return clean ? 0 : 1;
        } catch (IOException e) {
            throw new FailureException(unsaved(e), e);
        } catch (ArithmeticException e) {
            throw new FailureException(e.getMessage(), e);
        }
    }

    private static String unsaved(IOException e) {
        return "cannot go on watching: " + e.getMessage();
    }

    private OnlineDetector online(Detector detector) {
        try {
            OnlineDetector fresh =
                    OnlineDetector.of(detector, longestGap == null ? OnlineDetector.LONGEST_GAP : longestGap);
            if (builtIn && !List.of(List.of(), List.of("value")).contains(fresh.columns())) {
                throw new UsageException("--built-in: the series has the column 'value' alone, not " + fresh.columns());
            }
            if (state == null || !Files.exists(state)) {
                return fresh;
            }
            OnlineDetector restored = OnlineDetector.load(state, detector);
            if (longestGap != null && restored.longestGap() != longestGap) {
                throw new UsageException("--longest-gap: the state was begun with " + restored.longestGap() + ", not "
                        + longestGap + "; leave it out, or begin with another --state");
            }
            return restored;
        } catch (ModelFileException e) {
            throw new UsageException("--state: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + state + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--load: " + e.getMessage(), e);
        }
    }
}
