package dev.gradus.models.scoring;

/** How the two halves of a score become one. {@link TadGanScore} and {@link AerScore} give the formulas. */
public enum Combination {
    /** The product. */
    MULTIPLY,
    /** The weighted sum, with weight λ on the reconstruction. */
    SUM,
    /** The reconstruction alone. */
    RECONSTRUCTION,
    /** The regression alone; AER only. */
    REGRESSION
}
