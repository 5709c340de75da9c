package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.Images;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all trainings on images. */
final class ImageTrainingOptions {
    /** Drawn where there are no files. */
    private static final int DRAWN = 2000;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "A folder with the IDX files of MNIST or a set like it, compressed or not: the training images,"
                            + " else the test images. Without it, digits of our own drawing are taken, which are no measure of"
                            + " anything.")
    private Path data;

    @Option(names = "--limit", paramLabel = "N", description = "Take the first N images only.")
    private Integer limit;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the images. Default: the model's.")
    private Integer epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Where everything random starts.")
    private long seed;

    @Mixin
    private final BackendOption computing = new BackendOption();

    @Option(names = "--save", paramLabel = "FILE", description = "Where the trained model goes, as safetensors.")
    private Path save;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where the curves of the losses go, as PNG.")
    private Path plot;

    @Option(names = "--history", paramLabel = "FILE", description = "Where the losses go, as CSV.")
    private Path history;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    Optional<Integer> epochs() {
        return Optional.ofNullable(epochs);
    }

    /** The folder of the images, or {@code null} where they are drawn. */
    Path data() {
        return data;
    }

    long seed() {
        return seed;
    }

    Path save() {
        return save;
    }

    Path plot() {
        return plot;
    }

    Path history() {
        return history;
    }

    TrainingOptions training() {
        return training;
    }

    /** Where the training is saved, or nothing. */
    Optional<Checkpoints> checkpoints() {
        return Optional.ofNullable(training.checkpoint()).map(Checkpoints::in);
    }

    Backend backend() {
        return computing.backend();
    }

    /** @throws UsageException if a number is out of range or there is no such backend */
    void requireNumbers() {
        require(epochs == null || epochs >= 1, "--epochs must be at least 1, not " + epochs);
        require(limit == null || limit >= 1, "--limit must be at least 1, not " + limit);
        computing.require();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    /** Adds the files that these options name, checked. */
    void addTo(Places places) {
        training.requirePlace();
        if (save != null) {
            Outputs.requireWritable(save, "--save");
            require(!Outputs.isSpecial(save), "--save: " + save + " is a device or a pipe; name a file");
        }
        for (Path file : new Path[] {plot, history}) {
            if (file != null) {
                Outputs.requireWritable(file, file.equals(plot) ? "--plot" : "--history");
            }
        }
        places.writes("--save", save)
                .writes("--plot", plot)
                .writes("--history", history)
                .writes("--checkpoint", training.checkpoint());
    }

    /** The images that were asked for. */
    Images images() {
        if (data == null) {
            return DrawnDigits.of(limit == null ? DRAWN : limit, seed);
        }
        try {
            Images all = IdxFolder.read(data);
            return limit == null || limit >= all.count() ? all : all.range(0, limit);
        } catch (MalformedDataException e) {
            throw new UsageException("--data: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    /** Where the images are from. */
    String source() {
        return data == null
                ? "digits of our own drawing, since no --data was given: they show that it runs, and measure nothing"
                : data.toString();
    }
}
