package dev.gradus.cli;

import dev.gradus.cli.plot.ImageSheet;
import dev.gradus.cli.plot.LossPlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.models.autoencoder.TableAutoencoder;
import dev.gradus.models.autoencoder.TrainedTable;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.Images;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradus example denoising}: dense autoencoders take noise and holes out of digits. */
@Command(
        name = "denoising",
        description = {
            "dense autoencoders, one with tied weights, take noise and holes out of digits (drawn ones, or those of"
                    + " --data)",
            "784-256-64-256-784, relu; damaged digits in training, clean ones as the target; prints how far damaged and"
                    + " mended digits, which were not trained on, are from the clean ones."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class DenoisingExercise extends Exercise {
    private static final String PICTURE = "denoising.png";
    private static final String LOSSES = "denoising-losses.png";
    private static final int EPOCHS = 40;
    private static final int TRAINED = 1600;
    private static final int TESTED = 400;
    private static final int SHOWN = 12;
    private static final int BATCH = 64;
    private static final double LEARNING_RATE = 0.001;
    private static final double NOISE = 0.3;
    private static final double MASKING = 0.3;
    private static final double WHITE = 255;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with the IDX files of MNIST or a set like it, of which the first 2000 images are"
                    + " taken. Without it, digits of our own drawing.")
    private Path data;

    @Override
    void require() {}

    @Override
    List<String> files() {
        return List.of(PICTURE, LOSSES);
    }

    @Override
    Map<String, byte[]> run(Backend backend) throws IOException {
        int epochs = options().epochs(EPOCHS);
        Images images = images();
        int trained = images.count() * TRAINED / (TRAINED + TESTED);
        print("%-10s %s, %d of them trained on", "Digits", images, trained);
        print(
                "%-10s %s",
                "Data",
                data == null
                        ? "digits of our own drawing, since no --data was given: they show that it runs, and measure"
                                + " nothing"
                        : data);
        double[][] rows = withExtremes(rows(images.range(0, trained)));
        Images clean = images.range(trained, images.count());
        Rng rng = new Rng(options().seed());
        double[][] damaged = damaged(rows(clean), rng, backend);
        Map<String, double[]> losses = new LinkedHashMap<>();
        Map<String, Images> mended = new LinkedHashMap<>();
        print("%-10s %.4f  damaged", "MAE", error(rows(clean), damaged));
        for (boolean tied : new boolean[] {false, true}) {
            String name = tied ? "tied weights" : "own weights";
            TrainedTable table = training(history -> {
                TrainedTable made = TableAutoencoder.builder()
                        .units(256, 64, 256)
                        .tied(tied)
                        .noise(NOISE)
                        .masking(MASKING)
                        .learningRate(LEARNING_RATE)
                        .batch(BATCH)
                        .epochs(epochs)
                        .seed(options().seed())
                        .backend(backend)
                        .build()
                        .fit(rows, history);
                history.losses().forEach((loss, values) -> losses.put(name, values));
                return made;
            });
            double[][] again = table.reconstruct(damaged);
            mended.put(name, images(again, clean));
            print(
                    "%-10s %.4f  mended, %s (%d numbers)",
                    "", error(rows(clean), again), name, table.cells().parameterCount());
        }
        return pictures(clean, images(damaged, clean), mended, losses, epochs);
    }

    private Images images() throws IOException {
        if (data == null) {
            return DrawnDigits.of(TRAINED + TESTED, options().seed());
        }
        try {
            Images all = IdxFolder.read(data);
            ExerciseOptions.require(all.count() >= SHOWN, "--data: " + data + " has too few images: " + all.count());
            return all.range(0, Math.min(TRAINED + TESTED, all.count()));
        } catch (MalformedDataException e) {
            throw new UsageException("--data: " + e.getMessage(), e);
        }
    }

    /** Pixels from 0 to 1, a row for each image. */
    private static double[][] rows(Images images) {
        int size = images.size();
        byte[] pixels = images.pixels();
        double[][] rows = new double[images.count()][size];
        for (int i = 0; i < pixels.length; i++) {
            rows[i / size][i % size] = (pixels[i] & 0xFF) / WHITE;
        }
        return rows;
    }

    /** Also a black row and a white one, so that all columns are scaled alike, and noise is the same in each. */
    private static double[][] withExtremes(double[]... rows) {
        double[][] all = Arrays.copyOf(rows, rows.length + 2);
        all[rows.length] = new double[rows[0].length];
        all[rows.length + 1] = new double[rows[0].length];
        Arrays.fill(all[rows.length + 1], 1);
        return all;
    }

    /** Rows as images of the size of others. */
    private static Images images(double[][] rows, Images like) {
        int size = like.size();
        byte[] pixels = new byte[rows.length * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, rows[i / size][i % size])));
        }
        return Images.of(rows.length, like.height(), like.width(), pixels);
    }

    /** Noise, then holes, as in training. */
    private static double[][] damaged(double[][] rows, Rng rng, Backend backend) {
        Shape shape = Shape.of(rows.length, rows[0].length);
        double[] noise = rng.normal(backend, shape, 0, NOISE).toArray();
        double[] mask = rng.dropoutMask(backend, shape, MASKING).toArray();
        double[][] result = new double[rows.length][rows[0].length];
        for (int i = 0; i < noise.length; i++) {
            int row = i / rows[0].length;
            int column = i % rows[0].length;
            result[row][column] = mask[i] == 0 ? 0 : rows[row][column] + noise[i];
        }
        return result;
    }

    /** The mean absolute difference. */
    private static double error(double[][] expected, double[][] rows) {
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                sum += Math.abs(rows[r][c] - expected[r][c]);
            }
        }
        return sum / rows.length / rows[0].length;
    }

    private Map<String, byte[]> pictures(
            Images clean, Images damaged, Map<String, Images> mended, Map<String, double[]> losses, int epochs) {
        int shown = Math.min(SHOWN, clean.count());
        List<ImageSheet.Panel> rows = new ArrayList<>();
        rows.add(new ImageSheet.Panel("clean", clean.range(0, shown)));
        rows.add(new ImageSheet.Panel("damaged", damaged.range(0, shown)));
        mended.forEach((name, images) -> rows.add(new ImageSheet.Panel(name, images.range(0, shown))));
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put(PICTURE, ImageSheet.below("Denoising autoencoders: digits that they were not trained on", rows));
        pictures.put(
                LOSSES,
                LossPlot.png(
                        "Denoising autoencoders, losses",
                        "784-256-64-256-784, Adam " + LEARNING_RATE + ", " + epochs + " epochs, seed "
                                + options().seed(),
                        losses));
        return pictures;
    }
}
