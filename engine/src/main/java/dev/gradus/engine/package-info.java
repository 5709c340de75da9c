/**
 * The engine: tensors that are immutable values, operations whose derivative rules are written in tensor algebra,
 * backends that run them, and on top of these layers, optimisers and model files. It needs nothing outside the JDK;
 * the Vector API makes it faster where the JVM offers it, and is never required.
 *
 * <h2>What can be thrown</h2>
 * Exceptions are unchecked, except where files are read or written, and are caught by what they mean. Each carries one
 * sentence that says what went wrong, where, and what to do about it.
 *
 * <table>
 * <caption>Exceptions by meaning</caption>
 * <tr><th>what went wrong</th><th>exception</th><th>is also</th></tr>
 * <tr><td>shapes, axes, positions or sizes do not fit</td>
 *     <td>{@link dev.gradus.engine.tensor.ShapeException}</td><td>{@link IllegalArgumentException}</td></tr>
 * <tr><td>tensors of different backends; a setting out of its range</td>
 *     <td>{@link IllegalArgumentException}</td><td></td></tr>
 * <tr><td>something that must be given is {@code null}</td>
 *     <td>{@link NullPointerException}</td><td></td></tr>
 * <tr><td>a tensor is used after its scope has closed, or shows a parameter as it was before an update</td>
 *     <td>{@link dev.gradus.engine.memory.StaleTensorException}</td><td>{@link IllegalStateException}</td></tr>
 * <tr><td>a NaN or an infinity, in the {@linkplain dev.gradus.engine.memory.Scope#checkingFinite() anomaly mode}, in the
 *     norm of clipped gradients, or as the loss of a model's training</td>
 *     <td>{@link dev.gradus.engine.tensor.NonFiniteException}</td><td>{@link ArithmeticException}</td></tr>
 * <tr><td>a scope is closed in the wrong order or on another thread</td>
 *     <td>{@link IllegalStateException}</td><td></td></tr>
 * <tr><td>a model file is malformed, or is of something else</td>
 *     <td>{@link dev.gradus.engine.io.ModelFileException}</td><td>{@link java.io.IOException}</td></tr>
 * <tr><td>a file is not there, or cannot be read or written</td>
 *     <td>{@link java.io.IOException}, often a {@link java.nio.file.FileSystemException}</td><td></td></tr>
 * <tr><td>a backend that was asked for by name cannot run here</td>
 *     <td>{@link IllegalStateException}</td><td></td></tr>
 * <tr><td>an array does not fit into the heap</td>
 *     <td>{@link OutOfMemoryError}, with its size and the remedy</td><td></td></tr>
 * </table>
 *
 * The kernels and geometries of {@link dev.gradus.engine.backend} are for implementers: they trust their callers, which are
 * the operations above them.
 */
package dev.gradus.engine;
