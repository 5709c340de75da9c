package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.GlobalAveragePool2d;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A GANomaly of images of 64×64, batch 32: an autoencoder, a second encoder of what it makes, and a discriminator whose
 * features are compared.
 */
final class GanomalyWorks {
    private static final int BATCH = 32;
    private static final int SIDE = 64;
    private static final int CODE = 128;
    private static final double SLOPE = 0.3;

    /**
     * The networks.
     *
     * @param encode images to features {@code [batch, 128, 8, 8]}
     * @param decode codes {@code [batch, 128]} to images
     * @param again  as {@code encode}, of what was decoded
     * @param judge  as {@code encode}, for the discriminator
     * @param verdict the discriminator's last layer
     */
    private record Networks(Layer encode, Layer decode, Layer again, Layer judge, Layer verdict) {
        static Networks of(Init init) {
            return new Networks(encoder(init), decoder(init), encoder(init), encoder(init), new Dense(CODE, 1, init));
        }

        Tensor code(Tensor x, Pass pass) {
            return new GlobalAveragePool2d().apply(encode.apply(x, pass), pass);
        }

        Tensor generated(Tensor x, Pass pass) {
            return decode.apply(code(x, pass), pass);
        }

        Tensor codeAgain(Tensor x, Pass pass) {
            return new GlobalAveragePool2d().apply(again.apply(x, pass), pass);
        }
    }

    private GanomalyWorks() {}

    static List<Workload> all() {
        return List.of(
                Workload.model(
                                "ganomaly",
                                "GANomaly 64\u00d764, a training step, batch 32",
                                step(),
                                GanomalyWorks::step)
                        .lasting(8),
                Workload.model(
                        "ganomaly-score",
                        "GANomaly 64\u00d764, score 32 images",
                        3 * encoder().forward() + decoder().forward(),
                        GanomalyWorks::score));
    }

    private static Work step(Backend backend) {
        Rng rng = new Rng(1);
        Networks n = Networks.of(new Init(backend, rng.split()));
        Optimizer judging = new Adam(parameters(n.judge, n.verdict), 1e-3);
        Optimizer making = new Adam(parameters(n.encode, n.decode, n.again), 1e-3);
        Tensor x = rng.uniform(backend, Shape.of(BATCH, 1, SIDE, SIDE), -1, 1);
        Tensor truth = Tensor.concat(
                0, Tensor.zeros(backend, Shape.of(BATCH, 1)), Tensor.full(backend, 1, Shape.of(BATCH, 1)));
        Pass pass = Pass.training(rng.split());
        Pass frozen = pass.withoutGradient();
        return () -> {
            Steps.minimize(judging, () -> {
                Tensor both = Tensor.concat(0, x, n.generated(x, frozen));
                Tensor features = new GlobalAveragePool2d().apply(n.judge.apply(both, pass), pass);
                return Losses.bceWithLogits(n.verdict.apply(features, pass), truth);
            });
            return Steps.minimize(making, () -> {
                Tensor again = n.generated(x, pass);
                Tensor seen = n.judge.apply(x, frozen);
                Tensor mean = n.judge.apply(again, frozen).mean(true, 0).broadcastTo(seen.shape());
                return Losses.mse(seen, mean)
                        .add(Losses.mae(again, x).mul(20))
                        .add(Losses.mse(n.codeAgain(again, pass), n.code(x, pass)));
            });
        };
    }

    private static Work score(Backend backend) {
        Rng rng = new Rng(1);
        Networks n = Networks.of(new Init(backend, rng.split()));
        Tensor x = rng.uniform(backend, Shape.of(BATCH, 1, SIDE, SIDE), -1, 1);
        Pass pass = Pass.inference();
        return () -> Scope.within(() -> n.code(x, pass)
                .sub(n.codeAgain(n.generated(x, pass), pass))
                .square()
                .sum(1)
                .get(0));
    }

    private static List<Parameter> parameters(Layer... layers) {
        List<Parameter> all = new ArrayList<>();
        for (Layer layer : layers) {
            all.addAll(layer.cells().parameters());
        }
        return all;
    }

    private static Layer encoder(Init init) {
        ConvolutionOptions halving = ConvolutionOptions.of(2, 1);
        return Sequential.of(
                new Conv2d(1, 32, 5, ConvolutionOptions.of(1, 2), init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(32, 64, 3, halving, init),
                new BatchNorm(64, init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(64, 128, 3, halving, init),
                new BatchNorm(128, init),
                Activations.leakyRelu(SLOPE),
                new Conv2d(128, CODE, 3, halving, init),
                new BatchNorm(CODE, init),
                Activations.leakyRelu(SLOPE));
    }

    private static Layer decoder(Init init) {
        ConvolutionOptions doubling = ConvolutionOptions.of(2, 1).outputPadding(1, 1);
        return Sequential.of(
                new Dense(CODE, 128 * 8 * 8, init),
                new Reshape(128, 8, 8),
                new ConvTranspose2d(128, 128, 3, doubling, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(128, 64, 3, doubling, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(64, 32, 3, doubling, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(32, 1, 1, init),
                Activations.tanh());
    }

    private static Flops.Network encoder() {
        return Flops.network()
                .then(Flops.convolution(BATCH, 1, 32, 25, 64 * 64))
                .then(Flops.convolution(BATCH, 32, 64, 9, 32 * 32))
                .then(Flops.convolution(BATCH, 64, 128, 9, 16 * 16))
                .then(Flops.convolution(BATCH, 128, CODE, 9, 8 * 8));
    }

    private static Flops.Network decoder() {
        return Flops.network()
                .then(Flops.product(BATCH, CODE, 128 * 8 * 8))
                .then(Flops.convolution(BATCH, 128, 128, 9, 8 * 8))
                .then(Flops.convolution(BATCH, 128, 64, 9, 16 * 16))
                .then(Flops.convolution(BATCH, 64, 32, 9, 32 * 32))
                .then(Flops.convolution(BATCH, 32, 1, 1, 64 * 64));
    }

    /**
     * The discriminator learns from two batches. The autoencoder's gradient comes through the discriminator's features and
     * through the second encoder, down to the images; the code it is compared with is computed, and differentiated, once
     * more.
     */
    private static double step() {
        double verdict = Flops.product(2 * BATCH, CODE, 1);
        double judged =
                encoder().forward() + decoder().forward() + 2 * encoder().training() + 3 * verdict;
        double generated =
                encoder().training() + decoder().forward() + decoder().backward();
        double compared = encoder().forward() + 2 * encoder().forward();
        double encoded = encoder().forward() + encoder().backward() + encoder().training();
        return judged + generated + compared + encoded;
    }
}
