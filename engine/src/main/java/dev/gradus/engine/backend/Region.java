package dev.gradus.engine.backend;

/**
 * A rectangular set of places in a flat array: {@code offset + Σ index[i]·strides[i]}. Strides may be 0 (repeat) or
 * negative (reverse).
 *
 * @param offset the place of index zero
 * @param strides one for each loop of the copy
 */
public record Region(int offset, int[] strides) {}
