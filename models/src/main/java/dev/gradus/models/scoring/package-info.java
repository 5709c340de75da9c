/**
 * From what a model makes of a series to anomalies. {@link dev.gradus.models.scoring.Reconstruction} and
 * {@link dev.gradus.models.scoring.CriticScore} bring overlapping windows back to one value per time step,
 * {@link dev.gradus.models.scoring.ErrorMeasure} compares, {@link dev.gradus.models.scoring.TadGanScore} and
 * {@link dev.gradus.models.scoring.AerScore} combine, and {@link dev.gradus.models.scoring.AnomalyFinder} sets the
 * threshold. All in float64 and in a fixed order of operations, with {@code StrictMath} where a function is
 * transcendental: the bits depend neither on the JVM nor on the number of threads.
 *
 * <p>The method is that of Geiger et al., <em>TadGAN: Time Series Anomaly Detection Using Generative Adversarial
 * Networks</em> (2020), in the details of its public implementation Orion 0.7.1, whose settings are the defaults.
 */
package dev.gradus.models.scoring;
