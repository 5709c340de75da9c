package dev.gradus.engine.backend;

/**
 * What {@link Backend#normalize} computes.
 *
 * @param value {@code [batch, channels, inner]}
 * @param mean of each channel
 * @param variance the population variance of each channel
 */
public record Normalized(Storage value, Storage mean, Storage variance) {}
