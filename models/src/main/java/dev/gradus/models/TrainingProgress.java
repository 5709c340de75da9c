package dev.gradus.models;

import java.util.Map;

/**
 * How far a training has come.
 *
 * @param epoch  the present epoch, from 1
 * @param epochs how many there will be
 * @param step   the optimiser steps (or groups of them) done in this epoch, from 1
 * @param steps  how many an epoch has
 * @param losses the latest value of each loss by its name, in a fixed order
 */
public record TrainingProgress(int epoch, int epochs, int step, int steps, Map<String, Double> losses) {
    /** The share of all steps that is done, 0 to 1. */
    public double share() {
        return (epoch - 1 + (double) step / steps) / epochs;
    }
}
