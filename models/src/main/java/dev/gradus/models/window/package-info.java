/**
 * What detectors have in common that look at a series through windows: which columns they see
 * ({@link dev.gradus.models.window.Channels}) and in which form ({@link dev.gradus.models.window.Domain}), how they learn from
 * the series that they are trained on, judge others, and are kept in files.
 *
 * <p>A window of C columns is {@code [T, C]}; a model makes {@code [T, K]} of it, of the K columns that are its targets. Each
 * column has a scaler of its own, by which errors are comparable; the error of a step is their mean over the targets.
 */
package dev.gradus.models.window;
