package dev.gradus.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A session of Spark in this JVM for all tests of a class; where Spark cannot run, they are skipped with the reason. */
final class LocalSpark implements BeforeAllCallback, AfterAllCallback {
    private SparkSession session;

    @Override
    public void beforeAll(ExtensionContext context) {
        session = Sessions.local();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (session != null) {
            session.stop();
        }
    }

    SparkSession session() {
        return session;
    }
}
