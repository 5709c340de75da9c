package dev.gradus.engine.autograd;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Call;
import dev.gradus.engine.tensor.Operation;
import dev.gradus.engine.tensor.Outputs;
import dev.gradus.engine.tensor.Tensor;

/** {@code y = x}; {@code dx = g}. */
record Identity() implements Operation {
    @Override
    public Outputs forward(Backend backend, Tensor... x) {
        return Outputs.of(x[0].shape(), x[0].storage());
    }

    @Override
    public Tensor[] vjp(Call call, Tensor g) {
        return call.cotangents(() -> g);
    }
}
