package dev.gradus.cli;

import dev.gradus.cli.plot.ImageSheet;
import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.dcgan.AnoGan;
import dev.gradus.models.dcgan.AnoGanDetector;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus train anogan}. */
@Command(
        name = "anogan",
        description = {
            "Trains an AnoGAN on normal images: a DCGAN that generates them, and a threshold for how far an image may lie from"
                    + " the nearest one that it can generate."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class TrainAnoGanCommand extends ImageTrainingCommand {
    private static final int SHOWN = 12;
    private static final int SCORED = 96;

    @Option(
            names = "--normal",
            paramLabel = "LABEL",
            split = ",",
            description = "The labels of the images that are normal and trained on; the others show what is found."
                    + " Default: all.")
    private int[] normal;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the search for an image. Default: the model's.")
    private Integer steps;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "Where normal and other images go, each with the nearest that is generated, as PNG.")
    private Path grid;

    @Mixin
    private final DcganOptions networks = new DcganOptions();

    @Override
    String title() {
        return "AnoGAN";
    }

    @Override
    void require() {
        networks.require();
        if (steps != null && steps < 0) {
            throw new UsageException("--steps must not be negative, got " + steps);
        }
    }

    @Override
    Map<String, Path> pictures() {
        Map<String, Path> pictures = new LinkedHashMap<>();
        pictures.put("--grid", grid);
        return pictures;
    }

    @Override
    Result train(Images images, Backend backend, TrainingListener listener) throws IOException {
        if (normal != null && !images.hasLabels()) {
            throw new UsageException("--normal needs labels, and the folder of --data has none; leave it out");
        }
        Images trained = normal == null ? images : images.labelled(normal);
        Images others = normal == null
                ? images.range(0, 0)
                : images.where(label -> Arrays.stream(normal).noneMatch(n -> n == label));
        if (trained.count() < 3) {
            throw new UsageException("--normal: " + trained.count() + " images have such labels, too few to train on");
        }
        AnoGan.Builder settings = AnoGan.builder().dcgan(networks.settings(options(), backend));
        if (steps != null) {
            settings.steps(steps);
        }
        Optional<Checkpoints> checkpoints = options().checkpoints();
        AnoGanDetector detector = checkpoints.isPresent()
                ? settings.build().fit(trained, listener, checkpoints.get())
                : settings.build().fit(trained, listener);

        List<String> figures = new ArrayList<>();
        figures.add(String.format(
                Locale.ROOT,
                "%-10s %.2f, above %.0f %% of the normal images that were kept from training",
                "Threshold",
                detector.threshold(),
                100 * detector.config().quantile()));
        List<ImageSheet.Panel> rows = new ArrayList<>();
        show(rows, "normal", trained.range(0, Math.min(SHOWN, trained.count())), detector);
        if (others.count() > 0) {
            Images some = others.range(0, Math.min(SCORED, others.count()));
            double[] scores = detector.scores(some);
            long found = Arrays.stream(scores).filter(detector::isAnomaly).count();
            figures.add(String.format(
                    Locale.ROOT, "%-10s %d of %d images with other labels", "Found", found, some.count()));
            show(rows, "other", some.range(0, Math.min(SHOWN, some.count())), detector);
        }
        Map<Path, Supplier<byte[]>> pictures = new LinkedHashMap<>();
        if (grid != null) {
            pictures.put(grid, () -> ImageSheet.below("AnoGAN: images and the nearest generated ones", rows));
        }
        return new Result(detector::save, pictures, figures);
    }

    private static void show(List<ImageSheet.Panel> rows, String caption, Images images, AnoGanDetector detector) {
        rows.add(new ImageSheet.Panel(caption, images));
        rows.add(new ImageSheet.Panel("nearest", detector.examine(images).nearest()));
    }
}
