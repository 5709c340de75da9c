package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;

/** Softmax and its relatives along one axis. The greatest element is subtracted first, so nothing overflows. */
final class Softmax {
    private Softmax() {}

    /** {@code x − max x} along the axis, as a constant. */
    private static Tensor shifted(Tensor x, int axis) {
        return x.sub(greatest(x, axis));
    }

    private static Tensor greatest(Tensor x, int axis) {
        return x.max(axis).reshape(x.shape().with(axis, 1));
    }

    /** {@code y = eˣ / Σ eˣ}; {@code dx = y·(g − Σ g·y)}. */
    record Probabilities(int axis) implements Operation {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Tensor e = shifted(x[0].detach(), axis).exp();
            return Outputs.of(e.div(e.sum(true, axis)));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> {
                Tensor y = call.output();
                return y.mul(g.sub(g.mul(y).sum(true, axis)));
            });
        }
    }

    /** {@code y = x − log Σ eˣ}; {@code dx = g − eʸ·Σ g}. */
    record LogProbabilities(int axis) implements Operation {
        @Override
        public String name() {
            return "log_softmax";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Tensor s = shifted(x[0].detach(), axis);
            return Outputs.of(s.sub(s.exp().sum(true, axis).log()));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.sub(call.output().exp().mul(g.sum(true, axis))));
        }
    }

    /** {@code y = log Σ eˣ}, without the axis; {@code dx = g·eˣ⁻ʸ}. */
    record LogSumExp(int axis) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Tensor input = x[0].detach();
            Tensor s = shifted(input, axis);
            Tensor y = s.exp().sum(true, axis).log().add(greatest(input, axis));
            return Outputs.of(y.reshape(input.shape().without(axis)));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> {
                Shape kept = call.shape(0).with(axis, 1);
                return g.reshape(kept)
                        .mul(call.input(0).sub(call.output().reshape(kept)).exp());
            });
        }
    }
}
