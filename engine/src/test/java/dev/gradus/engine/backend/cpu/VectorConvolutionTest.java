package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

class VectorConvolutionTest extends ConvolutionChecks {
    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "without jdk.incubator.vector");
    }

    @Override
    MatrixProduct product() {
        return new VectorProduct();
    }

    @Override
    Loops loops() {
        return new VectorLoops();
    }
}
