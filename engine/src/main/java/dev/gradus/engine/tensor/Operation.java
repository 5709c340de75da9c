package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;

/**
 * A differentiable operation: how its outputs are computed, and how a small change of them is traced back to its
 * inputs. Implementations are small immutable values (records) that hold the attributes. {@link Tensor#apply} runs one.
 *
 * <p>The derivative rule is a <em>vector-Jacobian product</em>. With outputs {@code y = f(x)}, a loss {@code L} and the
 * cotangents {@code g = ∂L/∂y}, it returns {@code ∂L/∂x = gᵀ·∂y/∂x}, written in the algebra of tensors. Because the
 * rule is itself made of differentiable operations, gradients of gradients need nothing more.
 */
public interface Operation {
    /** The name that messages use, such as {@code conv1d}. By default the class's name in snake case. */
    default String name() {
        return Names.OF_CLASSES.get(getClass());
    }

    /**
     * Computes the outputs.
     *
     * @param backend whose storage all inputs are
     * @param x the inputs; their history does not matter here
     */
    Outputs forward(Backend backend, Tensor... x);

    /**
     * Computes the outputs; only operations that save much override this one.
     *
     * @param recorded whether a derivative may be asked for; where not, nothing need be saved
     */
    default Outputs forward(Backend backend, boolean recorded, Tensor... x) {
        return forward(backend, x);
    }

    /**
     * The derivative rule of an operation with one output.
     *
     * @param call the inputs, the output and what is asked for
     * @param g the cotangent of the output, of the output's shape
     * @return a cotangent for each input, of the input's shape; {@code null} for zero or for what was not asked
     */
    Tensor[] vjp(Call call, Tensor g);

    /** The derivative rule; only operations with several outputs override it and read the cotangents from the call. */
    default Tensor[] vjp(Call call) {
        return vjp(call, call.cotangent(0));
    }
}
