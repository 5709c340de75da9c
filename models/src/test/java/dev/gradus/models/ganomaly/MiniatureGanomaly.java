package dev.gradus.models.ganomaly;

import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.Images;

/** GANomalies that are trained in a moment, and digits for them. */
final class MiniatureGanomaly {
    static final Images DIGITS = DrawnDigits.of(600, 5);
    static final Images ONES = DIGITS.labelled(1);
    static final Images SEVENS = DIGITS.labelled(7);

    private MiniatureGanomaly() {}

    /** Of 16 × 16 pixels and a few filters; 6 steps. */
    static Ganomaly.Builder of(GanomalyVariant variant) {
        Ganomaly.Builder builder = Ganomaly.builder(variant)
                .size(16)
                .filters(4)
                .batch(8)
                .iterations(6)
                .heldBack(0.2)
                .seed(3);
        return variant == GanomalyVariant.POOLED_64 ? builder : builder.code(10);
    }
}
