package dev.gradus.engine.golden;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Cases that are more than one operation and its gradients: penalties, running statistics, optimisers. */
final class GoldenSpecials {
    /** Checks a case. */
    @FunctionalInterface
    interface Check {
        void run(GoldenCase golden, Backend backend, Deviations deviations);
    }

    /** A critic of a gradient-penalty case: from the input and its parameters to {@code [batch, 1]}. */
    @FunctionalInterface
    private interface Critic {
        Tensor apply(Tensor x, Map<String, Tensor> parameters, Attributes attributes);
    }

    private static final Map<String, Check> TABLE = new TreeMap<>();
    private static final Map<String, Critic> CRITICS = new TreeMap<>();

    static {
        TABLE.put("gradient_penalty", GoldenSpecials::gradientPenalty);
        TABLE.put("batch_norm_running", GoldenSpecials::runningStatistics);
        TABLE.put("optimizer", GoldenOptimizers::optimizer);
        TABLE.put("clip_grad_norm", GoldenOptimizers::clipGradNorm);

        CRITICS.put("w2 tanh(w1 x + b1)", (x, p, at) -> hidden(x, p).tanh().matmul(p.get("w2"), false, true));
        CRITICS.put(
                "w2 leaky_relu(w1 x + b1)",
                (x, p, at) -> hidden(x, p)
                        .leakyRelu(at.number("negative_slope", 0.01))
                        .matmul(p.get("w2"), false, true));
        CRITICS.put(
                "w3 flatten(leaky_relu(conv1d(leaky_relu(conv1d(x, w1, b1)), w2, b2)))",
                GoldenSpecials::convolutionalCritic);
        CRITICS.put(
                "w2 flatten(tanh(conv2d(x, w1, b1)))",
                (x, p, at) -> Convolutions.conv2d(x, p.get("w1"), p.get("b1"), GoldenOperations.options(at, 2))
                        .tanh()
                        .flatten(1)
                        .matmul(p.get("w2"), false, true));
        CRITICS.put(
                "w h_T of lstm(x, w_ih, w_hh, bias)",
                (x, p, at) -> Recurrent.lstm(
                                x,
                                p.get("w_ih"),
                                p.get("w_hh"),
                                p.get("bias"),
                                null,
                                null,
                                null,
                                GoldenOperations.activation(at),
                                false)
                        .hidden()
                        .matmul(p.get("w"), false, true));
        CRITICS.put("w2 tanh(batch_norm(w1 x, g, b))", (x, p, at) -> {
            Tensor h = x.matmul(p.get("w1"), false, true);
            return Normalization.batchNorm(h, p.get("g"), p.get("b"), at.number("eps", 1e-5), 1)
                    .value()
                    .tanh()
                    .matmul(p.get("w2"), false, true);
        });
    }

    private GoldenSpecials() {}

    /** The check of an op, or {@code null} where it is an operation of {@link GoldenOperations}. */
    static Check of(String op) {
        return TABLE.get(op);
    }

    static Set<String> ops() {
        return TABLE.keySet();
    }

    private static Tensor hidden(Tensor x, Map<String, Tensor> p) {
        return x.matmul(p.get("w1"), false, true).add(p.get("b1"));
    }

    private static Tensor convolutionalCritic(Tensor x, Map<String, Tensor> p, Attributes at) {
        double slope = at.number("negative_slope", 0.01);
        Tensor first = Convolutions.conv1d(x, p.get("w1"), p.get("b1"), GoldenOperations.options(at, 1))
                .leakyRelu(slope);
        return Convolutions.conv1d(first, p.get("w2"), p.get("b2"), GoldenOperations.options(at, 1))
                .leakyRelu(slope)
                .flatten(1)
                .matmul(p.get("w3"), false, true);
    }

    /** {@code mean((‖∂ critic/∂x‖ − 1)²)} and its gradients with respect to the parameters and x. */
    private static void gradientPenalty(GoldenCase golden, Backend backend, Deviations deviations) {
        Attributes at = golden.attributes();
        String formula = at.text("critic", "");
        Critic critic = CRITICS.get(formula);
        if (critic == null) {
            throw new IllegalArgumentException(
                    "golden: no critic for '" + formula + "'; known are " + CRITICS.keySet());
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        golden.named("inputs")
                .forEach((name, values) -> inputs.put(name, values.on(backend).tracked()));
        Tensor x = inputs.get("x");
        Tensor score = critic.apply(x, inputs, at);
        deviations.compare("critic", score, golden.values("critic"));
        Tensor gx = Gradients.recorded(score.sum(), x)[0];
        deviations.compare("input gradient", gx, golden.values("input_gradient"));
        Tensor norms = gx.flatten(1).square().sum(1).sqrt();
        deviations.compare("norms", norms, golden.values("norms"));
        Tensor penalty = norms.sub(1).square().mean();
        deviations.compare("penalty", penalty, golden.values("penalty"));
        Map<String, GoldenCase.Values> expected = golden.named("grads");
        Tensor[] wrt = expected.keySet().stream().map(inputs::get).toArray(Tensor[]::new);
        Tensor[] grads = Gradients.of(penalty, wrt);
        int i = 0;
        for (Map.Entry<String, GoldenCase.Values> entry : expected.entrySet()) {
            deviations.compare("penalty's gradient of " + entry.getKey(), grads[i++], entry.getValue());
        }
    }

    /** Running statistics move towards the batch's mean and its unbiased variance. */
    private static void runningStatistics(GoldenCase golden, Backend backend, Deviations deviations) {
        Attributes at = golden.attributes();
        double momentum = at.number("momentum", 0.1);
        Map<String, GoldenCase.Values> in = golden.named("inputs");
        Tensor x = in.get("x").on(backend);
        Normalization.Standardized batch = Normalization.batchStatistics(x, at.number("eps", 1e-5));
        double count = (double) x.shape().size() / x.dim(1);
        Tensor mean = batch.mean().reshape(x.dim(1));
        Tensor variance = batch.variance().reshape(x.dim(1)).mul(count / (count - 1));
        Map<String, GoldenCase.Values> after = golden.named("after");
        deviations.compare(
                "running mean",
                in.get("running_mean").on(backend).mul(1 - momentum).add(mean.mul(momentum)),
                after.get("running_mean"));
        deviations.compare(
                "running variance",
                in.get("running_var").on(backend).mul(1 - momentum).add(variance.mul(momentum)),
                after.get("running_var"));
    }
}
