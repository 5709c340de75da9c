/**
 * Autoencoders: networks that learn to repeat what they are shown through a code that is too short for everything, so that
 * what is usual comes out again and what is unusual does not. With {@code x} what is shown, {@code e} the encoder and {@code d}
 * the decoder, all of them minimise
 * <pre>
 *   mean (x − d(e(x̃)))²,      x̃ = m·(x + σ·ε)
 * </pre>
 * over examples, steps and features. x̃ is x itself or, where it is to be denoised, a corrupted copy
 * ({@link dev.gradus.models.autoencoder.Corruption}): ε ~ N(0, 1), and m is 0 for a share of the numbers and 1 elsewhere (Vincent,
 * Larochelle, Bengio and Manzagol, 2008). Adam is Keras's (β 0.9 and 0.999, ε 1e-7), weights start as Keras starts them.
 *
 * <h2>LSTM autoencoder of a series</h2>
 *
 * {@link dev.gradus.models.autoencoder.LstmAutoencoder} (Malhotra et al., "LSTM-based Encoder-Decoder for Multi-sensor Anomaly
 * Detection", 2016; layers and training of Orion 0.7.1): with T the window, C the columns that are seen and K those reconstructed,
 * <pre>
 *   x [T, C] → LSTM 60, its last state h [60] → h at each of T steps → LSTM 60 → at each step dense K → [T, K]
 * </pre>
 * Encoder and decoder may each be an LSTM, a GRU, either of them in both directions, or convolutions
 * ({@link dev.gradus.models.autoencoder.SequencePart}). Defaults: T 100, Adam 0.001, batches of 64, at most 35 epochs; the last
 * fifth of the windows is kept from training, which ends after 10 epochs in which their loss did not fall by more than 0.0003.
 * The score of a step is the distance of the series from the median of its reconstructions, smoothed; where several columns are
 * reconstructed, the mean distance.
 *
 * <p>Limits: all that the decoder has is one state, so long windows come out smooth; a trend that leaves the range of the training
 * is unusual by that alone.
 *
 * <h2>Dense autoencoder of a series</h2>
 *
 * {@link dev.gradus.models.autoencoder.DenseAutoencoder} (Orion 0.7.1's): T·C numbers → 60 → 20 → 60 → T·K, relus and dropout 0.3
 * behind each hidden layer, the last layer linear; trained and scored as above. With tied weights the layers of the second half
 * have the matrices of the first, transposed: {@code h = relu(W·x + b)}, {@code y = Wᵀ·h + c}; gradients flow into W from both of
 * its uses, and there are half as many weights.
 *
 * <p>Limits: a place in the window is an input of its own, so nothing that is learnt at one place is known at another. With the
 * default dropout, reconstructions come out damped: less of it and more epochs come nearer.
 *
 * <h2>Sequences</h2>
 *
 * {@link dev.gradus.models.autoencoder.SequenceAutoencoder} learns sequences for their own sake (Srivastava, Mansimov and
 * Salakhutdinov, "Unsupervised Learning of Video Representations using LSTMs", 2015): to repeat them, to predict what follows,
 * or both from one code, by two decoders whose losses are added. Defaults: 100 units, tanh, Adam 0.001, 300 epochs. The exercise
 * of the tutorials, 0.1, 0.2, … 0.9 with relu, is {@code gradus example lstm-ae}.
 *
 * <p>Limits: sequences of one length; relu in an LSTM has no bound, so that a training with a high learning rate may diverge (which
 * ends it with a message).
 *
 * <h2>Rows of a table</h2>
 *
 * {@link dev.gradus.models.autoencoder.TableAutoencoder}: each column is scaled to [0, 1] by its least and greatest value, rows
 * are repeated by dense layers, and errors are taken after scaling back, in the units of the columns. Defaults: columns → 64 →
 * 128 → 256 → 256 → 128 → 64 → columns, relu, Adam 0.005, 500 epochs with all rows in one batch. A
 * {@link dev.gradus.models.scoring.Threshold} says which errors are unusual. The exercise is {@code gradus example dense-ae};
 * {@code gradus example denoising} has images as rows.
 *
 * <p>Limits: with hidden layers wider than the rows nothing but the training stops the network from copying what it is shown,
 * odd rows included: train on rows that are usual. The mean error over columns is that of the column with the largest unit.
 */
package dev.gradus.models.autoencoder;
