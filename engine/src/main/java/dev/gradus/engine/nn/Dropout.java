package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Tensor;

/**
 * Inverted dropout (Srivastava et al., 2014) of any shape: each element becomes 0 with probability {@code rate} and is
 * divided by {@code 1 − rate} otherwise. A pass without a generator leaves everything as it is.
 *
 * @param rate in [0, 1)
 */
public record Dropout(double rate) implements Layer {
    /** Checks the rate. */
    public Dropout {
        Sizes.requireRate("dropout", rate);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("dropout", x, pass);
        if (pass.dropout() == null || rate == 0) {
            return x;
        }
        return pass.dropout().dropout(x, rate);
    }
}
