package dev.gradus.models.ganomaly;

/** The two published forms of GANomaly; the {@linkplain dev.gradus.models.ganomaly package} has their layers. */
public enum GanomalyVariant {
    /**
     * That of the Keras exercise with the digits 1 and 7: images of 64 × 64, codes by global average pooling, and a loss that
     * matches the mean features of a batch.
     */
    POOLED_64("64", 64, 32, 128, 32, 0.001, 0.9, 20) {
        @Override
        GanomalyNetworks.Plan plan(GanomalyConfig config) {
            return new PooledPlan(config);
        }
    },

    /**
     * That of the article's authors (Akcay, Atapour-Abarghouei and Breckon, 2018) in their PyTorch program: images of 32 × 32,
     * codes by a last convolution, and a loss that matches the features image by image.
     */
    ORIGINAL_32("32", 32, 64, 100, 64, 0.0002, 0.5, 50) {
        @Override
        GanomalyNetworks.Plan plan(GanomalyConfig config) {
            return new OriginalPlan(config);
        }
    };

    private final String label;
    final int size;
    final int filters;
    final int code;
    final int batch;
    final double learningRate;
    final double beta1;
    final double contextualWeight;

    GanomalyVariant(
            String label,
            int size,
            int filters,
            int code,
            int batch,
            double learningRate,
            double beta1,
            double contextualWeight) {
        this.label = label;
        this.size = size;
        this.filters = filters;
        this.code = code;
        this.batch = batch;
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.contextualWeight = contextualWeight;
    }

    /** The short name, {@code 64} or {@code 32}: the size of its images. */
    public String label() {
        return label;
    }

    /** How networks of such settings are built. */
    abstract GanomalyNetworks.Plan plan(GanomalyConfig config);
}
