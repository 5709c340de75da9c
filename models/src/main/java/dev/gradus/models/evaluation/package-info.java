/** How well detected anomalies agree with known ones. */
package dev.gradus.models.evaluation;
