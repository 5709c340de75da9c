/**
 * Autoencoders: networks that learn to repeat what they are shown through a code that is too short for everything, so that
 * what is usual comes out again and what is unusual does not.
 *
 * <ul>
 *   <li>{@link dev.gradus.models.autoencoder.LstmAutoencoder} and {@link dev.gradus.models.autoencoder.DenseAutoencoder} find
 *       anomalies in a series: they are trained on its windows, and what they cannot repeat is unusual.
 *   <li>{@link dev.gradus.models.autoencoder.SequenceAutoencoder} learns sequences for their own sake: to repeat them, to
 *       predict what follows, or both.
 * </ul>
 *
 * <p>With {@code x} a window, {@code e} the encoder and {@code d} the decoder, all of them minimise the mean of
 * {@code (x − d(e(x)))²} over windows, steps and features.
 */
package dev.gradus.models.autoencoder;
