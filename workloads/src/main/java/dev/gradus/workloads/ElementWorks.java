package dev.gradus.workloads;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Elementwise work, reductions, an optimiser, and what recording and differentiating cost by themselves. */
final class ElementWorks {
    private static final int CACHED = 32_768;
    /** 128 MiB: more than any cache. */
    private static final int LARGE = 33_554_432;

    private static final int SMALL = 4;
    private static final int MANY = 1000;
    private static final int LINKS = 100;

    private ElementWorks() {}

    static List<Workload> all() {
        return List.of(
                unary("tanh", Tensor::tanh),
                unary("sigmoid", Tensor::sigmoid),
                unary("exp", Tensor::exp),
                unary("leaky-relu", x -> x.leakyRelu(0.2)),
                Workload.moving(
                                "add",
                                "add of " + SMALL + " elements, recorded",
                                SMALL,
                                3.0 * Float.BYTES * SMALL,
                                backend -> {
                                    Tensor x = numbers(backend, SMALL).tracked();
                                    return () -> Scope.within(() -> {
                                        Tensor y = x;
                                        for (int i = 0; i < MANY; i++) {
                                            y = x.add(x);
                                        }
                                        return y.get(0);
                                    });
                                })
                        .times(MANY),
                reduction("sum", CACHED),
                reduction("sum-large", LARGE),
                Workload.moving(
                        "sum-rows",
                        "sums of 512 columns of 256 numbers",
                        1 << 17,
                        (double) Float.BYTES * (1 << 17),
                        backend -> {
                            Tensor x = new Rng(1).uniform(backend, Shape.of(256, 512), -1, 1);
                            return () -> Scope.within(() -> x.sum(0).get(0));
                        }),
                adam("adam", CACHED),
                adam("adam-large", LARGE / 2),
                Workload.kernel(
                        "autograd",
                        "gradient through " + LINKS + " products of " + SMALL + " elements",
                        3.0 * SMALL * LINKS,
                        backend -> {
                            Tensor x = numbers(backend, SMALL).tracked();
                            return () -> Scope.within(() -> Gradients.of(chain(x).sum(), x)[0].get(0));
                        }),
                Workload.kernel(
                        "autograd-second",
                        "gradient of a gradient through " + LINKS + " products of " + SMALL + " elements",
                        9.0 * SMALL * LINKS,
                        backend -> {
                            Tensor x = numbers(backend, SMALL).tracked();
                            return () -> Scope.within(() -> {
                                Tensor slope = Gradients.recorded(chain(x).sum(), x)[0];
                                return Gradients.of(slope.sum(), x)[0].get(0);
                            });
                        }));
    }

    private static Workload unary(String name, UnaryOperator<Tensor> function) {
        return Workload.moving(
                name, name + " of " + CACHED + " elements", CACHED, 2.0 * Float.BYTES * CACHED, backend -> {
                    Tensor x = new Rng(1).uniform(backend, Shape.of(CACHED), -3, 3);
                    return () -> Scope.within(() -> function.apply(x).get(0));
                });
    }

    private static Workload reduction(String name, int size) {
        return Workload.moving(name, "sum of " + size + " elements", size, (double) Float.BYTES * size, backend -> {
            Tensor x = new Rng(1).uniform(backend, Shape.of(size), -1, 1);
            return () -> Scope.within(() -> x.sum().item());
        });
    }

    /** Reads a gradient, and reads and writes parameter and two moments; some ten operations an element. */
    private static Workload adam(String name, int size) {
        return Workload.moving(
                name, "Adam step of " + size + " parameters", 10.0 * size, 7.0 * Float.BYTES * size, backend -> {
                    Parameter p = new Parameter("p", new Rng(1).uniform(backend, Shape.of(size), -1, 1));
                    Tensor g = new Rng(2).uniform(backend, Shape.of(size), -1e-3, 1e-3);
                    Adam adam = new Adam(List.of(p), 1e-6);
                    return () -> Scope.within(() -> {
                        adam.step(g);
                        return p.storage().backend().get(p.storage(), 0);
                    });
                });
    }

    private static Tensor numbers(Backend backend, int size) {
        return new Rng(1).uniform(backend, Shape.of(size), 0.99, 1.01);
    }

    private static Tensor chain(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < LINKS; i++) {
            y = y.mul(x);
        }
        return y;
    }
}
