package dev.gradus.engine.errors;

import static dev.gradus.engine.errors.Samples.REFERENCE;
import static dev.gradus.engine.errors.Samples.stale;
import static dev.gradus.engine.errors.Samples.zeros;

import dev.gradus.engine.backend.choice.BackendReport;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.backend.choice.SystemReport;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Heap;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.AdamW;
import dev.gradus.engine.optim.Clipping;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.RmsProp;
import dev.gradus.engine.optim.Schedule;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What goes wrong with optimisers, random numbers, scopes, workers and the choice of a backend. */
final class TrainingCases {
    private final ErrorCases cases;
    private final List<Parameter> one = List.of(new Parameter("weight", zeros(2, 3)));

    private TrainingCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        TrainingCases table = new TrainingCases(cases);
        table.optimizers();
        table.steps();
        table.schedules();
        table.randomNumbers();
        table.memory();
        table.machine();
    }

    private void optimizers() {
        List<Parameter> none = List.of();
        String empty = "optimizer: there are no parameters to train";
        String rate = "optimizer: the learning rate must be finite and not negative, got ";
        cases.argument("Sgd(List, double)", () -> new Sgd(none, 0.1), empty);
        cases.argument("Sgd(List, double)", () -> new Sgd(one, -1), rate + "-1.0");
        cases.argument("Sgd(List, double, double)", () -> new Sgd(one, 0.1, 1), "optimizer: momentum", "got 1.0");
        cases.absent("Sgd(List, double)", () -> new Sgd(null, 0.1), "optimizer: the list of parameters is null");
        cases.absent(
                "Sgd(List, double)",
                () -> new Sgd(Arrays.asList((Parameter) null), 0.1),
                "optimizer: a parameter is null");
        Parameter twice = one.get(0);
        cases.argument("Adam(List, double)", () -> new Adam(List.of(twice, twice), 0.1), "optimizer: ", "listed twice");
        cases.argument("Adam(List, double, double, double)", () -> new Adam(one, 0.1, 1, 0.9), "beta1", "got 1.0");
        cases.argument(
                "Adam(List, double, double, double, double)",
                () -> new Adam(one, 0.1, 0.9, 0.9, -1),
                "optimizer: epsilon must be finite and not negative, got -1.0");
        cases.argument("Adam.keras(List, double)", () -> Adam.keras(one, Double.NaN), rate + "NaN");
        cases.argument(
                "Adam.keras(List, double, double, double, double)",
                () -> Adam.keras(one, 0.1, 0.9, Double.NaN, 1e-7),
                "optimizer: beta2 must be in [0, 1), got NaN");
        cases.argument("AdamW(List, double, double)", () -> new AdamW(one, 0.1, -1), "optimizer: weight decay", "-1.0");
        cases.argument(
                "AdamW(List, double, double, double, double, double)",
                () -> new AdamW(none, 0.1, 0.9, 0.999, 1e-8, 0),
                empty);
        cases.argument("RmsProp(List, double)", () -> new RmsProp(one, 1 / 0.0), rate + "Infinity");
        cases.argument("RmsProp(List, double, double, double)", () -> new RmsProp(one, 0.1, 2, 0), "decay", "got 2.0");
    }

    private void steps() {
        Optimizer sgd = new Sgd(one, 0.1);
        String minimize = "Optimizer.minimize(Tensor)";
        cases.argument(minimize, () -> sgd.minimize(zeros(1)), "minimize: the loss is a constant", "Pass.inference()");
        cases.shape(minimize, () -> sgd.minimize(one.get(0).tracked().square()), "gradients: ", "[2, 3]", "sum, mean");
        cases.absent(minimize, () -> sgd.minimize(null), "minimize: the loss is null");
        Parameter own = new Parameter("critic.weight", zeros(2));
        Optimizer moving = new Sgd(List.of(own), 1);
        Tensor loss = own.tracked().add(1).square().sum();
        cases.stale(
                minimize,
                () -> {
                    moving.minimize(loss);
                    moving.minimize(loss);
                },
                "critic.weight [2]",
                "updated",
                "compute the loss again");
        Parameter wild = new Parameter("wild", Tensor.full(REFERENCE, 1e100, Shape.of(2)));
        Optimizer steep = new Sgd(List.of(wild), 1e200);
        cases.nonFinite(
                minimize,
                () -> TensorCases.inAnomalyMode(
                        () -> steep.minimize(wild.tracked().mul(1e150).sum())),
                "step: parameter wild [2] became -Infinity at flat index 0 in step 1",
                "learning rate 1.0E200",
                "lower it or clip");
        Optimizer clipped = new Sgd(one, 0.1).clip(Clipping.byNorm(1));
        cases.nonFinite(
                minimize,
                () -> clipped.minimize(
                        one.get(0).tracked().mul(Double.POSITIVE_INFINITY).sum()),
                "clip: the gradients' norm is Infinity",
                "Scope.checkingFinite()");
        String step = "Optimizer.step(Tensor[])";
        cases.shape(step, sgd::step, "step: got 0 gradients for 1 parameters", "one for each");
        cases.shape(step, () -> sgd.step(zeros(3)), "step: the gradient of weight [2, 3] is [3]", "parameter's shape");
        cases.absent(step, () -> sgd.step((Tensor) null), "step: the gradient of weight [2, 3] is null");
        cases.argument(
                step,
                () -> sgd.step(Tensor.zeros(TensorCases.plain(), Shape.of(2, 3))),
                "step: the gradient of weight [2, 3] lives on backend plain, the parameter on reference",
                "on one");
        cases.stale(step, () -> sgd.step(stale()), "weight [2, 3]", "updated");
        cases.argument("Optimizer.learningRate(double)", () -> sgd.learningRate(-1), "optimizer: the learning rate");
        cases.absent("Optimizer.schedule(Schedule)", () -> sgd.schedule(null), "optimizer: the schedule is null");
        cases.absent("Optimizer.clip(Clipping)", () -> sgd.clip(null), "optimizer: the clipping is null", "none()");
        cases.argument("Optimizer.resume(long)", () -> sgd.resume(-1), "optimizer: steps must not be negative, got -1");
        cases.argument(
                "Clipping.byNorm(double)", () -> Clipping.byNorm(0), "clip: the bound must be positive, got 0.0");
        cases.argument("Clipping.byValue(double)", () -> Clipping.byValue(Double.NaN), "clip: the bound", "NaN");
        cases.absent("Clipping.norm(Tensor[])", () -> Clipping.norm((Tensor) null), "clip: a gradient is null");
    }

    private void schedules() {
        String rate = "optimizer: the learning rate must be finite and not negative";
        cases.argument("Schedule.constant(double)", () -> Schedule.constant(Double.NaN), rate, "NaN");
        cases.argument(
                "Schedule.steps(double, long, double)",
                () -> Schedule.steps(0.1, 0, 0.5),
                "schedule: the number of steps must be at least 1, got 0");
        cases.argument(
                "Schedule.exponential(double, double)",
                () -> Schedule.exponential(0.1, -1),
                "schedule: the factor must be finite and not negative, got -1.0");
        cases.argument("Schedule.cosine(double, double, long)", () -> Schedule.cosine(0.1, -1, 5), rate, "-1.0");
        cases.argument(
                "Schedule.afterWarmUp(long)",
                () -> Schedule.constant(0.1).afterWarmUp(0),
                "schedule: the number of steps must be at least 1");
    }

    private void randomNumbers() {
        Rng rng = new Rng(1);
        Shape shape = Shape.of(2);
        cases.argument("Rng(State)", () -> new Rng(new Rng.State(1, 2, 0)), "rng: gamma must be odd, got 2");
        cases.argument("Rng.resume(State)", () -> rng.resume(new Rng.State(1, 2, 0)), "rng: gamma must be odd, got 2");
        cases.argument("Rng.nextInt(int)", () -> rng.nextInt(0), "rng: bound must be at least 1, got 0");
        cases.absent("Rng.shuffle(int[])", () -> rng.shuffle(null), "rng: ", "the array is null");
        String uniform = "Rng.uniform(Backend, Shape, double, double)";
        cases.argument(uniform, () -> rng.uniform(REFERENCE, shape, 1, 0), "uniform: 1.0 to 0.0 is not a range");
        cases.absent(uniform, () -> rng.uniform(null, shape, 0, 1), "uniform: the backend is null");
        String normal = "Rng.normal(Backend, Shape, double, double)";
        cases.argument(normal, () -> rng.normal(REFERENCE, shape, 0, -1), "normal: ", "deviation -1.0");
        cases.absent(normal, () -> rng.normal(REFERENCE, null, 0, 1), "normal: the shape is null");
        cases.argument(
                "Rng.dropoutMask(Backend, Shape, double)",
                () -> rng.dropoutMask(REFERENCE, shape, 1),
                "dropout: rate must be in [0, 1), got 1.0");
        cases.argument(
                "Rng.dropout(Tensor, double)",
                () -> rng.dropout(Tensor.zeros(REFERENCE, shape), 1),
                "dropout: rate must be in [0, 1), got 1.0");
        cases.absent("Rng.dropout(Tensor, double)", () -> rng.dropout(null, 0.5), "dropout: the input is null");
        cases.harmless(
                "every number is a seed; a state is checked where it is used",
                "Rng(long)",
                "Rng.State(long, long, long)");
    }

    private void memory() {
        cases.absent("Scope.within(Supplier)", () -> Scope.within(null), "scope: the action is null");
        cases.absent("Scope.outside(Supplier)", () -> Scope.outside(null), "scope: the action is null");
        cases.absent(
                "Scope.keep(Keepable)",
                () -> {
                    try (Scope scope = Scope.open()) {
                        scope.keep(null);
                    }
                },
                "scope: there is nothing to keep");
        cases.state("Scope.keep(Keepable)", TrainingCases::keepTooLate, "scope: keep called on a closed scope");
        cases.absent(
                "ArrayPool.give(Object, int)",
                () -> new ArrayPool<float[]>().give(null, 1),
                "memory: there is no array");
        cases.argument("Heap.floats(int)", () -> Heap.floats(-1), "memory: an array cannot hold -1 numbers");
        cases.argument("Heap.doubles(int)", () -> Heap.doubles(-1), "memory: an array cannot hold -1 numbers");
        cases.full("Heap.floats(int)", () -> Heap.floats(Integer.MAX_VALUE));
        cases.full("Heap.doubles(int)", () -> Heap.doubles(Integer.MAX_VALUE));
        cases.full("Tensor.zeros(Backend, Shape)", () -> REFERENCE.fill(Integer.MAX_VALUE, 0));
        cases.full("Tensor.zeros(Backend, Shape)", () -> TensorCases.plain().fill(Integer.MAX_VALUE, 0));
        cases.harmless(
                "without a scope nothing is registered; no array of an absent length is in the pool",
                "Scope.register(Reclaimable)",
                "ArrayPool.take(int)");
    }

    private static void keepTooLate() {
        Scope scope = Scope.open();
        Tensor x = zeros(1);
        scope.close();
        scope.keep(x);
    }

    private void machine() {
        cases.argument("Workers.of(int)", () -> Workers.of(0), "workers: threads must be at least 1", "got 0");
        cases.argument("Workers.of(int)", () -> Workers.of(1_000_000), "workers: ", "at most 4096, got 1000000");
        cases.absent("Workers.loop(int, int, Range)", () -> Workers.of(1).loop(3, 1, null), "workers: the body");
        cases.argument(
                "Backends.named(String, Workers)",
                () -> Backends.named("abacus", Workers.of(1)),
                "backend: there is none named 'abacus'",
                "choose from auto",
                "reference");
        cases.absent("Backends.named(String, Workers)", () -> Backends.named(null, Workers.of(1)), "backend: the name");
        cases.absent("Backends.configured(Workers)", () -> Backends.configured(null), "backend: the workers are null");
        cases.harmless("a record of results, made by the engine", "BackendReport(String, State, String, String)");
        String report = "SystemReport(String, String, int, int, int, long, long, List, List, List)";
        cases.absent(report, () -> report(null, List.of(), List.of()), "system report: the backends are null");
        cases.absent(report, () -> report(List.of(), List.of(), null), "system report: the problems are null");
        cases.absent(report, () -> report(List.of(), null, List.of()), "system report: the devices are null");
        cases.absent(
                report,
                () -> report(List.of(), List.of(), Arrays.asList("a", null)),
                "system report: one of the problems is null");
    }

    private static void report(List<BackendReport> backends, List<String> devices, List<String> problems) {
        new SystemReport("17", "abacus", 0, 1, 1, 1, 1, backends, devices, problems);
    }
}
