package dev.gradus.workloads;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Convolutions forward, and forward and backward to input, weight and bias; batch 64. */
final class ConvolutionWorks {
    private static final int BATCH = 64;

    /** One of the engine's convolutions. */
    private interface Operation {
        Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options);
    }

    /**
     * @param flops of the forward pass
     * @param out channels of the result
     */
    private record Convolution(
            String name,
            String what,
            double flops,
            Shape x,
            Shape weight,
            int out,
            ConvolutionOptions options,
            Operation operation) {
        Stream<Workload> works() {
            return Stream.of(
                    Workload.kernel(name, what + ", forward", flops, backend -> {
                        Tensor[] in = draw(backend);
                        return () -> Scope.within(() -> operation
                                .run(in[0], in[1], in[2], options)
                                .storage()
                                .size());
                    }),
                    Workload.kernel(name + "-fb", what + ", forward and backward", 3 * flops, backend -> {
                        Tensor[] in = draw(backend);
                        Tensor cotangent = operation
                                .run(in[0], in[1], in[2], options)
                                .detach()
                                .tanh();
                        return () -> Scope.within(() -> {
                            Tensor[] tracked = {in[0].tracked(), in[1].tracked(), in[2].tracked()};
                            Tensor y = operation.run(tracked[0], tracked[1], tracked[2], options);
                            return (double) Gradients.of(y, cotangent, tracked).length;
                        });
                    }));
        }

        private Tensor[] draw(Backend backend) {
            Rng rng = new Rng(1);
            return new Tensor[] {
                rng.uniform(backend, x, -1, 1),
                rng.uniform(backend, weight, -0.1, 0.1),
                rng.uniform(backend, Shape.of(out), -0.1, 0.1)
            };
        }
    }

    private ConvolutionWorks() {}

    static List<Workload> all() {
        return Stream.of(
                        conv2d("conv", 64, 128, 14, 5, 2, 2),
                        conv2d("conv-first", 1, 64, 28, 5, 2, 2),
                        conv2d("conv-3x3", 64, 128, 32, 3, 1, 1),
                        conv1d("conv1d", 64, 64, 96, 5),
                        transposed("conv-transposed", 128, 64, 7, 5))
                .flatMap(Convolution::works)
                .toList();
    }

    private static Convolution conv2d(String name, int in, int out, int side, int kernel, int stride, int padding) {
        int after = (side + 2 * padding - kernel) / stride + 1;
        return new Convolution(
                name,
                "Conv2d " + in + "\u2192" + out + ", " + side + "\u00d7" + side + ", kernel " + kernel + ", stride "
                        + stride + ", batch " + BATCH,
                Flops.convolution(BATCH, in, out, kernel * kernel, after * after),
                Shape.of(BATCH, in, side, side),
                Shape.of(out, in, kernel, kernel),
                out,
                ConvolutionOptions.of(stride, padding),
                Convolutions::conv2d);
    }

    private static Convolution conv1d(String name, int in, int out, int length, int kernel) {
        return new Convolution(
                name,
                "Conv1d " + in + "\u2192" + out + ", length " + length + ", kernel " + kernel + ", batch " + BATCH,
                Flops.convolution(BATCH, in, out, kernel, length - kernel + 1),
                Shape.of(BATCH, in, length),
                Shape.of(out, in, kernel),
                out,
                ConvolutionOptions.DEFAULT,
                Convolutions::conv1d);
    }

    /** Doubles each side. */
    private static Convolution transposed(String name, int in, int out, int side, int kernel) {
        return new Convolution(
                name,
                "ConvTranspose2d " + in + "\u2192" + out + ", " + side + "\u00d7" + side + " to " + 2 * side + "\u00d7"
                        + 2 * side + ", kernel " + kernel + ", batch " + BATCH,
                Flops.convolution(BATCH, in, out, kernel * kernel, side * side),
                Shape.of(BATCH, in, side, side),
                Shape.of(in, out, kernel, kernel),
                out,
                ConvolutionOptions.of(2, kernel / 2).outputPadding(1, 1),
                Convolutions::convTranspose2d);
    }
}
