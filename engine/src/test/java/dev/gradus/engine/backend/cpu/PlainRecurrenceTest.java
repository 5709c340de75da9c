package dev.gradus.engine.backend.cpu;

import org.junit.jupiter.api.Tag;

@Tag("without-vector")
class PlainRecurrenceTest extends RecurrentChecks {
    @Override
    Loops loops() {
        return new PlainLoops();
    }

    @Override
    MatrixProduct product() {
        return new PlainProduct();
    }
}
