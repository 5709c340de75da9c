package dev.gradus.cli;

import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.image.Images;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Scores of images with a threshold, and what they say where it is known which images are normal.
 *
 * @param images    that were scored
 * @param scores    of each
 * @param threshold above which an image is an anomaly
 * @param unusual   whether each is known not to be normal, or {@code null} where nothing is known
 */
record ImageScores(Images images, double[] scores, double threshold, boolean[] unusual) {
    /** The scores of the images that are known to be unusual, or of those that are known not to be. */
    double[] scores(boolean ofUnusual) {
        return IntStream.range(0, scores.length)
                .filter(i -> unusual[i] == ofUnusual)
                .mapToDouble(i -> scores[i])
                .toArray();
    }

    /** Whether there are images of both kinds, so that there is a ROC curve. */
    boolean hasBothKinds() {
        return unusual != null && scores(true).length > 0 && scores(false).length > 0;
    }

    Roc roc() {
        return Roc.of(scores, unusual);
    }

    /** How many of some scores are above the threshold. */
    long above(double[] some) {
        return Arrays.stream(some).filter(s -> s > threshold).count();
    }

    /** Such as {@code 91.3 % of 1028}; {@code of} must not be empty. */
    String share(double[] of) {
        return String.format(Locale.ROOT, "%.1f %% of %d", 100.0 * above(of) / of.length, of.length);
    }

    /** A row for each image: its place, its label where there is one, its score, and whether it is an anomaly. */
    byte[] csv() {
        StringBuilder text =
                new StringBuilder(images.hasLabels() ? "image,label,score,anomaly\n" : "image,score,anomaly\n");
        for (int i = 0; i < scores.length; i++) {
            text.append(i).append(',');
            if (images.hasLabels()) {
                text.append(images.label(i)).append(',');
            }
            text.append(String.format(Locale.ROOT, "%.8g,%s\n", scores[i], scores[i] > threshold));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
