package dev.gradus.engine.tensor;

/** The anomaly mode: finds the first operation whose result is not finite. */
final class Checks {
    private Checks() {}

    static void requireFinite(Operation operation, Tensor[] inputs, Tensor[] outputs) {
        for (Tensor output : outputs) {
            int at = firstNonFinite(output);
            if (at >= 0) {
                double value = output.backend().get(output.storage(), at);
                throw new NonFiniteException(
                        operation.name(),
                        value,
                        operation.name() + ": produced " + value + place(output, at) + " of its result "
                                + output.shape() + " from " + described(inputs));
            }
        }
    }

    private static int firstNonFinite(Tensor x) {
        return x.backend().firstNonFinite(x.storage());
    }

    private static String place(Tensor x, int at) {
        return " at index " + x.shape().position(at) + " (flat index " + at + ")";
    }

    /** The inputs, and which of them are to blame; where none is, the operation itself is. */
    private static String described(Tensor[] inputs) {
        StringBuilder shapes = new StringBuilder();
        StringBuilder bad = new StringBuilder();
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            shapes.append(i == 0 ? "" : ", ").append(input.shape());
            int at = firstNonFinite(input);
            if (at >= 0) {
                String owner = input.storage().owner();
                bad.append(bad.isEmpty() ? "" : ", ")
                        .append("input ")
                        .append(i)
                        .append(owner == null ? "" : " (" + owner + ")")
                        .append(" held ")
                        .append(input.backend().get(input.storage(), at))
                        .append(place(input, at));
            }
        }
        return bad.isEmpty()
                ? "finite inputs " + shapes + "; it is the first operation of this scope whose result is not finite"
                : "inputs " + shapes + ", of which " + bad + " already: look at where that was made";
    }
}
