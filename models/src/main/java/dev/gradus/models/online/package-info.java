/**
 * Scoring a stream sample by sample, by the {@linkplain dev.gradus.models.Scoring#FROZEN training series}, with the same bits as
 * the whole series would have.
 *
 * <pre>{@code
 * OnlineDetector online = OnlineDetector.of(detector);
 * for (...) {
 *     OnlineUpdate update = online.add(time, value);
 *     for (Anomaly anomaly : update.anomalies()) { ... }
 * }
 * }</pre>
 *
 * <h2>When a score is final</h2>
 *
 * A bin is complete when the first sample of a later one comes; the last bin of a series lies in no window, as in a series that is
 * scored as a whole. The score of bin b is final, and given out, when the first sample of bin {@code b + lag} comes. With T the
 * window, e and c the steps that errors and critic are smoothed over in the training series (1, if they are 0), and {@code m} what
 * the measure of the errors looks ahead, {@code floor((w − 1)/2)} for areas over w steps, {@code max(0, floor(w/2) + 2 − T)} for
 * time warping, of which the last {@code floor(w/2) + 1} steps of a series have the error 0, and 0 for points,
 *
 * <table>
 * <caption>Lag in bins</caption>
 * <tr><th>model</th><th>lag</th></tr>
 * <tr><td>TadGAN</td><td>{@code T + max(m + floor((e − 1)/2), floor((c − 1)/2))}</td></tr>
 * <tr><td>LSTM and dense autoencoder</td><td>{@code T + m + floor((e − 1)/2)}</td></tr>
 * <tr><td>AER</td><td>{@code max(T, T − 1 + m + floor((e − 1)/2))}, m for windows of T − 2</td></tr>
 * <tr><td>LSTM regressor</td><td>1</td></tr>
 * </table>
 *
 * The matrix profile has no lag of this kind, and {@code auto} fills a gap by the sample behind it: neither can be watched with. An anomaly is given out when nothing that follows can prolong it:
 * {@code 2·padding + 1} scores after its last score above the threshold.
 *
 * <h2>What is the same as in the whole series, and what is not</h2>
 *
 * The scores of {@link dev.gradus.models.Detector#examine(dev.gradus.models.series.TimeSeries, dev.gradus.models.Scoring)} of the
 * samples so far are, after {@link dev.gradus.models.online.OnlineDetector#finish()}, those that were given out, to the bit, on the
 * backends {@code vector}, {@code plain} and {@code reference}, for which a window has the same bits alone and among others; so are
 * the anomalies. Where a stream is not in order or has long gaps, this holds for the samples that were not refused, piece by piece:
 * <ul>
 *   <li>a sample whose bin is complete is too late, and left out;
 *   <li>samples of one bin are averaged in the order in which they come; a series is put in order first, and adding the same numbers
 *       in another order may round differently;
 *   <li>a gap of more than {@link dev.gradus.models.online.OnlineDetector#longestGap()} bins ends the series, and the next sample
 *       begins another, with bins that begin where it does; shorter gaps are filled as in a series;
 *   <li>a detector that was trained on a constant reports nothing as long as everything is that constant; in a whole series it is
 *       known beforehand whether something else follows.
 * </ul>
 *
 * On {@code jblas} and {@code aparapi} a window alone may differ in its last bits from the same window among others.
 */
package dev.gradus.models.online;
