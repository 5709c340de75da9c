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
 *   <li>y and z are averaged over the pairs. Of the averages, y₀ and y_{T−1} predict the ends of a window, and (y_t + z_t)/2 reconstructs
 *       its inside. They miss by
 *       <pre>
 *   e₁  exponential mean of the predictions' errors    that of AER, {@link dev.gradus.models.scoring.AerScore}
 *   e₂  centred mean of the predictions' errors        of |x − prediction|, or of the mean of both where there are two
 *   e₃  reconstruction by time warping                 that of AER
 *   e₄  reconstruction step by step                    of |x − reconstruction|
 *       </pre>
 *       all smoothed over a hundredth of the windows, with the first hundredth masked.
 *   <li>Where the series has a period of P bins, and a window does not hold two (2P ≥ T), the networks cannot know what other periods do. It
 *       is expected that a bin does the same in each, on the level of its own:
 *       <pre>
 *   level_t    = mean of x over the period around t
 *   expected_t = level_t + median of x_s − level_s over the 8 nearest s = t ± P, t ± 2P, …
 *   e₅  step by step                                   of |x − expected|, smoothed and masked alike
 *   e₆  by time warping                                of the same
 *       </pre>
 *       P is the first maximum of the autocorrelation that reaches nine tenths of the highest one, which must be a half at least; it is looked
 *       for behind the first lag that does not correlate, up to a third of the series, without its trend, the highest and the lowest
 *       hundredth limited.
 *   <li>The score is the mean of the four or six errors, each in units of the range of its middle half (q₃ − q₁, the quartiles of the errors over
 *       the series; their mean where that is 0):
 *       <pre>
 *   score = mean of e_k / (q₃(e_k) − q₁(e_k))
 *       </pre>
 *   <li>{@link dev.gradus.models.scoring.AnomalyFinder} makes intervals of it, as published, in sliding windows of a third of the series; and also
 *       in windows of a half, where longer ones still stand out.
 * </ol>
 *
 * <p>What is learnt from the training series, for {@linkplain dev.gradus.models.Scoring#FROZEN frozen} scoring: bins, minimum and maximum,
 * the units and least errors, what AER's errors are measured by, the period, and the threshold. What other periods do is read from the series that
 * is scored; one that is shorter than two periods has four errors only.
 *
 * <h2>Where it comes from</h2>
 *
 * To predict both ends of a window and reconstruct its inside is AER's idea (Wong et al., <em>AER: Auto-Encoder with Regression for Time
 * Series Anomaly Detection</em>, 2022), to average networks of different first weights that of deep ensembles (Lakshminarayanan, Pritzel and
 * Blundell, <em>Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles</em>, 2017). The autoencoder is Orion 0.7.1's dense
 * one. To take away a mean over a period, and then what is usual at a phase, is the classical decomposition of a series, with the median in
 * place of the mean, as in Twitter's S-H-ESD (Hochenbaum, Vallis and Kejariwal, <em>Automatic Anomaly Detection in the Cloud Via Statistical
 * Learning</em>, 2017). Dense networks train so much faster than LSTMs that five pairs cost less than one AER.
 *
 * <table>
 * <caption>Where each constant comes from</caption>
 * <tr><th>constant</th><th>origin</th></tr>
 * <tr><td>T 100; widths 60, 20, 60; dropout 0.3; Adam 0.001, batches of 64, at most 35 epochs, a fifth for validation, patience 10 and
 *     improvement 0.0003; weights ¼, ½, ¼ of the loss</td><td>published: Orion 0.7.1, AER</td></tr>
 * <tr><td>smoothing and mask of 1 %, time warping over 10 steps, threshold of 4 deviations, padding 50, least drop 0.13, windows of a
 *     third</td><td>published: Orion 0.7.1</td></tr>
 * <tr><td>windows of a half besides</td><td>made and injected series, and the share of time that is flagged, see below</td></tr>
 * <tr><td>no dropout in the forecasters</td><td>validation error: on synthetic series, that of the predictions is 0.009 without and 0.015 with it (geometric means)</td></tr>
 * <tr><td>5 pairs</td><td>Lakshminarayanan et al.</td></tr>
 * <tr><td>four errors, which count alike</td><td>symmetry: of two ways to smooth the predictions' errors, two to compare the reconstruction, and
 *     two networks that reconstruct, none was better on all synthetic series, and so none is chosen</td></tr>
 * <tr><td>two errors against other periods, which count as much as each of the four</td><td>the same symmetry; a third of the whole score, or
 *     twice that weight, does as well</td></tr>
 * <tr><td>2P ≥ T</td><td>a window that holds two periods shows what recurs; on made and injected series shorter periods gain nothing, see
 *     below</td></tr>
 * <tr><td>autocorrelation of a half; nine tenths of the highest; three periods</td><td>half of what the series has with itself is the period's;
 *     multiples of a period correlate as well but for noise; from 0.2 to 0.5 the first makes no difference</td></tr>
 * <tr><td>8 nearest periods</td><td>a median that one unusual period does not move; 4 and 16 do as well</td></tr>
 * <tr><td>bins, √ and 1000</td><td>the geometric mean of N bins, by which nothing is lost, and of ten windows' length, by which all series look
 *     alike to a window</td></tr>
 * <tr><td>range of the middle half as the unit of errors</td><td>robust statistics: up to a quarter of the steps can be anomalies without making
 *     themselves small; better than the mean on synthetic series, see below</td></tr>
 * </table>
 *
 * <h2>How the four errors were chosen</h2>
 *
 * By 205 synthetic series with known anomalies ({@code dev.gradus.bench.SyntheticAnomalies} and {@code VariedAnomalies}), on which trained
 * members were combined in some sixty ways. F1 is that of all counts together, VUS-PR the mean with buffers up to 10 steps
 * ({@link dev.gradus.models.evaluation.VolumeUnderSurface}), ± the standard error of the difference to the first row, by pairs of series:
 *
 * <table>
 * <caption>Of 205 synthetic series</caption>
 * <tr><th>score</th><th>F1</th><th></th><th>VUS-PR</th><th></th><th>flagged</th></tr>
 * <tr><td>before: ½·(e₁/mean + e₃/mean), z alone reconstructs</td><td>0.601</td><td></td><td>0.332</td><td></td><td>11.5 %</td></tr>
 * <tr><td>the same, in units of the middle half</td><td>0.617</td><td>+0.016 ± 0.009</td><td>0.348</td><td>+0.017 ± 0.004</td>
 *     <td>12.6 %</td></tr>
 * <tr><td>four errors, in units of their means</td><td>0.606</td><td>+0.005 ± 0.010</td><td>0.349</td><td>+0.018 ± 0.003</td>
 *     <td>10.6 %</td></tr>
 * <tr><td>four errors, in units of the middle half</td><td>0.621</td><td>+0.020 ± 0.010</td><td>0.365</td><td>+0.033 ± 0.005</td>
 *     <td>11.5 %</td></tr>
 * </table>
 *
 * <p>Tried without gain there: to scale series to deviation 1 instead of −1 … 1 (VUS-PR −0.03); ten pairs (F1 within 0.01; one pair costs
 * 0.01, so that little of what chance does comes from the number of members); to average the members' errors instead of what they make
 * (F1 −0.01); to take only the error with the higher peak (F1 −0.03); half the padding (F1 −0.03); and a second ensemble at bins four times as
 * wide (VUS-PR +0.02, but F1 within its standard error of 0.02, and more time flagged). With three and a half deviations instead of four more is
 * found, and more flagged; of 24 combinations of thresholds from 3 to 4 deviations, padding from 20 to 50 and least drops from 0.13 to 0.3 none has a
 * higher F1 than the published one, which stays.
 *
 * <p>AER's own networks of LSTMs, beside the pairs or instead of them, gain nothing either. On 52 series more, on which the pairs have an F1 of
 * 0.507 and a VUS-PR of 0.324, one AER has −0.069 ± 0.035 and −0.041 ± 0.021, two have −0.074 ± 0.032 and −0.040 ± 0.021; both kinds averaged
 * into one y have −0.039 ± 0.024 and −0.022 ± 0.015 with two AERs, both with errors of their own −0.015 ± 0.016 and −0.010 ± 0.010. They take 18 s of
 * a core for each AER, where five pairs take 1 s. Nor do scores at the series' own spacing help, averaged with those at wider bins (32 series: F1
 * −0.032 ± 0.024, VUS-PR −0.009 ± 0.007), nor training on values that are squashed by a logarithm beyond their middle nine tenths, or clipped, with
 * errors of the values as they are (80 series: F1 within 0.01, VUS-PR −0.012 ± 0.006 and −0.018 ± 0.008).
 *
 * <p>On 16 more series, made when the score had been chosen, F1 is 0.464 where it was 0.473 (±0.016), and VUS-PR 0.234 where it was 0.223
 * (±0.007): that it ranks steps better is likely, that it finds more is not shown.
 *
 * <p>On the three datasets of the Numenta Anomaly Benchmark this score was looked at when it had been chosen, and no other but for three series of
 * one. The mean F1 over the datasets is 0.704 over three seeds (0.726, 0.699 and 0.687), with 8.0 %, 9.2 % and 21.9 % of the time flagged. The
 * score before has 0.701 with the same networks (0.714, 0.697 and 0.690), and 7.1 %, 9.1 % and 24.3 %: no better and no worse, as far as 28
 * signals tell. Its unit and what reconstructs had been chosen with these datasets in view; now both follow from synthetic series. AER with the
 * combination that was published for each dataset flags 8.4 %, 10.3 % and 23.8 %. How far chance goes: with the score before, ensembles of one
 * to three pairs lay between 0.68 and 0.76.
 *
 * <h2>The season</h2>
 *
 * <p>Since synthetic series alone proved a poor guide (see below), the season was chosen by real series as well, into which anomalies of nine kinds
 * were put ({@code dev.gradus.bench.InjectedAnomalies}: the 29 series of the Numenta Anomaly Benchmark at hand, none of whose labels is read, each
 * with one anomaly at a time, at five places, 1305 in all; what is unusual in them anyway counts as a false alarm), and by 243 synthetic ones
 * ({@code VariedAnomalies} and {@code SyntheticAnomalies}, seeds 1 to 3). The same networks, with and without:
 *
 * <table>
 * <caption>What errors against other periods add</caption>
 * <tr><th>series</th><th>F1</th><th></th><th>VUS-PR</th><th>flagged</th></tr>
 * <tr><td>real, injected (seeds 11 to 15)</td><td>0.343 → 0.356</td><td>+0.014 ± 0.003</td><td>+0.011 ± 0.002</td><td>11.8 → 11.5 %</td></tr>
 * <tr><td>varied</td><td>0.556 → 0.586</td><td>+0.030 ± 0.009</td><td>+0.036 ± 0.009</td><td>10.9 → 11.0 %</td></tr>
 * <tr><td>synthetic</td><td>0.611 → 0.630</td><td>+0.019 ± 0.010</td><td>+0.044 ± 0.011</td><td>11.7 → 11.3 %</td></tr>
 * </table>
 *
 * <p>(The standard errors take each injected series for one of its own; five copies of a series are less.) Every kind of anomaly is found as
 * often or more often, spikes among them. Without the bound on P, the gain on real series is a third of it: within a window, the networks know
 * better.
 *
 * <p>Tried on all of these without gain over it: distances to the nearest other subsequences of 10 to 50 bins, as a view of its own (VUS-PR up
 * to +0.1, which is what wide scores earn under wide labels, but no higher F1); the change of the level from bin to bin (+0.016 on two of the
 * injected sets, +0.007 on five); the distance from the usual level, or from the usual noise; wider smoothing with a lower threshold (finds
 * shifts, loses spikes); networks that also learn how far they miss, by which errors are divided; windows of 50 (F1 −0.01), bins of half the
 * width (−0.02); other windows, thresholds and least drops of the finder; to drop what does not stand out in the whole series; and to
 * train again without the windows that score highest (VUS-PR +0.03, which is more than chance, but F1 −0.00 ± 0.01, for twice the time).
 *
 * <h2>The second window</h2>
 *
 * <p>A plateau stands above the mean and four deviations only while it is shorter than a seventeenth of the finder's window, however high it is:
 * with windows of a third, shorter than two hundredths of the series. The picture of a day that was plainly unusual, scored three times as high as
 * any other, and not flagged, drew attention to that. So what windows of a half find counts too:
 *
 * <table>
 * <caption>What windows of a half add to windows of a third</caption>
 * <tr><th>series, as above</th><th>F1</th><th></th><th>flagged</th></tr>
 * <tr><td>real, injected</td><td>0.356 → 0.365</td><td>+0.008 ± 0.003</td><td>11.5 → 13.0 %</td></tr>
 * <tr><td>varied</td><td>0.586 → 0.595</td><td>+0.008 ± 0.006</td><td>11.0 → 12.0 %</td></tr>
 * <tr><td>synthetic</td><td>0.630 → 0.639</td><td>+0.009 ± 0.009</td><td>11.3 → 12.8 %</td></tr>
 * </table>
 *
 * <p>Some of what they add is still longer than a seventeenth of a half: it is found by a window that ends within it and so sees its beginning only,
 * and the interval ends with that window. More windows are more such ends.
 *
 * <p>Every kind of anomaly is found as often or more often. Windows of two thirds add as much (+0.009), of the whole series less (+0.003). Of these,
 * windows of a half are the ones that flag no more of any dataset of the benchmark than AER does, which can be seen without its labels. A
 * threshold of what is left without the stretch around the highest error (the mean and six deviations of the rest) adds 0.022, 0.021 and 0.014, but
 * flags 14 to 17 % of the time; with thresholds so high that it flags as little as before, nothing is left of that. Robust thresholds in place of
 * the published one (quartiles, trimmed or clipped deviations, each set to flag as much) lose up to 0.12.
 *
 * <h2>On the Numenta Anomaly Benchmark</h2>
 *
 * <p>Mean F1 over the three datasets, over three seeds (of each) and over twelve, and the time that is flagged with the three:
 *
 * <table>
 * <caption>The same networks</caption>
 * <tr><th></th><th>three seeds</th><th>twelve</th><th>flagged</th></tr>
 * <tr><td>four errors, windows of a third</td><td>0.704 (0.726, 0.699, 0.687)</td><td>0.696</td><td>8.0, 9.2, 21.9 %</td></tr>
 * <tr><td>with the season</td><td>0.726 (0.726, 0.733, 0.721)</td><td>0.721</td><td>5.4, 9.2, 21.9 %</td></tr>
 * <tr><td>with the season and windows of a half</td><td>0.757 (0.771, 0.758, 0.741)</td><td>0.755 (0.741 to 0.771)</td>
 *     <td>7.7, 10.1, 23.1 %</td></tr>
 * <tr><td>AER, its combination chosen for each dataset; published 0.728</td><td>0.721</td><td></td><td>8.4, 10.3, 23.8 %</td></tr>
 * </table>
 *
 * <p>What was looked at there, in this order: a season of any period with nearest subsequences
 * besides (0.713 over six seeds), a season of any period (0.706), the season as it is, AER's networks in place of the pairs or averaged with
 * them, with the season (0.687 and 0.691, one seed), more pairs (60: 0.718), and last the windows of a half. Their gain there, 0.03, is more
 * than made and injected series promise, and part of it is chance. VUS-PR, which knows no window, is 0.772, 0.406 and 0.272 (without season
 * 0.421, and the same: only series of the first dataset have such a period). Taxis in New York, whose period is a week, are no part of these;
 * there, F1 is 0.91 where it was 0.89.
 *
 * <h2>A gain on synthetic series that was none</h2>
 *
 * <p>One spike can raise the threshold over all else. So samples, and what is made of them, were compared only within limits, the median ± one
 * and a half times the range of the middle nine tenths, while the networks saw samples as they are; and since such errors reach less far above
 * their mean, with three and a half deviations and least drops of 0.2. On 215 synthetic series more, F1 was 0.623 where it is 0.536 (+0.088 ±
 * 0.015), VUS-PR 0.367 where it is 0.342 (+0.024 ± 0.004), with 11.0 % flagged instead of 11.4 %, and limits of one range did as well. On 135
 * made to check that choice it was 0.617 where it is 0.565 (+0.052 ± 0.019), and 0.356 where it is 0.338 (+0.018 ± 0.005).
 *
 * <p>On the three datasets of the Numenta Anomaly Benchmark, looked at once, F1 fell to 0.578 (0.584, 0.558 and 0.592) from 0.704, so that it
 * is not done (these four errors were all of the score then). There, the highest sample lies in a labelled stretch in 19 of the 27 series that
 * have any; in 87 of 216 synthetic ones, whose spikes mostly are usual. So a gain on these synthetic series alone, however many standard
 * errors it has, is no reason to change the score.
 *
 * <h2>Limits</h2>
 *
 * One column. What recurs over more than a third of the series is not known to recur. A spike much shorter than a bin of a long series is averaged
 * away: give {@code interval} where that matters. In noise that nothing predicts, no more is found than a rise of its level. A gap becomes a line,
 * which may itself be unusual in a series that never is straight. What lies in the first hundredth of a series is not seen. An anomaly that takes
 * a large part of a series raises the threshold over itself: a plateau of more than three hundredths of it is found by its beginning or its end, if a
 * window happens to end or to begin there, or not at all.
 */
package dev.gradus.models.ensemble;
