package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Unary;

/** Elementwise operations of one argument; each rule is one line, with {@code g} the cotangent and {@code y = f(x)}. */
final class Elementwise {
    private Elementwise() {}

    private static Outputs unary(Backend backend, Unary f, Tensor x, double a) {
        return Outputs.of(x.shape(), backend.unary(f, x.storage(), a));
    }

    /** {@code y = −x}; {@code dx = −g}. */
    record Negate() implements Operation {
        static final Negate INSTANCE = new Negate();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.NEGATE, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(g::neg);
        }
    }

    /** {@code y = |x|}; {@code dx = g·sign(x)}, 0 at 0. Piecewise linear: the sign is a constant. */
    record Abs() implements Operation {
        static final Abs INSTANCE = new Abs();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.ABS, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).detach().sign()));
        }
    }

    /** {@code y = sign(x)}, flat wherever it has a derivative. */
    record Sign() implements Operation {
        static final Sign INSTANCE = new Sign();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SIGN, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return new Tensor[] {null};
        }
    }

    /** {@code y = eˣ}; {@code dx = g·y}. */
    record Exp() implements Operation {
        static final Exp INSTANCE = new Exp();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.EXP, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.output()));
        }
    }

    /** {@code y = log x}; {@code dx = g/x}. */
    record Log() implements Operation {
        static final Log INSTANCE = new Log();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.LOG, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.div(call.input(0)));
        }
    }

    /** {@code y = √x}; {@code dx = g/(2y)}. */
    record Sqrt() implements Operation {
        static final Sqrt INSTANCE = new Sqrt();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SQRT, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.div(call.output().mul(2)));
        }
    }

    /** {@code y = x²}; {@code dx = 2·g·x}. */
    record Square() implements Operation {
        static final Square INSTANCE = new Square();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SQUARE, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0)).mul(2));
        }
    }

    /** {@code y = 1/x}; {@code dx = −g·y²}. */
    record Reciprocal() implements Operation {
        static final Reciprocal INSTANCE = new Reciprocal();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.RECIPROCAL, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.output().square()).neg());
        }
    }

    /** {@code y = tanh x}; {@code dx = g·(1 − y²)}. */
    record Tanh() implements Operation {
        static final Tanh INSTANCE = new Tanh();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.TANH, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.apply(Arithmetic.TanhSlope.INSTANCE, call.output()));
        }
    }

    /** {@code y = 1/(1 + e⁻ˣ)}; {@code dx = g·y·(1 − y)}. */
    record Sigmoid() implements Operation {
        static final Sigmoid INSTANCE = new Sigmoid();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SIGMOID, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.apply(Arithmetic.SigmoidSlope.INSTANCE, call.output()));
        }
    }

    /** {@code y = log(1 + eˣ)}; {@code dx = g·σ(x)}. */
    record Softplus() implements Operation {
        static final Softplus INSTANCE = new Softplus();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SOFTPLUS, x[0], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).sigmoid()));
        }
    }

    /**
     * {@code y = x} where {@code x > 0}, {@code a·x} elsewhere; {@code dx = g} or {@code a·g}. Piecewise linear: the
     * input enters the derivative as a constant, so a second derivative builds no graph for it.
     *
     * @param negativeSlope a; 0 is relu
     */
    record LeakyRelu(double negativeSlope) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.LEAKY_RELU, x[0], negativeSlope);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() ->
                    g.apply(new Arithmetic.Slope(negativeSlope), call.input(0).detach()));
        }
    }

    /** {@code y = x} where {@code x > 0}, {@code α(eˣ − 1)} elsewhere; {@code dx = g} or {@code g·(y + α)}. */
    record Elu(double alpha) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.ELU, x[0], alpha);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> {
                Tensor positive = call.input(0).detach().greater(0);
                Tensor negative = positive.neg().add(1);
                return g.mul(positive.add(negative.mul(call.output().add(alpha))));
            });
        }
    }

    /** {@code y = xᵖ}; {@code dx = g·p·xᵖ⁻¹}, and 0 for p = 0, where the formula would be 0·∞ at x = 0. */
    record Power(double exponent) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.POWER, x[0], exponent);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            if (exponent == 0) {
                return new Tensor[] {null};
            }
            return call.cotangents(() -> g.mul(call.input(0).pow(exponent - 1)).mul(exponent));
        }
    }

    /** {@code y = a·x}; {@code dx = a·g}. */
    record Scale(double factor) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SCALE, x[0], factor);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(factor));
        }
    }

    /** {@code y = x + a}; {@code dx = g}. */
    record Shift(double offset) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.SHIFT, x[0], offset);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g);
        }
    }

    /** {@code y = max(x, a)}; {@code dx = g} where {@code x > a}, 0 elsewhere. */
    record AtLeast(double bound) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.AT_LEAST, x[0], bound);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).detach().greater(bound)));
        }
    }

    /** {@code y = min(x, a)}; {@code dx = g} where {@code x < a}, 0 elsewhere. */
    record AtMost(double bound) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return unary(backend, Unary.AT_MOST, x[0], bound);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).detach().neg().greater(-bound)));
        }
    }

    /**
     * {@code y = m·x} with a mask m that is drawn where it is used, {@code 1/keep} with probability {@code keep} and else 0;
     * {@code dx = m·g}, m drawn again from the same positions of the stream instead of being stored.
     *
     * @param stream where the mask begins
     * @param keep in (0, 1]
     */
    record Dropout(Rng.State stream, double keep) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return Outputs.of(
                    x[0].shape(),
                    backend.dropout(x[0].storage(), stream.seed(), stream.gamma(), stream.position(), keep, 1 / keep));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.apply(this));
        }
    }
}
