package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.tadgan.TadGanTraining;
import java.util.List;

/**
 * TadGAN in its published architecture: window 100, codes of 20, batch 64. Without dropout of recurrent states, which
 * PyTorch's LSTM does not offer either, so that both do the same work.
 */
final class TadGanWorks {
    private static final int BATCH = 64;
    private static final int WINDOW = 100;
    private static final int LATENT = 20;
    private static final int ITERATIONS = 5;

    /** Seconds that a group of half a second is measured for. */
    private static final int LONGER = 8;

    private TadGanWorks() {}

    static List<Workload> all() {
        return List.of(
                Workload.model(
                                "tadgan",
                                "TadGAN, a training group: 5 steps of each critic, 1 of encoder and generator",
                                group(),
                                TadGanWorks::group)
                        .lasting(LONGER),
                Workload.model(
                        "critic-gp",
                        "TadGAN, critic of windows, a step with its gradient penalty",
                        criticX(BATCH).penalisedCritic(),
                        TadGanWorks::criticStep),
                Workload.model(
                        "critic-z-gp",
                        "TadGAN, critic of codes, a step with its gradient penalty",
                        criticZ(BATCH).penalisedCritic(),
                        TadGanWorks::latentCriticStep),
                Workload.model(
                        "tadgan-encoder",
                        "TadGAN, encoder forward and backward",
                        encoder(BATCH).training(),
                        backend -> {
                            TadGanTraining training = training(backend);
                            Tensor x = windows(backend, new Rng(1), BATCH);
                            return () -> Steps.forwardBackward(training.encoder(), x, training.pass());
                        }),
                Workload.model(
                        "tadgan-generator",
                        "TadGAN, generator forward and backward",
                        generator(BATCH).training(),
                        backend -> {
                            TadGanTraining training = training(backend);
                            Tensor z = codes(backend, new Rng(1));
                            return () -> Steps.forwardBackward(training.generator(), z, training.pass());
                        }),
                reconstruction("tadgan-reconstruct", BATCH),
                reconstruction("tadgan-reconstruct-1", 1));
    }

    private static Workload reconstruction(String name, int windows) {
        double flops = encoder(windows).forward()
                + generator(windows).forward()
                + criticX(windows).forward();
        String what = "TadGAN, reconstruct and criticise " + windows + (windows == 1 ? " window" : " windows");
        return Workload.model(name, what, flops, backend -> {
            TadGanTraining training = training(backend);
            Tensor x = windows(backend, new Rng(1), windows);
            return () -> Scope.within(() -> {
                Pass pass = Pass.inference();
                Tensor again = training.generator().apply(training.encoder().apply(x, pass), pass);
                return Steps.first(again) + Steps.first(training.criticX().apply(x, pass));
            });
        });
    }

    // ---- what is run ---------------------------------------------------------------------------------------------

    private static Work group(Backend backend) {
        TadGanTraining training = training(backend);
        Rng rng = new Rng(1);
        Tensor[] batches = new Tensor[ITERATIONS];
        for (int i = 0; i < ITERATIONS; i++) {
            batches[i] = windows(backend, rng, BATCH);
        }
        return () -> training.group(batches).get("critic x");
    }

    private static Work criticStep(Backend backend) {
        TadGanTraining training = training(backend);
        Rng rng = new Rng(1);
        Tensor real = windows(backend, rng, BATCH);
        Tensor fake = windows(backend, rng, BATCH);
        return () -> training.stepCriticX(real, fake);
    }

    private static Work latentCriticStep(Backend backend) {
        TadGanTraining training = training(backend);
        Rng rng = new Rng(1);
        Tensor real = codes(backend, rng);
        Tensor fake = codes(backend, rng);
        return () -> training.stepCriticZ(real, fake);
    }

    private static TadGanTraining training(Backend backend) {
        return new TadGanTraining(
                TadGan.builder()
                        .recurrentDropout(0)
                        .seed(1)
                        .backend(backend)
                        .build()
                        .config(),
                backend);
    }

    private static Tensor windows(Backend backend, Rng rng, int count) {
        return rng.uniform(backend, Shape.of(count, WINDOW, 1), -1, 1);
    }

    private static Tensor codes(Backend backend, Rng rng) {
        return rng.normal(backend, Shape.of(BATCH, LATENT), 0, 1);
    }

    // ---- what it needs -------------------------------------------------------------------------------------------

    private static Flops.Network encoder(int batch) {
        return Flops.network()
                .then(2 * Flops.lstm(batch, WINDOW, 1, 100), 2 * Flops.product(batch * WINDOW, 1, 400))
                .then(Flops.product(batch, WINDOW * 200, LATENT));
    }

    private static Flops.Network generator(int batch) {
        return Flops.network()
                .then(Flops.product(batch, LATENT, WINDOW / 2))
                .then(2 * Flops.lstm(batch, WINDOW / 2, 1, 64))
                .then(2 * Flops.lstm(batch, WINDOW, 128, 64))
                .then(Flops.product(batch * WINDOW, 128, 1));
    }

    private static Flops.Network criticX(int batch) {
        return Flops.network()
                .then(Flops.convolution(batch, 1, 64, 5, 96))
                .then(Flops.convolution(batch, 64, 64, 5, 92))
                .then(Flops.convolution(batch, 64, 64, 5, 88))
                .then(Flops.convolution(batch, 64, 64, 5, 84))
                .then(Flops.product(batch, 64 * 84, 1));
    }

    private static Flops.Network criticZ(int batch) {
        return Flops.network()
                .then(Flops.product(batch, LATENT, 20))
                .then(Flops.product(batch, 20, 20))
                .then(Flops.product(batch, 20, 1));
    }

    /** Gradients of generated windows pass through the critics too, whose parameters are constants there. */
    private static double group() {
        Flops.Network e = encoder(BATCH);
        Flops.Network g = generator(BATCH);
        Flops.Network cx = criticX(BATCH);
        Flops.Network cz = criticZ(BATCH);
        double critics = g.forward() + cx.penalisedCritic() + e.forward() + cz.penalisedCritic();
        double generated = g.training() + 2 * cx.forward();
        double encoded = e.training() + 2 * cz.forward();
        double again = g.forward() + g.backward();
        return ITERATIONS * critics + generated + encoded + again;
    }
}
