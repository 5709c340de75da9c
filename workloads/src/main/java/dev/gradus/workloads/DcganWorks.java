package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;

/** A DCGAN of images of 28×28 from codes of 50, batch 128: a step of the discriminator and one of the generator. */
final class DcganWorks {
    private static final int BATCH = 128;
    private static final int CODE = 50;
    private static final int SIDE = 28;
    private static final double SLOPE = 0.3;

    private DcganWorks() {}

    static List<Workload> all() {
        return List.of(
                Workload.model("dcgan", "DCGAN 28\u00d728, a training step, batch 128", step(), DcganWorks::step)
                        .lasting(8),
                Workload.model(
                        "dcgan-generate",
                        "DCGAN 28\u00d728, generate 128 images",
                        generator().forward(),
                        backend -> {
                            Rng rng = new Rng(1);
                            Layer generator = generator(new Init(backend, rng.split()));
                            Tensor z = codes(backend, rng);
                            return () -> Steps.inference(generator, z);
                        }));
    }

    private static Work step(Backend backend) {
        Rng rng = new Rng(1);
        Init init = new Init(backend, rng.split());
        Layer discriminator = discriminator(init);
        Layer generator = generator(init);
        Optimizer judging = new Adam(discriminator.cells().parameters(), 1e-4);
        Optimizer making = new Adam(generator.cells().parameters(), 1e-4);
        Tensor real = rng.uniform(backend, Shape.of(BATCH, 1, SIDE, SIDE), -1, 1);
        Tensor one = Tensor.full(backend, 1, Shape.of(BATCH, 1));
        Tensor zero = Tensor.zeros(backend, Shape.of(BATCH, 1));
        Pass pass = Pass.training(rng.split());
        return () -> Scope.within(() -> {
            Tensor fake = generator.apply(codes(backend, rng), pass);
            Tensor still = fake.detach();
            Steps.minimize(
                    judging,
                    () -> Losses.bceWithLogits(discriminator.apply(real, pass), one)
                            .add(Losses.bceWithLogits(discriminator.apply(still, pass), zero)));
            return Steps.minimize(
                    making, () -> Losses.bceWithLogits(discriminator.apply(fake, pass.withoutGradient()), one));
        });
    }

    private static Tensor codes(Backend backend, Rng rng) {
        return rng.normal(backend, Shape.of(BATCH, CODE), 0, 1);
    }

    private static Layer generator(Init init) {
        ConvolutionOptions same = ConvolutionOptions.of(1, 2);
        ConvolutionOptions doubling = ConvolutionOptions.of(2, 2).outputPadding(1, 1);
        Initializer weight = Initializer.glorotUniform();
        return Sequential.of(
                new Dense(CODE, 256 * 7 * 7, init, weight, false),
                new BatchNorm(256 * 7 * 7, init),
                Activations.leakyRelu(SLOPE),
                new Reshape(256, 7, 7),
                new ConvTranspose2d(256, 128, 5, same, init, weight, false),
                new BatchNorm(128, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(128, 64, 5, doubling, init, weight, false),
                new BatchNorm(64, init),
                Activations.leakyRelu(SLOPE),
                new ConvTranspose2d(64, 1, 5, doubling, init, weight, false),
                Activations.tanh());
    }

    private static Layer discriminator(Init init) {
        ConvolutionOptions halving = ConvolutionOptions.of(2, 2);
        return Sequential.of(
                new Conv2d(1, 64, 5, halving, init),
                Activations.leakyRelu(SLOPE),
                new Dropout(0.3),
                new Conv2d(64, 128, 5, halving, init),
                Activations.leakyRelu(SLOPE),
                new Dropout(0.3),
                new Flatten(),
                new Dense(128 * 7 * 7, 1, init));
    }

    private static Flops.Network generator() {
        return Flops.network()
                .then(Flops.product(BATCH, CODE, 256 * 7 * 7))
                .then(Flops.convolution(BATCH, 256, 128, 25, 7 * 7))
                .then(Flops.convolution(BATCH, 128, 64, 25, 7 * 7))
                .then(Flops.convolution(BATCH, 64, 1, 25, 14 * 14));
    }

    private static Flops.Network discriminator() {
        return Flops.network()
                .then(Flops.convolution(BATCH, 1, 64, 25, 14 * 14))
                .then(Flops.convolution(BATCH, 64, 128, 25, 7 * 7))
                .then(Flops.product(BATCH, 128 * 7 * 7, 1));
    }

    /** The discriminator learns from two batches; the generator through the discriminator, whose parameters are constants. */
    private static double step() {
        return 2 * discriminator().training()
                + 2 * discriminator().forward()
                + generator().training();
    }
}
