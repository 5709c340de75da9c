package dev.gradus.cli;

import dev.gradus.cli.plot.ImageSheet;
import dev.gradus.cli.plot.RocPlot;
import dev.gradus.cli.plot.ScorePlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.ganomaly.Ganomaly;
import dev.gradus.models.ganomaly.GanomalyDetector;
import dev.gradus.models.ganomaly.GanomalyScore;
import dev.gradus.models.ganomaly.GanomalyVariant;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradus train ganomaly}. */
@Command(
        name = "ganomaly",
        description = {
            "Trains a GANomaly on normal images, and shows how well it tells images of another kind from normal ones that it"
                    + " has not seen."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class TrainGanomalyCommand extends ImageTrainingCommand {
    private static final int SHOWN = 12;
    private static final double TRAINED = 0.8;

    @Option(
            names = "--normal",
            paramLabel = "LABEL",
            split = ",",
            defaultValue = "1",
            description = "The labels of the images that are normal; only such are trained on.")
    private int[] normal;

    @Option(
            names = "--abnormal",
            paramLabel = "LABEL",
            split = ",",
            description = "The labels of the images that are to be found. Default: 7, or all others if that is normal.")
    private int[] abnormal;

    @Option(
            names = "--train",
            paramLabel = "N",
            description =
                    "Train on the first N normal images, of which some are held back for the threshold; the others"
                            + " are tested. Default: four fifths.")
    private Integer trained;

    @Option(
            names = "--variant",
            paramLabel = "V",
            defaultValue = "64",
            description = "64, the exercise with the digits 1 and 7, or 32, the article's.")
    private String variant;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "1000", description = "Steps of the training.")
    private int iterations;

    @Option(
            names = "--filters",
            paramLabel = "N",
            description = "Filters of the first convolution; fewer are faster. Default: the variant's, 32 or 64.")
    private Integer filters;

    @Option(
            names = "--score",
            paramLabel = "S",
            defaultValue = "squares",
            description = "What images are judged by: squares or absolute (of the difference of the two codes), or"
                    + " contextual (of the pixels).")
    private String score;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "Where images go, each with what the model makes of it, as PNG.")
    private Path grid;

    @Option(
            names = "--scatter",
            paramLabel = "FILE",
            description = "Where the scores of the tested images go, with the threshold, as PNG.")
    private Path scatter;

    @Option(
            names = "--min-max",
            description = "Draw the scores of --scatter scaled by the least and the greatest of them.")
    private boolean scaled;

    @Option(names = "--roc", paramLabel = "FILE", description = "Where the ROC curves go, as PNG.")
    private Path roc;

    @Override
    String title() {
        return "GANomaly";
    }

    @Override
    void require() {
        require(iterations >= 1, "--iterations must be at least 1, not " + iterations);
        require(filters == null || filters >= 1, "--filters must be at least 1, not " + filters);
        require(trained == null || trained >= 3, "--train must be at least 3, not " + trained);
        require(
                options().epochs().isEmpty(),
                "--epochs: a GANomaly is trained for a number of steps; leave it out and say --iterations");
        for (int label : abnormal()) {
            require(
                    Arrays.stream(normal).noneMatch(n -> n == label),
                    "--abnormal: the label " + label + " is normal too; leave it out of one of them");
        }
        variant();
        score();
    }

    private GanomalyScore score() {
        for (GanomalyScore each : GanomalyScore.values()) {
            if (each.name().equalsIgnoreCase(score)) {
                return each;
            }
        }
        throw new UsageException(
                "--score: there is no score '" + score + "'; choose one of squares, absolute, contextual");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    /** Labels, of which there may be none: then all that are not normal. */
    private int[] abnormal() {
        if (abnormal != null) {
            return abnormal;
        }
        return Arrays.stream(normal).anyMatch(n -> n == 7) ? new int[0] : new int[] {7};
    }

    private GanomalyVariant variant() {
        for (GanomalyVariant each : GanomalyVariant.values()) {
            if (each.label().equals(variant)) {
                return each;
            }
        }
        throw new UsageException("--variant: there is no variant '" + variant + "'; choose one of "
                + Arrays.stream(GanomalyVariant.values())
                        .map(GanomalyVariant::label)
                        .collect(Collectors.joining(", ")));
    }

    @Override
    Map<String, Path> pictures() {
        Map<String, Path> pictures = new LinkedHashMap<>();
        pictures.put("--grid", grid);
        pictures.put("--scatter", scatter);
        pictures.put("--roc", roc);
        return pictures;
    }

    @Override
    Result train(Images images, Backend backend, TrainingListener listener) throws IOException {
        require(images.hasLabels(), "--data: the folder has no labels, by which normal images are known");
        Images usual = images.labelled(normal);
        int[] wanted = abnormal();
        Images others = wanted.length > 0
                ? images.labelled(wanted)
                : images.where(label -> Arrays.stream(normal).noneMatch(n -> n == label));
        require(usual.count() >= 4, "--normal: " + usual.count() + " images have such labels, too few to train on");
        int count = trained == null ? Math.max(3, (int) (TRAINED * usual.count())) : trained;
        require(
                count < usual.count(),
                "--train: there are " + usual.count()
                        + " normal images, of which some must be left to test; take fewer than " + count);
        require(others.count() > 0, "--abnormal: no image has such a label");

        GanomalyDetector detector = trained(usual.range(0, count), backend, listener);
        Images test = usual.range(count, usual.count()).and(others);
        boolean[] unusual = new boolean[test.count()];
        Arrays.fill(unusual, usual.count() - count, unusual.length, true);
        return result(detector, test, unusual);
    }

    private GanomalyDetector trained(Images images, Backend backend, TrainingListener listener) throws IOException {
        Ganomaly.Builder settings = Ganomaly.builder(variant())
                .iterations(iterations)
                .score(score())
                .seed(options().seed())
                .backend(backend)
                .checkFinite(options().training().checkFinite());
        if (filters != null) {
            settings.filters(filters);
        }
        Optional<Checkpoints> checkpoints = options().checkpoints();
        return checkpoints.isPresent()
                ? settings.build().fit(images, listener, checkpoints.get())
                : settings.build().fit(images, listener);
    }

    private Result result(GanomalyDetector detector, Images test, boolean[] unusual) {
        List<String> figures = new ArrayList<>();
        Map<String, Roc> curves = new LinkedHashMap<>();
        Map<GanomalyScore, double[]> all = detector.allScores(test);
        ImageScores judged = new ImageScores(test, all.get(detector.score()), detector.threshold(), unusual);
        double[] usual = judged.scores(false);
        double[] others = judged.scores(true);
        figures.add(String.format(
                Locale.ROOT,
                "%-10s %d normal images that were not trained on, %d others",
                "Test",
                usual.length,
                others.length));
        all.forEach((score, scores) -> curves.put(name(score), Roc.of(scores, unusual)));
        String title = "AUROC";
        for (Map.Entry<String, Roc> curve : curves.entrySet()) {
            figures.add(String.format(
                    Locale.ROOT, "%-10s %.4f  %s", title, curve.getValue().area(), curve.getKey()));
            title = "";
        }
        figures.add(String.format(
                Locale.ROOT,
                "%-10s %.4g: above it are %s others and %s normal images",
                "Threshold",
                detector.threshold(),
                judged.share(others),
                judged.share(usual)));

        Map<Path, Supplier<byte[]>> pictures = new LinkedHashMap<>();
        String subtitle = String.format(
                Locale.ROOT,
                "%d normal images (%s) and %d others (%s) of %s",
                usual.length,
                labels(normal),
                others.length,
                abnormal().length == 0 ? "any" : labels(abnormal()),
                options().data() == null ? "drawn digits" : options().data());
        if (grid != null) {
            pictures.put(grid, () -> sheet(detector, test, usual.length));
        }
        if (scatter != null) {
            String name = "GANomaly: " + name(detector.score());
            List<ScorePlot.Group> groups =
                    List.of(new ScorePlot.Group("normal", usual), new ScorePlot.Group("others", others));
            pictures.put(
                    scatter,
                    () -> scaled
                            ? ScorePlot.scaled(name, subtitle, groups, detector.threshold())
                            : ScorePlot.png(name, subtitle, groups, detector.threshold()));
        }
        if (roc != null) {
            pictures.put(roc, () -> RocPlot.png("GANomaly: ROC curves", subtitle, curves));
        }
        return new Result(detector::save, pictures, figures);
    }

    private static String labels(int... labels) {
        return Arrays.stream(labels).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    private static String name(GanomalyScore score) {
        return switch (score) {
            case SQUARES -> "sum of squares of the codes' difference";
            case ABSOLUTE -> "sum of the codes' absolute differences";
            case CONTEXTUAL -> "mean absolute difference of the pixels";
        };
    }

    /** Some normal images and some others, each above what the model makes of it. */
    private static byte[] sheet(GanomalyDetector detector, Images test, int normal) {
        int size = detector.description().height();
        Images sized = test.resized(size, size);
        Images usual = sized.range(0, Math.min(SHOWN, normal));
        int[] places =
                IntStream.range(normal, Math.min(test.count(), normal + SHOWN)).toArray();
        Images others = sized.select(places);
        return ImageSheet.below(
                "GANomaly: images and their reconstructions",
                List.of(
                        new ImageSheet.Panel("normal", usual),
                        new ImageSheet.Panel("reconstructed", detector.reconstruct(usual)),
                        new ImageSheet.Panel("others", others),
                        new ImageSheet.Panel("reconstructed", detector.reconstruct(others))));
    }
}
