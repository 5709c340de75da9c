package dev.gradus.models.dcgan;

import dev.gradus.engine.io.Weights;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A trained AnoGAN. */
public final class AnoGanDetector implements ImageDetector {
    private final AnoGanConfig config;
    private final DcganGenerator generator;
    private final double threshold;

    AnoGanDetector(AnoGanConfig config, DcganGenerator generator, double threshold) {
        this.config = config;
        this.generator = generator;
        this.threshold = threshold;
    }

    /** Everything that determined it. */
    public AnoGanConfig config() {
        return config;
    }

    /** The generator of normal images that it searches in. */
    public DcganGenerator generator() {
        return generator;
    }

    @Override
    public ImageDescription description() {
        DcganConfig c = config.dcgan();
        return new ImageDescription(AnoGan.MODEL, c.size(), c.size(), c.epochs(), c.seed());
    }

    @Override
    public double threshold() {
        return threshold;
    }

    @Override
    public double[] scores(Images images) {
        return examine(images).scores();
    }

    /** Scores images and shows the normal images that are nearest to them. */
    public Examination examine(Images images) {
        Objects.requireNonNull(images, "anogan: the images are null");
        if (images.count() == 0) {
            throw new IllegalArgumentException("anogan: there are no images to score");
        }
        Images fitting = images.resized(config.dcgan().size(), config.dcgan().size());
        double[] scores = new double[images.count()];
        Images nearest = null;
        LatentSearch search = new LatentSearch(config, generator);
        for (int from = 0; from < scores.length; from += LatentSearch.TOGETHER) {
            int end = Math.min(scores.length, from + LatentSearch.TOGETHER);
            LatentSearch.Found found = search.search(fitting.range(from, end));
            System.arraycopy(found.scores(), 0, scores, from, end - from);
            nearest = nearest == null ? found.images() : nearest.and(found.images());
        }
        return new Examination(scores, nearest);
    }

    /**
     * What the search found.
     *
     * @param scores  of each image, {@code [count]}
     * @param nearest the image that the generator makes of the code that was found, for each
     */
    public record Examination(double[] scores, Images nearest) {}

    @Override
    public void save(Path file) throws IOException {
        DetectorFile.save(file, AnoGan.MODEL, out -> {
            AnoGanFormat.put(out, config);
            out.put("training.threshold", threshold);
            Weights.write(generator.networks().cells(), "", out.tensors());
        });
    }
}
