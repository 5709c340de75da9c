/**
 * Time series: reading them and their labels, and what happens to them before a model sees them: {@link
 * dev.gradus.models.series.Aggregation}, {@link dev.gradus.models.series.Imputation}, {@link
 * dev.gradus.models.series.MinMaxScaler}, {@link dev.gradus.models.series.Windows}, in this order.
 */
package dev.gradus.models.series;
