package dev.gradus.engine.golden;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one case on one backend: value, first-order gradients both ways, second-order gradients. */
final class GoldenRunner {
    private GoldenRunner() {}

    static Deviations run(GoldenCase golden, Backend backend, double tolerance) {
        Deviations deviations = new Deviations(tolerance);
        GoldenSpecials.Check special = GoldenSpecials.of(golden.op());
        if (special != null) {
            special.run(golden, backend, deviations);
        } else {
            standard(golden, backend, deviations);
        }
        return deviations;
    }

    private static void standard(GoldenCase golden, Backend backend, Deviations deviations) {
        Map<String, GoldenCase.Values> grads = golden.named("grads");
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        golden.named("inputs").forEach((name, values) -> {
            Tensor x = values.on(backend);
            inputs.put(name, grads.containsKey(name) ? x.tracked() : x);
        });
        Tensor y = GoldenOperations.of(golden.op()).apply(inputs, golden.attributes());
        deviations.compare("output", y, golden.values("output"));

        List<String> names = new ArrayList<>(grads.keySet());
        Tensor[] live = names.stream().map(inputs::get).toArray(Tensor[]::new);
        Tensor gy = golden.values("gy").on(backend).tracked();
        Tensor[] plain = Gradients.of(y, gy, live);
        Tensor[] recorded = Gradients.recorded(y, gy, live);
        for (int i = 0; i < live.length; i++) {
            deviations.compare("gradient of " + names.get(i), plain[i], grads.get(names.get(i)));
            deviations.compare("recorded gradient of " + names.get(i), recorded[i], grads.get(names.get(i)));
        }
        if (golden.has("grads2")) {
            second(golden, backend, deviations, names, live, gy, recorded);
        }
    }

    private static void second(
            GoldenCase golden,
            Backend backend,
            Deviations deviations,
            List<String> names,
            Tensor[] live,
            Tensor gy,
            Tensor[] recorded) {
        Map<String, GoldenCase.Values> directions = golden.named("v");
        Tensor s = Tensor.zeros(backend, dev.gradus.engine.tensor.Shape.SCALAR);
        for (int i = 0; i < live.length; i++) {
            s = s.add(recorded[i].mul(directions.get(names.get(i)).on(backend)).sum());
        }
        Tensor[] wrt = new Tensor[live.length + 1];
        System.arraycopy(live, 0, wrt, 0, live.length);
        wrt[live.length] = gy;
        Tensor[] second = Gradients.of(s, wrt);
        Map<String, GoldenCase.Values> expected = golden.named("grads2");
        for (int i = 0; i < wrt.length; i++) {
            String name = i < live.length ? names.get(i) : "gy";
            deviations.compare("second gradient of " + name, second[i], expected.get(name));
        }
    }
}
