package dev.gradus.engine.golden;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.AdamW;
import dev.gradus.engine.optim.Clipping;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.RmsProp;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Optimiser cases: the parameters after each step on given gradients. */
final class GoldenOptimizers {
    private GoldenOptimizers() {}

    static void optimizer(GoldenCase golden, Backend backend, Deviations deviations) {
        Parameter p = new Parameter("p", golden.values("start").on(backend));
        Optimizer optimizer = optimizer(golden.attributes(), List.of(p));
        GoldenCase.Values[] gradients = golden.list("gradients");
        GoldenCase.Values[] after = golden.list("after");
        for (int t = 0; t < gradients.length; t++) {
            optimizer.step(gradients[t].on(backend));
            deviations.compare("after step " + (t + 1), p.constant(), after[t]);
        }
    }

    private static Optimizer optimizer(Attributes at, List<Parameter> p) {
        double rate = at.number("lr");
        if (at.has("beta1")) {
            double beta1 = at.number("beta1");
            double beta2 = at.number("beta2");
            double epsilon = at.number("eps");
            if (at.flag("epsilon_outside_bias_correction", false)) {
                return Adam.keras(p, rate, beta1, beta2, epsilon);
            }
            return at.has("weight_decay")
                    ? new AdamW(p, rate, beta1, beta2, epsilon, at.number("weight_decay"))
                    : new Adam(p, rate, beta1, beta2, epsilon);
        }
        return at.has("alpha")
                ? new RmsProp(p, rate, at.number("alpha"), at.number("eps"))
                : new Sgd(p, rate, at.number("momentum", 0));
    }

    static void clipGradNorm(GoldenCase golden, Backend backend, Deviations deviations) {
        Attributes at = golden.attributes();
        Tensor[] gradients =
                Arrays.stream(golden.list("gradients")).map(g -> g.on(backend)).toArray(Tensor[]::new);
        GoldenCase.Values[] after = golden.list("after");
        double total = Clipping.norm(gradients);
        deviations.compare("total norm", new double[] {total}, new double[] {at.number("total_norm")});
        Tensor[] clipped = Clipping.byNorm(at.number("max_norm")).apply(gradients);
        for (int i = 0; i < clipped.length; i++) {
            deviations.compare("clipped gradient " + i, clipped[i], after[i]);
        }
    }
}
