package dev.gradus.engine.backend;

/**
 * The numbers of a normalisation.
 *
 * @param epsilon added to the variance, positive
 * @param negativeSlope of the leaky relu that follows; 1 for none
 */
public record NormalizationNumbers(double epsilon, double negativeSlope) {}
