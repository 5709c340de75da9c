package dev.gradus.models.tadgan;

/** In which order the networks of TadGAN learn, and from what. {@link TadGanTraining} has the formulas. */
public enum Procedure {
    /**
     * Orion 0.7.1, which the published results are of: groups of batches; the critics learn from every batch of a group,
     * encoder and generator together from its last.
     */
    ORION,

    /**
     * The four phases of the tutorials that followed the article: for each epoch, {@code criticIterations} passes over all
     * batches in which critic x and critic z learn, then one in which encoder and generator do, each with an optimiser of its
     * own.
     */
    FOUR_PHASES
}
