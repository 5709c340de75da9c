package dev.gradus.engine.backend;

/**
 * The sizes of a normalisation of x {@code [batch, channels, inner]}: statistics of each channel over the two other axes.
 * Batch normalisation has all three; a layer normalisation is a batch of 1 whose channels are the samples.
 *
 * @param batch 0 is allowed where there are no channels either
 * @param channels how many means and variances there are
 * @param inner elements of a channel that lie side by side
 */
public record NormalizationGeometry(int batch, int channels, int inner) {
    /** Elements of x. */
    public int size() {
        return batch * channels * inner;
    }

    /** Elements that a mean is taken over. */
    public int count() {
        return batch * inner;
    }
}
