package dev.gradus.cli;

import dev.gradus.cli.plot.ImageSheet;
import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.dcgan.Dcgan;
import dev.gradus.models.dcgan.DcganGenerator;
import dev.gradus.models.dcgan.Snapshots;
import dev.gradus.models.image.Images;
import dev.gradus.models.quality.GenerationQuality;
import dev.gradus.models.quality.ImageClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus train dcgan}. */
@Command(
        name = "dcgan",
        description = {
            "Trains a DCGAN, which generates images like those it was trained on.",
            "Where --checkpoint goes on with a training, --sheet shows the epochs from there on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class TrainDcganCommand extends ImageTrainingCommand {
    private static final int COLUMNS = 10;
    private static final int JUDGED = 1000;
    private static final int JUDGE_EPOCHS = 8;

    /** Of five images, four train the judge, one is kept from it. */
    private static final int KEPT = 5;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "Where 100 images before the training and the same after it go, as PNG.")
    private Path grid;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Where a row of images for every so many epochs goes, as PNG.")
    private Path sheet;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "5",
            description = "Epochs from one row of --sheet to the next.")
    private int every;

    @Option(
            names = "--judge",
            description =
                    "Train a classifier on four fifths of the images, the first, and have it judge " + JUDGED
                            + " generated ones: prints how sure it is, how the classes share them, and a Fr\u00e9chet distance.")
    private boolean judge;

    @Mixin
    private final DcganOptions networks = new DcganOptions();

    @Override
    String title() {
        return "DCGAN";
    }

    @Override
    void require() {
        networks.require();
        if (every < 1) {
            throw new UsageException("--every must be at least 1, not " + every);
        }
    }

    @Override
    Map<String, Path> pictures() {
        Map<String, Path> pictures = new LinkedHashMap<>();
        pictures.put("--grid", grid);
        pictures.put("--sheet", sheet);
        return pictures;
    }

    @Override
    Result train(Images images, Backend backend, TrainingListener listener) throws IOException {
        if (judge && !images.hasLabels()) {
            throw new UsageException("--judge needs labels, and the folder of --data has none; leave it out");
        }
        Map<Integer, Images> snapshots = new TreeMap<>();
        Dcgan.Builder settings = networks.settings(options(), backend)
                .snapshots(new Snapshots(COLUMNS * COLUMNS, every, snapshots::put));
        Optional<Checkpoints> checkpoints = options().checkpoints();
        DcganGenerator generator = checkpoints.isPresent()
                ? settings.build().fit(images, listener, checkpoints.get())
                : settings.build().fit(images, listener);

        int epochs = generator.config().epochs();
        // A training that was complete already took no snapshot after its last epoch.
        snapshots.computeIfAbsent(
                epochs,
                last -> generator.generate(COLUMNS * COLUMNS, generator.config().seed()));
        Map<Path, Supplier<byte[]>> pictures = new LinkedHashMap<>();
        if (grid != null) {
            pictures.put(
                    grid,
                    () -> ImageSheet.beside(
                            "DCGAN: the same codes before and after",
                            List.of(
                                    new ImageSheet.Panel("before the training", snapshots.get(0)),
                                    new ImageSheet.Panel(after(epochs), snapshots.get(epochs))),
                            COLUMNS));
        }
        if (sheet != null) {
            List<ImageSheet.Panel> rows = new ArrayList<>();
            snapshots.forEach((epoch, all) ->
                    rows.add(new ImageSheet.Panel(epoch == 0 ? "before" : after(epoch), all.range(0, COLUMNS))));
            pictures.put(sheet, () -> ImageSheet.below("DCGAN: the same codes as it learns", rows));
        }
        List<String> figures = judge ? judged(generator, images, backend) : List.of();
        return new Result(generator::save, pictures, figures);
    }

    private static String after(int epoch) {
        return "after epoch " + epoch;
    }

    private static List<String> judged(DcganGenerator generator, Images images, Backend backend) {
        int trained = images.count() - images.count() / KEPT;
        Images kept = images.range(trained, images.count());
        ImageClassifier classifier = ImageClassifier.train(
                images.range(0, trained), JUDGE_EPOCHS, generator.config().seed(), TrainingListener.none(), backend);
        // Codes that the pictures do not show.
        Images judged = generator.generate(JUDGED, generator.config().seed() + 1);
        GenerationQuality quality = GenerationQuality.of(classifier, judged, kept);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%-10s right about %.2f %% of %d images that it was not trained on",
                        "Judge",
                        100 * classifier.accuracy(kept),
                        kept.count()),
                String.format(Locale.ROOT, "%-10s %s", "Generated", quality));
    }
}
