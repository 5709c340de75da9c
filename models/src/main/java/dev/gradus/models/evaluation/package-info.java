/**
 * How well detected anomalies agree with known ones: of one series ({@link dev.gradus.models.evaluation.Evaluation},
 * {@link dev.gradus.models.evaluation.VolumeUnderSurface}, {@link dev.gradus.models.evaluation.Roc}) and of pipelines on whole
 * folders of series ({@link dev.gradus.models.evaluation.Benchmark}).
 *
 * <h2>What is counted</h2>
 * As in Orion 0.7.1's benchmark: a known anomaly that any detection overlaps is a true positive, one that none overlaps a false
 * negative, a detection that overlaps nothing known a false positive. Of a dataset, counts are summed over signals, and
 * <pre>
 *   precision = tp/(tp + fp),   recall = tp/(tp + fn),   F1 = 2tp/(2tp + fp + fn)
 * </pre>
 * are those of the sums. One detection of everything has F1 = 1, so the share of time that was reported stands beside it, and
 * VUS-PR, which looks at scores without any threshold.
 *
 * <h2>Published settings and figures</h2>
 * {@link dev.gradus.models.evaluation.Pipelines} are the published pipelines on the Numenta Anomaly Benchmark: windows of 100,
 * padding 50, thresholds of 4 deviations (but for the matrix profile's, which is dynamic), and for each dataset the bins and the
 * combination of scores that {@link dev.gradus.models.evaluation.PublishedSettings} names. {@link
 * dev.gradus.models.evaluation.PublishedFigures} are what was published. Of models that are trained, those are single draws:
 * compare means over several seeds.
 *
 * <p>Limits: a pipeline is fitted on the series that it then judges, as published. A dataset that the published benchmark does not have is
 * run with the series' own spacing and the models' defaults.
 */
package dev.gradus.models.evaluation;
