package dev.gradus.models.autoencoder;

import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;

/**
 * What is done to the input of a denoising autoencoder while it is trained; the target stays clean (Vincent, Larochelle,
 * Bengio and Manzagol, "Extracting and Composing Robust Features with Denoising Autoencoders", 2008).
 *
 * @param masking share of the numbers that are set to 0, from 0 to less than 1
 * @param noise   standard deviation of the normal noise that is added, in the units of the scaled input, not negative
 */
public record Corruption(double masking, double noise) {
    /** The input as it is. */
    public static final Corruption NONE = new Corruption(0, 0);

    /** Checks the numbers. */
    public Corruption {
        if (!(masking >= 0 && masking < 1)) {
            throw new IllegalArgumentException("corruption: masking must be at least 0 and below 1, not " + masking);
        }
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("corruption: noise must be finite and not negative, not " + noise);
        }
    }

    /** A corrupted copy: noise first, then the mask. */
    Tensor apply(Tensor x, Rng rng) {
        Tensor result = x;
        if (noise > 0) {
            result = result.add(rng.normal(x.backend(), x.shape(), 0, noise));
        }
        if (masking > 0) {
            // A dropout mask makes up for what it drops; here the rest stays as it is.
            result = result.mul(rng.dropoutMask(x.backend(), x.shape(), masking).mul(1 - masking));
        }
        return result;
    }
}
