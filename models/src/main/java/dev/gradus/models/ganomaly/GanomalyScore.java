package dev.gradus.models.ganomaly;

import dev.gradus.engine.tensor.Tensor;

/**
 * How unusual an image x is, of its reconstruction x̂, its code z and the code ẑ that the second encoder gives the
 * reconstruction. Each belongs to one image and to no other: nothing is scaled over a set of images.
 */
public enum GanomalyScore {
    /** {@code Σ (z − ẑ)²} over the code; the article's, but for its division by the length of the code. */
    SQUARES {
        @Override
        Tensor of(Tensor x, Tensor again, Tensor code, Tensor codeAgain) {
            return code.sub(codeAgain).square().sum(1);
        }
    },

    /** {@code Σ |z − ẑ|} over the code. */
    ABSOLUTE {
        @Override
        Tensor of(Tensor x, Tensor again, Tensor code, Tensor codeAgain) {
            return code.sub(codeAgain).abs().sum(1);
        }
    },

    /** {@code mean |x − x̂|} over the pixels, which are numbers from −1 to 1. */
    CONTEXTUAL {
        @Override
        Tensor of(Tensor x, Tensor again, Tensor code, Tensor codeAgain) {
            return x.sub(again).abs().mean(1, 2, 3);
        }
    };

    /**
     * Of each image, {@code [n]}.
     *
     * @param x         images, {@code [n, 1, size, size]}
     * @param again     their reconstructions x̂
     * @param code      z, {@code [n, code]}
     * @param codeAgain ẑ
     */
    abstract Tensor of(Tensor x, Tensor again, Tensor code, Tensor codeAgain);
}
