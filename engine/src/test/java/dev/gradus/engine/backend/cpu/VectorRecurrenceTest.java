package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

class VectorRecurrenceTest extends RecurrentChecks {
    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "without jdk.incubator.vector");
    }

    @Override
    Loops loops() {
        return new VectorLoops();
    }

    @Override
    MatrixProduct product() {
        return new VectorProduct();
    }
}
