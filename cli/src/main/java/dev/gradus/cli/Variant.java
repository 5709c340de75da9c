package dev.gradus.cli;

import dev.gradus.models.tadgan.Procedure;

/**
 * What is said to one model alone.
 *
 * @param discords  whether a matrix profile reports what is unlike everything else
 * @param procedure in which order the networks of TadGAN learn
 */
record Variant(boolean discords, Procedure procedure) {
    static final Variant USUAL = new Variant(false, Procedure.ORION);
}
