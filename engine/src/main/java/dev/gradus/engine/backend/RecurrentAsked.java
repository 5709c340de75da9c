package dev.gradus.engine.backend;

/**
 * Which cotangents of one direction of a recurrence are asked for; those of the first states always come.
 *
 * @param x that of the sequence
 * @param parameters those of both weights and of the biases
 */
public record RecurrentAsked(boolean x, boolean parameters) {}
