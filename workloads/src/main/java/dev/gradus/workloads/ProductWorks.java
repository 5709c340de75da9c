package dev.gradus.workloads;

import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;

/** Matrix products. */
final class ProductWorks {
    private ProductWorks() {}

    static List<Workload> all() {
        return List.of(
                product("gemm", 768, 768, 768),
                product("gemm-small", 64, 100, 400),
                product("gemm-192", 192, 192, 192),
                product("gemm-deep", 64, 20000, 20),
                product("gemm-64x784x256", 64, 784, 256),
                product("gemm-wide", 256, 1024, 1024),
                product("gemm-tiny", 64, 20, 50),
                product("gemm-row", 1, 400, 400),
                product("gemm-column", 400, 400, 1));
    }

    private static Workload product(String name, int m, int k, int n) {
        return Workload.kernel(
                name, "matrix product " + m + "\u00d7" + k + "\u00d7" + n, Flops.product(m, k, n), backend -> {
                    Rng rng = new Rng(1);
                    Tensor a = rng.uniform(backend, Shape.of(m, k), -1, 1);
                    Tensor b = rng.uniform(backend, Shape.of(k, n), -1, 1);
                    return () -> Scope.within(() -> a.matmul(b).get(0, 0));
                });
    }
}
