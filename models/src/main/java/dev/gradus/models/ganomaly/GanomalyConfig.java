package dev.gradus.models.ganomaly;

import java.util.Objects;

/**
 * Everything that determines a GANomaly's networks and training. See {@link Ganomaly.Builder} for the defaults and where they
 * come from.
 *
 * @param variant           which of the two forms
 * @param size              rows and columns of the images
 * @param filters           of the first convolution; the others have 2 and 4 times as many, or twice the one before
 * @param code              numbers in the code of an image
 * @param batch             images in a step
 * @param iterations        steps of the generator, and of the discriminator
 * @param learningRate      of both Adam optimisers
 * @param beta1             of both; β₂ is 0.999
 * @param adversarialWeight of the loss that matches features
 * @param contextualWeight  of the loss that matches pixels
 * @param encoderWeight     of the loss that matches codes
 * @param kernelPenalty     λ of {@code λ·Σ w²} over the kernels of the convolutions
 * @param averaging         share that the averages of the weights keep at each step; 0 for no average
 * @param heldBack          share of the images that is not trained on and that the threshold is learnt from
 * @param score             by which images are judged
 * @param seed              of everything random
 */
record GanomalyConfig(
        GanomalyVariant variant,
        int size,
        int filters,
        int code,
        int batch,
        int iterations,
        double learningRate,
        double beta1,
        double adversarialWeight,
        double contextualWeight,
        double encoderWeight,
        double kernelPenalty,
        double averaging,
        double heldBack,
        GanomalyScore score,
        long seed) {
    /** Checks the numbers. */
    GanomalyConfig {
        Objects.requireNonNull(variant, "ganomaly: the variant is null");
        Objects.requireNonNull(score, "ganomaly: the score is null");
        requireSizes(variant, size, filters, code);
        // Statistics of a batch need two values of each channel, and the original's codes have no more than one.
        require(batch >= 2, "batch must be at least 2, not " + batch);
        require(iterations >= 1, "iterations must be at least 1, not " + iterations);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive, not " + learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must be at least 0 and below 1, not " + beta1);
        requireWeight("adversarialWeight", adversarialWeight);
        requireWeight("contextualWeight", contextualWeight);
        requireWeight("encoderWeight", encoderWeight);
        requireWeight("kernelPenalty", kernelPenalty);
        require(averaging >= 0 && averaging < 1, "averaging must be at least 0 and below 1, not " + averaging);
        require(heldBack > 0 && heldBack < 1, "heldBack must be above 0 and below 1, not " + heldBack);
    }

    private static void requireSizes(GanomalyVariant variant, int size, int filters, int code) {
        require(filters >= 1 && filters <= 1024, "filters must be 1 to 1024, not " + filters);
        if (variant == GanomalyVariant.POOLED_64) {
            require(size >= 8 && size <= 1024 && size % 8 == 0, "size must be a multiple of 8 up to 1024, not " + size);
            require(
                    code == 4 * filters,
                    "code must be 4 times the filters (" + 4 * filters + ") where it is pooled, not " + code);
        } else {
            require(
                    size >= 16 && size <= 1024 && Integer.bitCount(size) == 1,
                    "size must be a power of two from 16 to 1024, not " + size);
            require(code >= 1 && code <= 1 << 16, "code must be 1 to 65536, not " + code);
        }
    }

    private static void requireWeight(String name, double weight) {
        require(weight >= 0 && Double.isFinite(weight), name + " must not be negative, is " + weight);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("ganomaly: " + otherwise);
        }
    }
}
