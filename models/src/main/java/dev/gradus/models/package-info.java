/**
 * Models that run on the engine: TadGAN and its relatives for time series, with what surrounds them, from reading a
 * series and cutting it into windows to scoring, thresholds, anomalies and their evaluation.
 */
package dev.gradus.models;
