package dev.gradus.models.quality;

import dev.gradus.models.image.Images;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * How good generated images are, by the judgement of a classifier of real ones.
 *
 * @param confidence the mean probability of the most probable class: high where every image is clearly something
 * @param shares     of the images that are most probably of each class, {@code [classes]}
 * @param entropy    of the shares, in nats: log of the number of classes where all are generated as often, 0 where only one is
 * @param distance   the {@linkplain FrechetDistance Fréchet distance} of the classifier's features from those of real images
 */
public record GenerationQuality(double confidence, double[] shares, double entropy, double distance) {
    /**
     * Judges images.
     *
     * @param generated at least 2
     * @param real      that the classifier was not trained on, at least 2
     */
    public static GenerationQuality of(ImageClassifier classifier, Images generated, Images real) {
        Objects.requireNonNull(classifier, "quality: the classifier is null");
        Objects.requireNonNull(generated, "quality: the generated images are null");
        Objects.requireNonNull(real, "quality: the real images are null");
        double[] shares = new double[classifier.classes()];
        double confidence = 0;
        double[][] probabilities = classifier.probabilities(generated);
        for (double[] each : probabilities) {
            int most = ImageClassifier.most(each);
            shares[most] += 1.0 / probabilities.length;
            confidence += each[most] / probabilities.length;
        }
        double entropy = 0;
        for (double share : shares) {
            entropy -= share > 0 ? share * StrictMath.log(share) : 0;
        }
        // Not −0 where all shares but one are 0.
        entropy = Math.max(0, entropy);
        double distance = FrechetDistance.between(classifier.features(generated), classifier.features(real));
        return new GenerationQuality(confidence, shares, entropy, distance);
    }

    /** The share of the class that is generated least. */
    public double leastShare() {
        return Arrays.stream(shares).min().orElse(0);
    }

    /** In one line, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "mean confidence %.3f, entropy %.3f of %.3f, Fr\u00e9chet distance %.2f, shares in %%",
                confidence,
                entropy,
                StrictMath.log(shares.length),
                distance));
        for (double share : shares) {
            text.append(String.format(Locale.ROOT, " %.1f", 100 * share));
        }
        return text.toString();
    }
}
