package dev.gradus.models.dcgan;

import java.util.Objects;

/**
 * Everything that determines an AnoGAN. See {@link AnoGan.Builder} for the defaults and where they come from.
 *
 * @param dcgan        the networks and their training
 * @param steps        of the search for a code
 * @param starts       codes that the search may start from, of which it takes the best
 * @param lambda       weight of the features in the score, that of the pixels being 1 − lambda
 * @param searchRate   learning rate of Adam in the search
 * @param held         share of the images that are kept from training, for the threshold
 * @param quantile     share of them whose scores the threshold is to be above of
 */
public record AnoGanConfig(
        DcganConfig dcgan, int steps, int starts, double lambda, double searchRate, double held, double quantile) {
    /** Checks every setting. */
    public AnoGanConfig {
        Objects.requireNonNull(dcgan, "anogan: the settings of the networks are null");
        require(steps >= 0, "steps must not be negative, got " + steps);
        require(starts >= 1 && starts <= 4096, "starts must be 1 to 4096, not " + starts);
        require(lambda >= 0 && lambda <= 1, "lambda must be in [0, 1], not " + lambda);
        require(searchRate > 0 && Double.isFinite(searchRate), "searchRate must be positive, not " + searchRate);
        require(held > 0 && held < 1, "held must be between 0 and 1, not " + held);
        require(quantile > 0 && quantile <= 1, "quantile must be above 0 and at most 1, not " + quantile);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("anogan: " + otherwise);
        }
    }
}
