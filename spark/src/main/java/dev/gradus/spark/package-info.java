/**
 * Fleets of series on Apache Spark (4, with Scala 2.13): {@link dev.gradus.spark.Fleet} trains a detector for each series of a table and has
 * it look at new rows. Spark itself is not brought along: it is there where the job runs.
 *
 * <p>The launcher of Spark 4.0.1, with which all this is tested, opens the modules of the JDK that Spark needs and adds
 * {@code jdk.incubator.vector}, which the fastest backend computes with; {@code spark.executor.extraJavaOptions=-Dgradus.backend=NAME}
 * chooses another one. All executors should have processors and JVMs alike where bits matter: backends round differently.
 *
 * <p>Limits: a series must fit into the memory of a task; Spark 4.0 does not start on JDK 24 and later.
 */
package dev.gradus.spark;
