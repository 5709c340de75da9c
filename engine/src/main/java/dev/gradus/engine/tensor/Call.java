package dev.gradus.engine.tensor;

import java.util.function.Function;

/**
 * One application of an {@link Operation}, as its derivative rule sees it. While gradients are only computed, all
 * tensors here are constants; while the gradients themselves are recorded, inputs, outputs and cotangents carry their
 * history, and so does everything that the rule computes from them.
 */
public interface Call {
    /** The formula of one input's cotangent. */
    @FunctionalInterface
    interface Rule {
        /** Evaluates the formula. */
        Tensor cotangent();
    }

    /** How many inputs the operation has. */
    int inputCount();

    /** The i-th input. */
    Tensor input(int i);

    /** The shape of the i-th input: all that many rules need of it. */
    Shape shape(int i);

    /** The i-th output. */
    Tensor output(int i);

    /** The output of an operation that has one. */
    default Tensor output() {
        return output(0);
    }

    /** The i-th value that the forward pass saved: a constant. */
    Tensor saved(int i);

    /** The cotangent of the i-th output; zeros where the loss does not depend on it. */
    Tensor cotangent(int i);

    /** Whether the loss depends on the i-th output at all. */
    boolean reaches(int i);

    /** Whether the cotangent of the i-th input is asked for. */
    boolean needs(int i);

    /** Whether the gradients are themselves being recorded. */
    boolean recorded();

    /**
     * The answer of a rule: one formula for each input, evaluated only where it is asked for.
     *
     * @param rules one for each input; {@code null} for an input that the output does not depend on smoothly
     */
    Tensor[] cotangents(Rule... rules);

    /** As {@link #cotangents(Rule...)}, for one input; this and the next are ones that the JIT compiler sees through. */
    default Tensor[] cotangents(Rule rule) {
        return new Tensor[] {rule != null && needs(0) ? rule.cotangent() : null};
    }

    /** As {@link #cotangents(Rule...)}, for two inputs. */
    default Tensor[] cotangents(Rule first, Rule second) {
        Tensor x = first != null && needs(0) ? first.cotangent() : null;
        Tensor y = second != null && needs(1) ? second.cotangent() : null;
        return new Tensor[] {x, y};
    }

    /**
     * The answer of a fused operation while gradients are recorded: the vector-Jacobian product of its definition in
     * elementary operations.
     *
     * @param definition from the inputs to the outputs
     */
    Tensor[] differentiate(Function<Tensor[], Tensor[]> definition);
}
