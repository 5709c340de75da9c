package dev.gradus.cli;

import dev.gradus.cli.plot.Fonts;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.training.LossHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** An exercise that trains, prints figures and leaves pictures; what it is, is left to the commands that extend this. */
abstract class Exercise implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final ExerciseOptions options = new ExerciseOptions();

    /** Checks the options of this exercise. */
    abstract void require();

    /** The names of the pictures. */
    abstract List<String> files();

    /** Trains, prints, and draws: the pictures by their names. */
    abstract Map<String, byte[]> run(Backend backend) throws IOException;

    final ExerciseOptions options() {
        return options;
    }

    /** A line for people. */
    final void print(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    /** Trains something and shows how it gets on. */
    final <T> T training(Training<T> training) throws IOException {
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            return training.run(new LossHistory(progress));
        }
    }

    /** What {@link #training} runs. */
    interface Training<T> {
        T run(LossHistory losses) throws IOException;
    }

    @Override
    public final Integer call() {
        long start = System.nanoTime();
        options.require();
        require();
        Backend backend = options.backend();
        files().forEach(name -> Outputs.requireWritable(options.file(name), "--folder"));
        Fonts.problem().ifPresent(problem -> {
            throw new FailureException(problem);
        });
        String title = "Files";
        for (Path file : written(backend).keySet()) {
            print("%-10s %s", title, file);
            title = "";
        }
        print("%-10s seed %d, backend %s", "Settings", options.seed(), backend.name());
        print("%-10s %s", "Time", Report.wall(System.nanoTime() - start));
        return 0;
    }

    /** Runs and writes; where the JVM is stopped meanwhile, nothing is left. */
    private Map<Path, byte[]> written(Backend backend) {
        Outputs outputs = new Outputs();
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = Interruption.handledBy(() -> {
            outputs.discard();
            err.println("gradus: stopped; no file was written.");
            err.flush();
        })) {
            Map<Path, byte[]> pictures = new LinkedHashMap<>();
            run(backend).forEach((name, picture) -> pictures.put(options.file(name), picture));
            for (Map.Entry<Path, byte[]> picture : pictures.entrySet()) {
                outputs.stage(picture.getKey(), picture.getValue());
            }
            interruption.end(outputs::commit);
            return pictures;
        } catch (IOException e) {
            throw new FailureException("cannot write the pictures: " + e.getMessage(), e);
        } catch (NonFiniteException e) {
            throw ModelTrainer.failure(e);
        } catch (OutOfMemoryError e) {
            throw new FailureException(Errors.MORE_MEMORY, e);
        } finally {
            outputs.close();
        }
    }
}
