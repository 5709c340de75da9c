package dev.gradus.engine.backend;

/**
 * What {@link Backend#normalizeBackward} computes: cotangents.
 *
 * @param x {@code [batch, channels, inner]}
 * @param weight of each channel
 * @param bias of each channel
 */
public record NormalizedGradients(Storage x, Storage weight, Storage bias) {}
