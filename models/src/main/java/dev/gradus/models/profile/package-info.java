/**
 * The matrix profile: how far each window of a series is from the window that is most like it. With windows of m samples,
 * brought to mean 0 and deviation 1,
 * <pre>
 *   P[i] = min over j with |i − j| &gt; ceil(m/4) of d(i, j),     d(i, j) = √(2m·(1 − ρ(i, j)))
 * </pre>
 * and ρ the correlation of both ({@link dev.gradus.models.profile.Stomp} has it in full; Yeh et al., <em>Matrix Profile I: All Pairs
 * Similarity Joins for Time Series</em>, 2016; Zhu et al., <em>Matrix Profile II</em>, 2016). The profile of a window stands at its
 * first step, so the last m − 1 steps have none.
 *
 * <p>{@link dev.gradus.models.profile.MatrixProfile} makes a detector of it:
 * <pre>
 *   score = max P − P     as published (Orion 0.7.1, pipeline matrixprofile): what repeats most
 *         = P             with discords(true): what is unlike everything else
 * </pre>
 * Defaults are Orion's: m = 100, the series averaged over bins, gaps filled with the mean and scaled to [0, 1], and the
 * {@linkplain dev.gradus.models.scoring.DynamicThreshold dynamic threshold}. Nothing is random and nothing is trained: the
 * published counts on the Numenta Anomaly Benchmark are met signal by signal.
 *
 * <p>A series that is scored by itself is compared with itself. With {@link dev.gradus.models.Scoring#FROZEN} it is compared with the
 * series that the detector was made of, and {@code max P} and the threshold are those of that series.
 *
 * <p>Limits: O(n²) time; one column; shapes alone are seen, not their height; an anomaly that comes twice is its own nearest
 * neighbour, and a flat stretch, being like any other flat stretch, is never a discord.
 */
package dev.gradus.models.profile;
