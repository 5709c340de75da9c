package dev.gradus.models.ganomaly;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A trained {@link Ganomaly}. Beside the score that it was made to judge by, it knows the others, each with a threshold of its
 * own, and shows what it makes of images.
 */
public final class GanomalyDetector implements ImageDetector {
    /** Images that go through the networks together, which no score depends on. */
    private static final int TOGETHER = 32;

    private final GanomalyConfig config;
    private final GanomalyNetworks networks;
    private final Backend backend;
    private final int epochs;
    private final Map<GanomalyScore, Double> thresholds;

    /**
     * @param networks   from now on they do not change
     * @param epochs     how often the training saw its images
     * @param thresholds of every score
     */
    GanomalyDetector(
            GanomalyConfig config,
            GanomalyNetworks networks,
            Backend backend,
            int epochs,
            Map<GanomalyScore, Double> thresholds) {
        this.config = config;
        this.networks = networks;
        this.backend = backend;
        this.epochs = epochs;
        this.thresholds = new EnumMap<>(thresholds);
    }

    @Override
    public ImageDescription description() {
        return new ImageDescription(GanomalyTrainer.NAME, config.size(), config.size(), epochs, config.seed());
    }

    /** Which of the two forms it is. */
    public GanomalyVariant variant() {
        return config.variant();
    }

    /** The score that it judges by. */
    public GanomalyScore score() {
        return config.score();
    }

    @Override
    public double threshold() {
        return thresholds.get(config.score());
    }

    /** The threshold of a score, learnt from the images that were held back. */
    public double threshold(GanomalyScore score) {
        return thresholds.get(Objects.requireNonNull(score, "ganomaly: the score is null"));
    }

    @Override
    public double[] scores(Images images) {
        return allScores(images).get(config.score());
    }

    /** Every score of each image, {@code [count]}. */
    public Map<GanomalyScore, double[]> allScores(Images images) {
        Images sized = sized(images);
        return scores(config, networks, backend, sized);
    }

    /**
     * Every score of images of the right size, by networks in inference mode.
     *
     * @param images of the configuration's size
     */
    static Map<GanomalyScore, double[]> scores(
            GanomalyConfig config, GanomalyNetworks networks, Backend backend, Images images) {
        Map<GanomalyScore, double[]> all = new EnumMap<>(GanomalyScore.class);
        for (GanomalyScore score : GanomalyScore.values()) {
            all.put(score, new double[images.count()]);
        }
        int[] places = IntStream.range(0, images.count()).toArray();
        for (int from = 0; from < places.length; from += TOGETHER) {
            int to = Math.min(places.length, from + TOGETHER);
            int first = from;
            Scope.within(() -> {
                Tensor x = images.tensor(places, first, to, backend, PixelScale.SYMMETRIC);
                GanomalyNetworks.Seen seen = networks.see(x, Pass.inference());
                for (GanomalyScore score : GanomalyScore.values()) {
                    double[] numbers = score.of(x, seen.again(), seen.code(), seen.codeAgain())
                            .toArray();
                    System.arraycopy(numbers, 0, all.get(score), first, to - first);
                }
                return all;
            });
        }
        return all;
    }

    /** What the generator makes of each image, in the size of the training. */
    public Images reconstruct(Images images) {
        Images sized = sized(images);
        Images all = Images.of(0, config.size(), config.size(), new byte[0]);
        for (int from = 0; from < sized.count(); from += TOGETHER) {
            Images part = sized.range(from, Math.min(sized.count(), from + TOGETHER));
            all = all.and(Scope.within(() -> {
                Tensor code = networks.encoder().apply(part.tensor(backend, PixelScale.SYMMETRIC), Pass.inference());
                return Images.of(networks.decoder().apply(code, Pass.inference()), PixelScale.SYMMETRIC);
            }));
        }
        return all;
    }

    private Images sized(Images images) {
        Objects.requireNonNull(images, "ganomaly: the images are null");
        return images.resized(config.size(), config.size());
    }

    @Override
    public void save(Path file) throws IOException {
        DetectorFile.save(
                file, GanomalyTrainer.NAME, out -> GanomalyFormat.write(out, config, networks, epochs, thresholds));
    }
}
