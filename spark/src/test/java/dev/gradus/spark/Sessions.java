package dev.gradus.spark;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.apache.spark.sql.SparkSession;

/** A session of Spark for tests, in this JVM. */
final class Sessions {
    /** From here on Java has no security manager, without which the Hadoop that Spark 4.0 brings does not start. */
    private static final int TOO_NEW = 24;

    private Sessions() {}

    /** Aborts the test, with the reason, where Spark cannot run. */
    static void requireJava() {
        int java = Runtime.version().feature();
        assumeTrue(java < TOO_NEW, () -> "Spark 4.0 runs on Java 17 to 23, this is " + java);
    }

    /** On two threads; where Spark cannot run, the test is aborted with the reason. */
    static SparkSession local() {
        requireJava();
        return settings("3").master("local[2]").getOrCreate();
    }

    /** Of any session for tests, with so many partitions behind a shuffle. */
    static SparkSession.Builder settings(String partitions) {
        return settings().config("spark.sql.shuffle.partitions", partitions);
    }

    /** The same, with as many partitions as Spark, or what uses it, thinks best. */
    static SparkSession.Builder settings() {
        return SparkSession.builder()
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "Asia/Tokyo")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    }
}
