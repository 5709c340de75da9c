package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ConvolutionGeometry;

/**
 * A convolution {@code y = x ∗ w} is linear in x and in w. Its output, its adjoint in x and its adjoint in w form a
 * triple: the derivatives of each are the other two, so any order of derivative stays within it. Shapes: x
 * {@code [batch, inChannels, inH, inW]}, w {@code [outChannels, inChannels, kernelH, kernelW]}, y
 * {@code [batch, outChannels, outH, outW]}.
 */
final class Convolve {
    private Convolve() {}

    static Shape inputShape(ConvolutionGeometry g) {
        return Shape.of(g.batch(), g.inChannels(), g.inH(), g.inW());
    }

    static Shape weightShape(ConvolutionGeometry g) {
        return Shape.of(g.outChannels(), g.inChannels(), g.kernelH(), g.kernelW());
    }

    static Shape outputShape(ConvolutionGeometry g) {
        return Shape.of(g.batch(), g.outChannels(), g.outH(), g.outW());
    }

    /** {@code y = x ∗ w}; {@code dx} is the adjoint of (g, w), {@code dw} that of (x, g). */
    record Output(ConvolutionGeometry geometry) implements Operation {
        @Override
        public String name() {
            return "conv";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... in) {
            return Outputs.of(outputShape(geometry), backend.convolve(in[0].storage(), in[1].storage(), geometry));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> g.apply(new Input(geometry), call.input(1)),
                    () -> call.input(0).apply(new Weight(geometry), g));
        }
    }

    /** The adjoint in x, from (y, w) to x: a transposed convolution. */
    record Input(ConvolutionGeometry geometry) implements Operation {
        @Override
        public String name() {
            return "conv_transposed";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... in) {
            return Outputs.of(
                    inputShape(geometry), backend.convolveTransposed(in[0].storage(), in[1].storage(), geometry));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> g.apply(new Output(geometry), call.input(1)),
                    () -> g.apply(new Weight(geometry), call.input(0)));
        }
    }

    /** The adjoint in w, from (x, y) to w. */
    record Weight(ConvolutionGeometry geometry) implements Operation {
        @Override
        public String name() {
            return "conv_weight";
        }

        @Override
        public Outputs forward(Backend backend, Tensor... in) {
            return Outputs.of(
                    weightShape(geometry), backend.convolveWeight(in[0].storage(), in[1].storage(), geometry));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> call.input(1).apply(new Input(geometry), g),
                    () -> call.input(0).apply(new Output(geometry), g));
        }
    }
}
