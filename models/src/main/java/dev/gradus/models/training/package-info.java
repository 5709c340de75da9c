/**
 * The loop that every model of this module is trained by: epochs and steps, listeners, validation, early stopping with the
 * best weights kept, a stop where numbers diverge, checkpoints that a training goes on from to the bit, and cancelling. A
 * model describes itself as a {@link dev.gradus.models.training.Trainable}; {@link dev.gradus.models.training.Training} runs
 * it.
 */
package dev.gradus.models.training;
