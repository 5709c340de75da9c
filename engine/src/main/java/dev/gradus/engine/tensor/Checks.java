package dev.gradus.engine.tensor;

/** The anomaly mode: finds the first operation whose result is not finite. */
final class Checks {
    private Checks() {}

    static void requireFinite(Operation operation, Tensor[] inputs, Tensor[] outputs) {
        for (Tensor output : outputs) {
            int at = output.backend().firstNonFinite(output.storage());
            if (at >= 0) {
                StringBuilder shapes = new StringBuilder();
                for (Tensor input : inputs) {
                    shapes.append(shapes.isEmpty() ? "" : ", ").append(input.shape());
                }
                double value = output.backend().get(output.storage(), at);
                throw new ArithmeticException(operation.name() + ": produced " + value + " at flat index " + at
                        + " of its result " + output.shape() + " (inputs " + shapes + "); it is the first operation"
                        + " of this scope with a result that is not finite");
            }
        }
    }
}
