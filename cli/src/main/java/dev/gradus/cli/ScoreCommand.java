package dev.gradus.cli;

import dev.gradus.cli.plot.Fonts;
import dev.gradus.cli.plot.RocPlot;
import dev.gradus.cli.plot.ScorePlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.image.IdxFile;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus score}: how unusual images are to a saved detector of images. */
@Command(
        name = "score",
        description = "Scores images with a detector that 'gradus train ganomaly' or 'gradus train anogan' saved.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--load", paramLabel = "FILE", required = true, description = "The detector, as safetensors.")
    private Path load;

    @Option(
            names = "--images",
            paramLabel = "FILE",
            required = true,
            description = "An IDX file of images of any size, compressed or not.")
    private Path imageFile;

    @Option(names = "--labels", paramLabel = "FILE", description = "An IDX file with their labels.")
    private Path labelFile;

    @Option(
            names = "--normal",
            paramLabel = "LABEL",
            split = ",",
            description = "The labels of the normal images, to say how well the others are told from them.")
    private int[] normal;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "scores.csv",
            description = "Where the scores go, as CSV.")
    private Path out;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where a picture of the scores goes, as PNG.")
    private Path plot;

    @Option(names = "--roc", paramLabel = "FILE", description = "Where the ROC curve goes, as PNG; needs --normal.")
    private Path roc;

    @Mixin
    private final BackendOption computing = new BackendOption();

    @Override
    public Integer call() {
        requireOptions();
        Backend backend = computing.backend();
        requirePlaces();
        ImageDetector detector = detector(backend);
        Images images = images();
        print("%-10s %s", "Images", images);
        print("%-10s %s (%s)", "Detector", load, described(detector.description()));
        spec.commandLine().getOut().flush();
        ImageScores scores = new ImageScores(images, detector.scores(images), detector.threshold(), unusual(images));
        List<Path> files = written(scores, detector.description().model());
        report(scores);
        String title = "Files";
        for (Path file : files) {
            print("%-10s %s", title, file);
            title = "";
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void requireOptions() {
        computing.require();
        require(normal == null || labelFile != null, "--normal needs labels; name their file with --labels");
        require(roc == null || normal != null, "--roc needs to know which images are normal; say --normal");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    private void requirePlaces() {
        Outputs.requireWritable(out, "--out");
        if (plot != null) {
            Outputs.requireWritable(plot, "--plot");
        }
        if (roc != null) {
            Outputs.requireWritable(roc, "--roc");
        }
        new Places()
                .writes("--out", out)
                .writes("--plot", plot)
                .writes("--roc", roc)
                .reads(load)
                .reads(imageFile)
                .reads(labelFile)
                .requireDistinct();
        if (plot != null || roc != null) {
            Fonts.problem().ifPresent(problem -> {
                throw new FailureException(problem);
            });
        }
    }

    private ImageDetector detector(Backend backend) {
        try {
            return ImageDetector.load(load, backend);
        } catch (ModelFileException e) {
            throw new UsageException("--load: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UsageException("--load: there is no file " + load + "; check its name and folder", e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + load + ": " + e.getMessage(), e);
        }
    }

    private Images images() {
        try {
            Images images = labelFile == null ? IdxFile.readImages(imageFile) : IdxFile.read(imageFile, labelFile);
            require(images.count() > 0, "--images: " + imageFile + " has no images");
            return images;
        } catch (MalformedDataException | NoSuchFileException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot read the images: " + e.getMessage(), e);
        }
    }

    private boolean[] unusual(Images images) {
        if (normal == null) {
            return null;
        }
        boolean[] unusual = new boolean[images.count()];
        for (int i = 0; i < unusual.length; i++) {
            int label = images.label(i);
            unusual[i] = Arrays.stream(normal).noneMatch(n -> n == label);
        }
        return unusual;
    }

    private List<Path> written(ImageScores scores, String model) {
        require(
                roc == null || scores.hasBothKinds(),
                "--roc: the images must be of both kinds, with the labels of --normal and with others");
        List<Path> files = new ArrayList<>(List.of(out));
        try (Outputs outputs = new Outputs()) {
            outputs.stage(out, scores.csv());
            if (plot != null) {
                outputs.stage(
                        plot,
                        ScorePlot.png(model + ": scores", imageFile.toString(), groups(scores), scores.threshold()));
                files.add(plot);
            }
            if (roc != null) {
                outputs.stage(
                        roc, RocPlot.png(model + ": ROC curve", imageFile.toString(), Map.of("score", scores.roc())));
                files.add(roc);
            }
            outputs.commit();
        } catch (IOException e) {
            throw new FailureException("cannot write the scores: " + e.getMessage(), e);
        }
        return files;
    }

    private static List<ScorePlot.Group> groups(ImageScores scores) {
        return scores.unusual() == null
                ? List.of(new ScorePlot.Group("images", scores.scores()))
                : List.of(
                        new ScorePlot.Group("normal", scores.scores(false)),
                        new ScorePlot.Group("others", scores.scores(true)));
    }

    private void report(ImageScores scores) {
        print("%-10s %.4g: above it are %s images", "Threshold", scores.threshold(), scores.share(scores.scores()));
        if (scores.hasBothKinds()) {
            print("%-10s %s images that are not normal", "Found", scores.share(scores.scores(true)));
            print("%-10s %s normal images", "In vain", scores.share(scores.scores(false)));
            print("%-10s %.4f", "AUROC", scores.roc().area());
        }
    }

    private static String described(ImageDescription of) {
        return String.format(
                Locale.ROOT,
                "%s of %d x %d, %d epochs, seed %d",
                of.model(),
                of.height(),
                of.width(),
                of.epochs(),
                of.seed());
    }

    private void print(String format, Object... values) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(String.format(Locale.ROOT, format, values));
    }
}
