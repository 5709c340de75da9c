/**
 * Models that run on the engine: TadGAN and its relatives for time series, with what surrounds them, from reading a
 * series and cutting it into windows to scoring, thresholds, anomalies and their evaluation.
 *
 * <h2>What can be thrown</h2>
 * Besides what {@linkplain dev.gradus.engine the engine} throws; each carries one sentence that says what went wrong, where,
 * and what to do about it.
 *
 * <table>
 * <caption>Exceptions by meaning</caption>
 * <tr><th>what went wrong</th><th>exception</th><th>is also</th></tr>
 * <tr><td>a file of data is empty, not text, no CSV, too large, or a cell of it makes no sense</td>
 *     <td>{@link dev.gradus.models.series.MalformedDataException}, with file, line and column</td>
 *     <td>{@link IllegalArgumentException}</td></tr>
 * <tr><td>a series is empty, too short, has several columns or not the one that was named, holds nothing but gaps or values
 *     beyond all bounds, or its spacing cannot be told</td>
 *     <td>{@link dev.gradus.models.series.UnsuitableSeriesException}</td><td>{@link IllegalArgumentException}</td></tr>
 * <tr><td>a setting is out of its range</td><td>{@link IllegalArgumentException}</td><td></td></tr>
 * <tr><td>a loss or a weight stops being finite in a training</td>
 *     <td>{@link dev.gradus.engine.tensor.NonFiniteException}, with the loss, the weight or the operation</td>
 *     <td>{@link ArithmeticException}</td></tr>
 * <tr><td>a listener ends a training</td><td>{@link java.util.concurrent.CancellationException}</td>
 *     <td>{@link IllegalStateException}</td></tr>
 * <tr><td>a file of a detector, a checkpoint or weights is malformed, or is of something else</td>
 *     <td>{@link dev.gradus.engine.io.ModelFileException}, with the field or the tensor</td>
 *     <td>{@link java.io.IOException}</td></tr>
 * <tr><td>a file is not there, or cannot be read or written</td>
 *     <td>{@link java.io.IOException}, often a {@link java.nio.file.FileSystemException}</td><td></td></tr>
 * </table>
 */
package dev.gradus.models;
