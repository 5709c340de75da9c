package dev.gradus.engine.golden;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/** Optimiser cases: the parameters after each step on given gradients, by the backend's update kernels. */
final class GoldenOptimizers {
    private GoldenOptimizers() {}

    static void optimizer(GoldenCase golden, Backend backend, Deviations deviations) {
        Attributes at = golden.attributes();
        Storage p = backend.upload(golden.values("start").data());
        Storage first = backend.fill(p.size(), 0);
        Storage second = backend.fill(p.size(), 0);
        GoldenCase.Values[] gradients = golden.list("gradients");
        GoldenCase.Values[] after = golden.list("after");
        for (int t = 1; t <= gradients.length; t++) {
            Storage g = backend.upload(gradients[t - 1].data());
            double rate = at.number("lr");
            if (at.has("beta1")) {
                backend.adamStep(p, g, first, second, adam(at, rate, t));
            } else if (at.has("alpha")) {
                backend.rmsPropStep(p, g, second, rate, at.number("alpha"), at.number("eps"));
            } else {
                backend.momentumStep(p, g, first, rate, at.number("momentum", 0));
            }
            deviations.compare(
                    String.format(Locale.ROOT, "after step %d", t), backend.download(p), after[t - 1].data());
        }
    }

    /** The step's constants: PyTorch's place for epsilon is behind the bias correction, Keras's before it. */
    private static AdamStep adam(Attributes at, double rate, int t) {
        double beta1 = at.number("beta1");
        double beta2 = at.number("beta2");
        double correction1 = 1 - StrictMath.pow(beta1, t);
        double root2 = StrictMath.sqrt(1 - StrictMath.pow(beta2, t));
        boolean keras = at.flag("epsilon_outside_bias_correction", false);
        return new AdamStep(
                keras ? rate * root2 / correction1 : rate / correction1,
                beta1,
                beta2,
                at.number("eps"),
                keras ? 1 : 1 / root2,
                1 - rate * at.number("weight_decay", 0));
    }

    static void clipGradNorm(GoldenCase golden, Backend backend, Deviations deviations) {
        Attributes at = golden.attributes();
        GoldenCase.Values[] gradients = golden.list("gradients");
        GoldenCase.Values[] after = golden.list("after");
        Tensor squares = Tensor.zeros(backend, Shape.SCALAR);
        for (GoldenCase.Values gradient : gradients) {
            squares = squares.add(gradient.on(backend).square().sum());
        }
        double total = squares.sqrt().item();
        deviations.compare("total norm", new double[] {total}, new double[] {at.number("total_norm")});
        double factor = Math.min(1, at.number("max_norm") / (total + 1e-6));
        for (int i = 0; i < gradients.length; i++) {
            deviations.compare(
                    "clipped gradient " + i + " " + Arrays.toString(after[i].dims()),
                    gradients[i].on(backend).mul(factor),
                    after[i]);
        }
    }
}
