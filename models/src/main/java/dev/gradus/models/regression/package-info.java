/**
 * Networks that predict samples of a series; where what comes is not what was predicted, it is unusual. Both look at one column,
 * averaged over bins, gaps filled with the mean, scaled to [−1, 1], through windows x of T samples. Adam is Keras's (0.001; β 0.9
 * and 0.999, ε 1e-7), weights start as Keras starts them, batches are of 64, and there are 35 epochs at most; the last fifth of
 * the windows is kept from training, which ends after 10 epochs in which their loss did not fall by more than 0.0003, with the
 * last weights (Orion 0.7.1).
 *
 * <h2>AER</h2>
 *
 * {@link dev.gradus.models.regression.Aer} (Wong et al., <em>AER: Auto-Encoder with Regression for Time Series Anomaly
 * Detection</em>, 2022; layers and training of Orion 0.7.1), T = 100:
 * <pre>
 *   x₁ … x_{T−2} → LSTM 30 in both directions, last states h [60] → h at each of T steps
 *                → LSTM 30 in both directions → at each step dense 1 → y₀ … y_{T−1}
 *   loss = ¼·mean (x₀ − y₀)² + ½·mean (x_t − y_t)² over t = 1 … T−2 + ¼·mean (x_{T−1} − y_{T−1})²
 * </pre>
 * So y₀ is predicted backwards, y_{T−1} forwards, and what is between is reconstructed: 29 581 weights. {@link
 * dev.gradus.models.scoring.AerScore} combines the errors. Published results on the Numenta Anomaly Benchmark choose the
 * combination by dataset; by default it is the product.
 *
 * <p>Limits: as of an LSTM autoencoder, long windows come out smooth; the first one per cent of errors is masked, so what happens there is
 * not seen.
 *
 * <h2>LSTM regressor</h2>
 *
 * {@link dev.gradus.models.regression.LstmRegressor} (Hundman et al., 2018; layers and training of Orion 0.7.1), T = 250:
 * <pre>
 *   x₀ … x_{T−1} → LSTM 80 → dropout 0.3 → LSTM 80, its last state → dropout 0.3 → dense 1 → ŷ,     loss = mean (x_T − ŷ)²
 * </pre>
 * 77 841 weights. The score is |x_T − ŷ|, smoothed exponentially over one per cent of the windows; it stands at the time of the
 * sample that was predicted, so the first T samples have none.
 *
 * <p>Limits: what is hard to predict, such as noise, scores high whether it is unusual or not, and what a model can predict from the last sample
 * alone, such as a slow drift, never does.
 */
package dev.gradus.models.regression;
