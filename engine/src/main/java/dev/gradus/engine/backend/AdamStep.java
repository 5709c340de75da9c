package dev.gradus.engine.backend;

/**
 * The numbers of one Adam step, bias corrections already folded in:
 * {@code m ← β₁m + (1−β₁)g}, {@code v ← β₂v + (1−β₂)g²}, {@code p ← decay·p − step·m/(√v·rootScale + ε)}.
 *
 * @param step the learning rate times what corrects m
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the scaled root
 * @param rootScale what corrects √v before ε is added; 1 puts ε outside of the correction, as Keras does
 * @param decay what the parameter is multiplied with first; 1 without weight decay
 */
public record AdamStep(double step, double beta1, double beta2, double epsilon, double rootScale, double decay) {}
