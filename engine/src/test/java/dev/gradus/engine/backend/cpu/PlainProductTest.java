package dev.gradus.engine.backend.cpu;

import org.junit.jupiter.api.Tag;

@Tag("without-vector")
class PlainProductTest extends RowwiseProductChecks {
    private final MatrixProduct product = new PlainProduct();

    @Override
    MatrixProduct product() {
        return product;
    }
}
