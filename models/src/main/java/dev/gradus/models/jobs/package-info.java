/**
 * What long runs over many things share, whatever they run: a fixed number of jobs at once ({@link dev.gradus.models.jobs.Jobs}), each
 * on one thread ({@link dev.gradus.models.jobs.Loops}), and a CSV file of rows that a run which was killed goes on from
 * ({@link dev.gradus.models.jobs.RowFile}).
 */
package dev.gradus.models.jobs;
