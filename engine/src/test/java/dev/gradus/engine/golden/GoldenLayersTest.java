package dev.gradus.engine.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.AdamW;
import dev.gradus.engine.optim.Clipping;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.RmsProp;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden cases of losses, optimisers, penalty and running statistics, through the classes that users call. */
class GoldenLayersTest {
    private static final Backend BACKEND = ReferenceBackend.instance();

    private static Stream<GoldenCase> cases(String family) {
        return GoldenFiles.read(GoldenFiles.folder()).stream()
                .filter(golden -> golden.family().equals(family));
    }

    static Stream<GoldenCase> optimizers() {
        return cases("optim").filter(golden -> golden.op().equals("optimizer"));
    }

    static Stream<GoldenCase> losses() {
        return cases("loss");
    }

    static Stream<GoldenCase> penalties() {
        return cases("gradient_penalty").filter(golden -> golden.name().contains("dense"));
    }

    private static GoldenCase only(Stream<GoldenCase> cases) {
        List<GoldenCase> found = cases.toList();
        assertEquals(1, found.size());
        return found.get(0);
    }

    private static void compare(String what, GoldenCase.Values expected, double[] actual) {
        assertEquals(expected.data().length, actual.length, what);
        for (int i = 0; i < actual.length; i++) {
            double size = Math.max(1, Math.abs(expected.data()[i]));
            assertEquals(expected.data()[i], actual[i], 1e-10 * size, what + " [" + i + "]");
        }
    }

    private static Optimizer optimizer(Attributes at, List<Parameter> p) {
        double rate = at.number("lr");
        if (at.flag("epsilon_outside_bias_correction", false)) {
            return Adam.keras(p, rate);
        }
        if (at.has("weight_decay")) {
            return new AdamW(p, rate, at.number("weight_decay"));
        }
        if (at.has("beta1")) {
            return new Adam(p, rate, at.number("beta1"), at.number("beta2"), at.number("eps"));
        }
        if (at.has("alpha")) {
            return new RmsProp(p, rate, at.number("alpha"), at.number("eps"));
        }
        return new Sgd(p, rate, at.number("momentum", 0));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizersStep(GoldenCase golden) {
        Parameter p = new Parameter("p", golden.values("start").on(BACKEND));
        Optimizer optimizer = optimizer(golden.attributes(), List.of(p));
        GoldenCase.Values[] gradients = golden.list("gradients");
        GoldenCase.Values[] after = golden.list("after");
        for (int i = 0; i < gradients.length; i++) {
            optimizer.step(gradients[i].on(BACKEND));
            compare(
                    golden.name() + " after step " + (i + 1),
                    after[i],
                    p.constant().toArray());
        }
    }

    @Test
    void clipping() {
        GoldenCase golden = only(cases("optim").filter(c -> c.op().equals("clip_grad_norm")));
        Tensor[] gradients =
                Stream.of(golden.list("gradients")).map(v -> v.on(BACKEND)).toArray(Tensor[]::new);
        Tensor[] clipped =
                Clipping.byNorm(golden.attributes().number("max_norm")).apply(gradients);
        for (int i = 0; i < clipped.length; i++) {
            compare(golden.name(), golden.list("after")[i], clipped[i].toArray());
        }
    }

    private static Tensor loss(GoldenCase golden, Tensor x, Tensor target) {
        return switch (golden.op()) {
            case "mse_loss" -> Losses.mse(x, target);
            case "l1_loss" -> Losses.mae(x, target);
            case "bce" -> Losses.bce(x, target);
            case "bce_with_logits" -> Losses.bceWithLogits(x, target);
            case "cross_entropy" -> Losses.crossEntropy(x, golden.attributes().wholes("labels"));
            default -> throw new IllegalArgumentException("no loss for " + golden.name());
        };
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAndTheirDerivatives(GoldenCase golden) {
        Map<String, GoldenCase.Values> inputs = golden.named("inputs");
        Tensor x = inputs.get("x").on(BACKEND).tracked();
        Tensor target = inputs.containsKey("target") ? inputs.get("target").on(BACKEND) : null;
        Tensor loss = loss(golden, x, target);
        Tensor gy = golden.values("gy").on(BACKEND);
        compare(golden.name(), golden.values("output"), loss.toArray());
        Tensor[] wrt = {x};
        Tensor gx = Gradients.recorded(loss, gy, wrt)[0];
        compare(golden.name() + " gradient", golden.named("grads").get("x"), gx.toArray());
        boolean alone = golden.has("v") && golden.named("v").size() == 1;
        if (alone) {
            Tensor t = gx.mul(golden.named("v").get("x").on(BACKEND)).sum();
            compare(golden.name() + " second", golden.named("grads2").get("x"), Gradients.of(t, x)[0].toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void gradientPenalty(GoldenCase golden) {
        Map<String, Tensor> in = new LinkedHashMap<>();
        golden.named("inputs")
                .forEach((name, values) -> in.put(name, values.on(BACKEND).tracked()));
        boolean leaky = golden.attributes().has("negative_slope");
        double slope = golden.attributes().number("negative_slope", 0);
        UnaryOperator<Tensor> critic = u -> {
            Tensor h = u.matmul(in.get("w1"), false, true).add(in.get("b1"));
            return (leaky ? h.leakyRelu(slope) : h.tanh()).matmul(in.get("w2"), false, true);
        };
        Tensor penalty = GradientPenalty.at(critic, in.get("x"), 1, 1);
        compare(golden.name(), golden.values("penalty"), penalty.toArray());
        compare(
                golden.name() + " norms",
                golden.values("norms"),
                GradientPenalty.inputNorms(critic, in.get("x")).toArray());
        List<String> names = new ArrayList<>(golden.named("grads").keySet());
        Tensor[] gradients = Gradients.of(penalty, names.stream().map(in::get).toArray(Tensor[]::new));
        for (int i = 0; i < gradients.length; i++) {
            GoldenCase.Values expected = golden.named("grads").get(names.get(i));
            if (expected != null) {
                compare(golden.name() + " d" + names.get(i), expected, gradients[i].toArray());
            }
        }
    }

    @Test
    void runningStatistics() {
        GoldenCase golden = only(cases("norm").filter(c -> c.op().equals("batch_norm_running")));
        Map<String, GoldenCase.Values> in = golden.named("inputs");
        Tensor x = in.get("x").on(BACKEND);
        Attributes at = golden.attributes();
        BatchNorm norm =
                new BatchNorm(x.dim(1), at.number("eps"), at.number("momentum"), new Init(BACKEND, new Rng(1)));
        norm.runningMean().set(in.get("running_mean").on(BACKEND));
        norm.runningVariance().set(in.get("running_var").on(BACKEND));
        norm.apply(x, Pass.training(new Rng(1)));
        Map<String, GoldenCase.Values> after = golden.named("after");
        compare("mean", after.get("running_mean"), norm.runningMean().constant().toArray());
        compare(
                "variance",
                after.get("running_var"),
                norm.runningVariance().constant().toArray());
        assertTrue(norm.cells().byName().containsKey("running_var"));
    }
}
