package dev.gradus.engine.tensor;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.SplitMix;

/** The bits of a sample's value and first derivatives on a backend, as one number. */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Sample sample, Backend backend) {
        Tensor[] x = BackendAgreementTest.tracked(sample.draw(backend));
        Tensor y = sample.apply(x);
        Tensor[] gradients = Gradients.of(y, BackendAgreementTest.weights(y), x);
        long hash = add(1, y);
        for (Tensor gradient : gradients) {
            hash = add(hash, gradient);
        }
        return hash;
    }

    /** All NaNs count as the same: their payload is up to the processor. */
    private static long add(long hash, Tensor values) {
        long h = hash;
        for (float value : values.toFloats()) {
            h = SplitMix.mix(h + Float.floatToIntBits(value));
        }
        return h;
    }
}
