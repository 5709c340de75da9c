package dev.gradus.cli;

import dev.gradus.cli.plot.Fonts;
import dev.gradus.cli.plot.LossPlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.Images;
import dev.gradus.models.training.LossHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a model on images, saves it and draws what it does; what the model is, is left to the commands that extend this. */
abstract class ImageTrainingCommand implements Callable<Integer> {
    private static final String MEMORY = Errors.MORE_MEMORY + ", or take fewer images with --limit";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ImageTrainingOptions options = new ImageTrainingOptions();

    /**
     * What a training ends with.
     *
     * @param model    writes it into a file
     * @param pictures by the files that they are for
     * @param figures  lines for people
     */
    record Result(Outputs.Content model, Map<Path, Supplier<byte[]>> pictures, List<String> figures) {}

    /** What the model is called, such as {@code DCGAN}. */
    abstract String title();

    /** Checks the options of this model. */
    abstract void require();

    /** The pictures of this model by the options that ask for them, {@code null} where none is asked for. */
    abstract Map<String, Path> pictures();

    /** Trains. */
    abstract Result train(Images images, Backend backend, TrainingListener listener) throws IOException;

    final ImageTrainingOptions options() {
        return options;
    }

    @Override
    public final Integer call() {
        long start = System.nanoTime();
        options.requireNumbers();
        require();
        Backend backend = options.backend();
        requirePlaces();
        Images images = options.images();
        PrintWriter out = spec.commandLine().getOut();
        print("%-10s %s", title(), images);
        print("%-10s %s", "Data", options.source());
        out.flush();
        List<Path> files = written(images, backend);
        String title = "Files";
        for (Path file : files) {
            print("%-10s %s", title, file);
            title = "";
        }
        print("%-10s seed %d, backend %s", "Settings", options.seed(), backend.name());
        print("%-10s %s", "Time", Report.wall(System.nanoTime() - start));
        out.flush();
        return 0;
    }

    private void print(String format, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    }

    private void requirePlaces() {
        Places places = new Places();
        options.addTo(places);
        boolean drawn = options.plot() != null;
        for (Map.Entry<String, Path> picture : pictures().entrySet()) {
            if (picture.getValue() != null) {
                Outputs.requireWritable(picture.getValue(), picture.getKey());
                places.writes(picture.getKey(), picture.getValue());
                drawn = true;
            }
        }
        places.requireDistinct();
        if (drawn) {
            Fonts.problem().ifPresent(problem -> {
                throw new FailureException(problem);
            });
        }
    }

    /** Trains and writes; where the JVM is stopped meanwhile, nothing is left. */
    private List<Path> written(Images images, Backend backend) {
        Outputs outputs = new Outputs();
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Progress.on(err);
        try (Interruption interruption = Interruption.handledBy(() -> {
            outputs.discard();
            progress.close();
            err.println("gradus: stopped; " + options.training().leftBehind());
            err.flush();
        })) {
            LossHistory losses = new LossHistory(progress);
            Result result;
            try (progress) {
                result = train(images, backend, losses);
            }
            List<Path> files = stage(outputs, result, losses);
            result.figures().forEach(spec.commandLine().getOut()::println);
            interruption.end(outputs::commit);
            return files;
        } catch (ModelFileException e) {
            throw new UsageException("--checkpoint: " + e.getMessage() + "; name another file to begin anew", e);
        } catch (IOException e) {
            throw new FailureException("cannot write the results: " + e.getMessage(), e);
        } catch (NonFiniteException e) {
            throw ModelTrainer.failure(e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new FailureException(MEMORY, e);
        } finally {
            outputs.close();
        }
    }

    private String subtitle() {
        return (options.data() == null ? "drawn digits" : options.data()) + ", seed " + options.seed();
    }

    private List<Path> stage(Outputs outputs, Result result, LossHistory losses) throws IOException {
        Map<Path, Supplier<byte[]>> contents = new LinkedHashMap<>(result.pictures());
        if (options.plot() != null && !losses.losses().isEmpty()) {
            contents.put(options.plot(), () -> LossPlot.png(title() + ", losses", subtitle(), losses.losses()));
        }
        if (options.history() != null) {
            contents.put(options.history(), losses::csv);
        }
        List<Path> files = new ArrayList<>();
        if (options.save() != null) {
            outputs.stage(options.save(), result.model());
            files.add(options.save());
        }
        for (Map.Entry<Path, Supplier<byte[]>> content : contents.entrySet()) {
            outputs.stage(content.getKey(), content.getValue().get());
            files.add(content.getKey());
        }
        return files;
    }
}
