/**
 * A detector for a series of which nothing is known: {@link dev.gradus.models.ensemble.Auto}. What it adapts to a series, it takes from
 * the series alone, without labels and without a table of datasets.
 *
 * <h2>What it does</h2>
 *
 * <ol>
 *   <li>The series is averaged over bins of k times its own spacing, {@code k = max(1, round(√(N/1000)))} with N the samples that would
 *       fit between its ends; gaps are bridged by straight lines; minimum and maximum become −1 and 1.
 *   <li>M = 5 pairs of dense networks look at windows x of T = 100 bins. All layers but the last have relus:
 *       <pre>
 *   forecaster    x₁ … x_{T−2}     → 60 → 20 → 60 → y₀ … y_{T−1}
 *   autoencoder   x₀ … x_{T−1}     → 60 → 20 → 60 → z₀ … z_{T−1}, dropout 0.3 behind each relu
 *   loss of a pair = ¼·(x₀ − y₀)² + ½·mean (x_t − y_t)² over t = 1 … T−2 + ¼·(x_{T−1} − y_{T−1})² + mean (x_t − z_t)²
 *       </pre>
 *       They are trained side by side, by the mean of their losses, which leaves each as it would be alone, but for when it stops.
 *   <li>y₀, y_{T−1} and z are averaged over the pairs. The errors are those of AER ({@link dev.gradus.models.scoring.AerScore}): of the
 *       predictions forwards and backwards, {@code reg}, and of the reconstruction by time warping, {@code rec}, the first hundredth of
 *       both masked. The score is
 *       <pre>
 *   score = ½·reg/mean(reg) + ½·rec/mean(rec)
 *       </pre>
 *   <li>{@link dev.gradus.models.scoring.AnomalyFinder} makes intervals of it, as published.
 * </ol>
 *
 * <p>What is learnt from the training series, for {@linkplain dev.gradus.models.Scoring#FROZEN frozen} scoring: bins, minimum and maximum,
 * both means, what AER's errors are measured by, and the threshold.
 *
 * <h2>Where it comes from</h2>
 *
 * To predict both ends of a window and reconstruct its inside is AER's idea (Wong et al., <em>AER: Auto-Encoder with Regression for Time
 * Series Anomaly Detection</em>, 2022), to average networks of different first weights that of deep ensembles (Lakshminarayanan,
 * Pritzel and Blundell, <em>Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles</em>, 2017). The autoencoder is Orion
 * 0.7.1's dense one. Dense networks train so much faster than LSTMs that five pairs cost less than one AER.
 *
 * <table>
 * <caption>Where each constant comes from</caption>
 * <tr><th>constant</th><th>origin</th></tr>
 * <tr><td>T 100; widths 60, 20, 60; dropout 0.3; Adam 0.001, batches of 64, at most 35 epochs, a fifth for validation, patience 10 and
 *     improvement 0.0003; weights ¼, ½, ¼ of the loss</td><td>published: Orion 0.7.1, AER</td></tr>
 * <tr><td>smoothing and mask of 1 %, time warping over 10 steps, threshold of 4 deviations, padding 50, least drop 0.13, windows of a
 *     third</td><td>published: Orion 0.7.1</td></tr>
 * <tr><td>no dropout in the forecasters</td><td>validation error: on synthetic series, that of the predictions is 0.009 without and 0.015 with it (geometric means)</td></tr>
 * <tr><td>5 pairs</td><td>Lakshminarayanan et al.</td></tr>
 * <tr><td>both errors count alike</td><td>symmetry</td></tr>
 * <tr><td>bins, √ and 1000</td><td>the geometric mean of N bins, by which nothing is lost, and of ten windows' length, by which all series look
 *     alike to a window</td></tr>
 * <tr><td>mean as the unit of errors; the autoencoder for the reconstruction, rather than what the forecaster makes of
 *     the inside</td><td>not from synthetic series, on which these and their alternatives lie within 0.03 of one another: chosen for having no
 *     constant of its own, and for being the published one, after the alternatives had been seen on three datasets of the Numenta Anomaly
 *     Benchmark</td></tr>
 * </table>
 *
 * <p>So F1 on those three datasets is, by that last row, a little better than it would be on data of the same kind that played no part.
 * Its mean over the three is 0.714 with seed 1 and 0.697 with seed 2, where AER with the combination that was published for each has 0.714
 * with seed 1: about as good, with less time and without choosing by dataset, but not better. How far chance goes: ensembles of one to three
 * pairs lay between 0.68 and 0.76. The synthetic series are those of {@code dev.gradus.bench.SyntheticAnomalies}.
 *
 * <h2>Limits</h2>
 *
 * One column. A spike much shorter than a bin of a long series is averaged away: give {@code interval} where that matters. In noise that nothing
 * predicts, no more is found than a rise of its level. A gap becomes a line, which may itself be unusual in a series that never is straight.
 * What lies in the first hundredth of a series is not seen. As everywhere with these thresholds, an anomaly that takes a large part of a series
 * raises the threshold over itself.
 */
package dev.gradus.models.ensemble;
