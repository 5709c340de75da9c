package dev.gradus.models.dcgan;

/**
 * Everything that determines a DCGAN. See {@link Dcgan.Builder} for the defaults and where they come from.
 *
 * @param size          rows and columns of the images, a multiple of 4
 * @param noise         numbers in a code, from which an image is generated
 * @param filters       of the layers that are next to the image; the layers further in have two and four times as many
 * @param negativeSlope slope of the leaky relus below zero
 * @param dropout       dropout of the discriminator
 * @param epochs        passes over the images
 * @param batch         images in a step
 * @param learningRate  of both Adam optimisers
 * @param beta1         share that the first moments of both optimisers keep at each step
 * @param averaging     share that the averages of the generator's weights keep at each step; 0 for no average
 * @param seed          of everything random
 */
public record DcganConfig(
        int size,
        int noise,
        int filters,
        double negativeSlope,
        double dropout,
        int epochs,
        int batch,
        double learningRate,
        double beta1,
        double averaging,
        long seed) {
    /** Checks every setting. */
    public DcganConfig {
        require(size >= 8 && size % 4 == 0, "size must be a multiple of 4, at least 8, not " + size);
        require(noise >= 1, "noise must be at least 1, not " + noise);
        require(filters >= 1, "filters must be at least 1, not " + filters);
        require(
                negativeSlope >= 0 && Double.isFinite(negativeSlope),
                "negativeSlope must not be negative, got " + negativeSlope);
        require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1, not " + dropout);
        require(epochs >= 1, "epochs must be at least 1, not " + epochs);
        require(batch >= 2, "batch must be at least 2, not " + batch + ": its statistics normalise the layers");
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive, not " + learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must be at least 0 and below 1, not " + beta1);
        require(averaging >= 0 && averaging < 1, "averaging must be at least 0 and below 1, not " + averaging);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("dcgan: " + otherwise);
        }
    }
}
