package dev.gradus.engine.errors;

import static dev.gradus.engine.errors.Samples.REFERENCE;
import static dev.gradus.engine.errors.Samples.closed;
import static dev.gradus.engine.errors.Samples.stale;
import static dev.gradus.engine.errors.Samples.zeros;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Operation;
import dev.gradus.engine.tensor.Outputs;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.engine.tensor.SeveralOutputs;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/** What goes wrong with shapes, tensors and cells. */
final class TensorCases {
    private static final int HUGE = Integer.MAX_VALUE;

    private final ErrorCases cases;
    private final Tensor x = zeros(2, 3);
    private final Tensor elsewhere = Tensor.zeros(TestBackends.named("plain", 1), Shape.of(2, 3));

    private TensorCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        TensorCases table = new TensorCases(cases);
        table.shapes();
        table.making();
        table.reading();
        table.elementwise();
        table.reductions();
        table.movement();
        table.products();
        table.cells();
        table.operations();
        table.repeated();
    }

    private void shapes() {
        Shape shape = Shape.of(2, 3);
        cases.shape("Shape.of(int[])", () -> Shape.of(2, -1), "shape: [2, -1]", "negative");
        cases.shape(
                "Shape.of(int[])", () -> Shape.of(65536, 65536), "shape: [65536, 65536]", "2^31-9", "smaller batches");
        cases.shape("Shape.of(int[])", () -> Shape.of(0, HUGE, HUGE), "shape: [0, 2147483647, 2147483647]", "2^31-9");
        cases.absent("Shape.of(int[])", () -> Shape.of((int[]) null), "shape: the extents are null");
        cases.shape("Shape.dim(int)", () -> shape.dim(2), "shape: axis 2", "[2, 3]", "axes -2 to 1");
        cases.shape("Shape.axis(String, int)", () -> shape.axis("sum", -3), "sum: axis -3", "[2, 3]", "axes -2 to 1");
        cases.shape("Shape.axis(String, int)", () -> Shape.SCALAR.axis("sum", 0), "sum: axis 0", "[]", "axes none");
        cases.shape("Shape.with(int, int)", () -> shape.with(2, 1), "shape: axis 2", "[2, 3]");
        cases.shape("Shape.with(int, int)", () -> shape.with(1, -1), "shape: [2, -1]", "negative");
        cases.shape("Shape.without(int)", () -> shape.without(2), "shape: axis 2", "[2, 3]");
        cases.shape("Shape.withNew(int)", () -> shape.withNew(3), "shape: there is no place 3", "[2, 3]", "0 to 2");
        String broadcast = "Shape.broadcast(String, Shape, Shape)";
        cases.shape(broadcast, () -> Shape.broadcast("add", shape, Shape.of(2)), "add: [2, 3] and [2]", "3 and 2");
        cases.shape(
                broadcast,
                () -> Shape.broadcast("add", Shape.of(65536, 1), Shape.of(1, 65536)),
                "add: [65536, 65536]",
                "2^31-9");
        cases.absent(broadcast, () -> Shape.broadcast("add", shape, null), "add: the second shape is null");
    }

    private void making() {
        Shape shape = Shape.of(2, 3);
        String of = "Tensor.of(Backend, double[], Shape)";
        cases.shape(of, () -> Tensor.of(REFERENCE, new double[5], shape), "tensor: 5 numbers", "[2, 3]", "holds 6");
        cases.absent(of, () -> Tensor.of(null, new double[6], shape), "tensor: the backend is null", "Backends.get()");
        cases.absent(of, () -> Tensor.of(REFERENCE, null, shape), "tensor: the numbers are null");
        cases.absent(of, () -> Tensor.of(REFERENCE, new double[1], null), "tensor: the shape is null");
        cases.shape("Tensor.of(double[], int[])", () -> Tensor.of(new double[5], 2, 3), "tensor: 5 numbers", "[2, 3]");
        cases.shape("Tensor.of(float[], int[])", () -> Tensor.of(new float[0], 1), "tensor: 0 numbers", "[1]");
        cases.absent("Tensor.of(float[], int[])", () -> Tensor.of((float[]) null, 1), "tensor: the numbers are null");
        String full = "Tensor.full(Backend, double, Shape)";
        cases.absent(full, () -> Tensor.full(null, 1, shape), "tensor: the backend is null");
        cases.absent(full, () -> Tensor.full(REFERENCE, 1, null), "tensor: the shape is null");
        cases.absent("Tensor.zeros(Backend, Shape)", () -> Tensor.zeros(null, shape), "tensor: the backend is null");
        Storage six = x.storage();
        String wrap = "Tensor.wrap(Shape, Storage)";
        cases.shape(wrap, () -> Tensor.wrap(Shape.of(4), six), "tensor: 6 numbers do not fill [4], which holds 4");
        cases.absent(wrap, () -> Tensor.wrap(shape, null), "tensor: the storage is null");
        cases.harmless("any number is a number", "Tensor.scalar(double)");
    }

    private void reading() {
        cases.shape("Tensor.dim(int)", () -> x.dim(2), "shape: axis 2", "[2, 3]");
        cases.shape("Tensor.get(int[])", () -> x.get(1), "get: 1 indices", "[2, 3]", "one for each");
        cases.shape("Tensor.get(int[])", () -> x.get(1, 3), "get: index 3", "axis 1", "[2, 3]");
        cases.stale(
                "Tensor.get(int[])", () -> closed(2).get(0), "tensor [2]: its scope has closed", "scope.keep(tensor)");
        cases.stale("Tensor.get(int[])", () -> stale().get(0, 0), "weight [2, 3]", "updated", "again");
    }

    private void elementwise() {
        cases.shape("Tensor.add(Tensor)", () -> x.add(zeros(2)), "add: [2, 3] and [2]", "3 and 2");
        cases.absent("Tensor.add(Tensor)", () -> x.add(null), "add: input 1 is null");
        cases.argument("Tensor.add(Tensor)", () -> x.add(elsewhere), "add: ", "(reference and plain)", "on one");
        cases.stale("Tensor.add(Tensor)", () -> closed(2, 3).add(x), "add: tensor [2, 3]", "closed", "keep");
        cases.shape("Tensor.sub(Tensor)", () -> x.sub(zeros(4, 3)), "subtract: [2, 3] and [4, 3]", "2 and 4");
        cases.shape("Tensor.mul(Tensor)", () -> x.mul(zeros(2)), "multiply: [2, 3] and [2]");
        cases.stale("Tensor.mul(Tensor)", () -> x.mul(stale()), "multiply: weight [2, 3]", "updated", "again");
        cases.shape("Tensor.div(Tensor)", () -> x.div(zeros(2)), "divide: [2, 3] and [2]");
        cases.shape("Tensor.equal(Tensor)", () -> x.equal(zeros(2)), "equal: [2, 3] and [2]");
        cases.shape("Tensor.greater(Tensor)", () -> x.greater(zeros(2)), "greater: [2, 3] and [2]");
        String leaky = "Tensor.addLeakyRelu(Tensor, double)";
        cases.shape(leaky, () -> x.addLeakyRelu(zeros(2), 0.1), "add_leaky: [2, 3] and [2]");
        cases.argument(leaky, () -> x.addLeakyRelu(x, -0.1), "add_leaky: the slope", "not negative", "-0.1");
        cases.harmless(
                "any number gives a result, NaN where it must",
                "Tensor.add(double)",
                "Tensor.sub(double)",
                "Tensor.mul(double)",
                "Tensor.div(double)",
                "Tensor.greater(double)",
                "Tensor.pow(double)",
                "Tensor.leakyRelu(double)",
                "Tensor.elu(double)",
                "Tensor.atLeast(double)",
                "Tensor.atMost(double)");
    }

    private void reductions() {
        cases.shape("Tensor.sum(int[])", () -> x.sum(2), "sum: axis 2", "[2, 3]", "axes -2 to 1");
        cases.absent("Tensor.sum(int[])", () -> x.sum((int[]) null), "sum: the axes are null");
        cases.shape("Tensor.sum(boolean, int[])", () -> x.sum(true, 0, -2), "sum: axis -2", "twice", "[0, -2]");
        cases.shape("Tensor.mean(int[])", () -> zeros(0, 3).mean(0), "mean: axes [0]", "[0, 3]", "no elements");
        cases.shape("Tensor.mean(boolean, int[])", () -> x.mean(true, 5), "mean: axis 5", "[2, 3]");
        cases.shape("Tensor.max(int)", () -> x.max(2), "max: axis 2", "[2, 3]");
        cases.shape("Tensor.max(int)", () -> zeros(3, 0).max(1), "max: axis 1", "[3, 0]", "no elements");
        cases.shape("Tensor.softmax(int)", () -> x.softmax(2), "softmax: axis 2", "[2, 3]");
        cases.shape("Tensor.logSoftmax(int)", () -> x.logSoftmax(2), "log_softmax: axis 2", "[2, 3]");
        cases.shape("Tensor.logSumExp(int)", () -> x.logSumExp(2), "log_sum_exp: axis 2", "[2, 3]");
    }

    private void movement() {
        cases.shape("Tensor.reshape(int[])", () -> x.reshape(4, 2), "reshape: [2, 3] holds 6", "[4, 2] holds 8");
        cases.shape("Tensor.reshape(int[])", () -> x.reshape(-1, -1), "reshape: [-1, -1]", "only one may be -1");
        cases.shape("Tensor.reshape(int[])", () -> x.reshape(4, -1), "reshape: [2, 3]", "[4, -1] cannot divide");
        cases.shape("Tensor.reshape(int[])", () -> x.reshape(65536, 65536, -1), "reshape: [2, 3]", "cannot divide");
        cases.absent("Tensor.reshape(int[])", () -> x.reshape((int[]) null), "reshape: the extents are null");
        cases.shape("Tensor.reshape(Shape)", () -> x.reshape(Shape.of(5)), "reshape: [2, 3] holds 6", "[5] holds 5");
        cases.absent("Tensor.reshape(Shape)", () -> x.reshape((Shape) null), "reshape: the shape is null");
        cases.shape("Tensor.flatten(int)", () -> x.flatten(2), "flatten: axis 2", "[2, 3]");
        cases.shape("Tensor.permute(int[])", () -> x.permute(0, 0), "permute: [0, 0]", "[2, 3] once");
        cases.shape(
                "Tensor.slice(int, int, int)", () -> x.slice(1, 2, 4), "slice: 2 to 4", "axis 1 of [2, 3]", "0 to 3");
        cases.shape("Tensor.split(int, int[])", () -> x.split(1, 1, 1), "split: [1, 1]", "axis 1 of [2, 3]");
        cases.shape("Tensor.split(int, int[])", () -> x.split(1, 4, -1), "split: [4, -1]", "negative");
        cases.shape("Tensor.concat(int, Tensor[])", () -> Tensor.concat(0), "concat: no tensors");
        cases.shape(
                "Tensor.concat(int, Tensor[])",
                () -> Tensor.concat(0, x, zeros(2, 4)),
                "concat: [2, 3] and [2, 4]",
                "more than axis 0");
        cases.shape(
                "Tensor.concat(int, Tensor[])",
                () -> Tensor.concat(0, zeros(HUGE - 8, 0), zeros(HUGE - 8, 0)),
                "concat: [4294967278, 0]",
                "2^31-9");
        cases.absent("Tensor.concat(int, Tensor[])", () -> Tensor.concat(0, x, null), "concat: part 1 is null");
        cases.argument("Tensor.concat(int, Tensor[])", () -> Tensor.concat(0, x, elsewhere), "concat: ", "on one");
        cases.shape("Tensor.stack(int, Tensor[])", () -> Tensor.stack(3, x, x), "stack: axis 3", "-3 to 2");
        cases.shape("Tensor.stack(int, Tensor[])", () -> Tensor.stack(0, x, zeros(6)), "stack: parts [2, 3] and [6]");
        cases.shape("Tensor.pad(int, int, int)", () -> x.pad(0, -1, 0), "pad: ", "-1 and 0", "slice to cut");
        cases.shape("Tensor.pad(int, int, int)", () -> x.pad(0, HUGE, HUGE), "pad: [4294967296, 3]", "2^31-9");
        cases.shape("Tensor.flip(int)", () -> x.flip(2), "flip: axis 2", "[2, 3]");
        cases.shape("Tensor.broadcastTo(Shape)", () -> x.broadcastTo(Shape.of(3)), "broadcast_to: [2, 3]", "[3]");
        cases.shape("Tensor.upsample(int, int)", () -> x.upsample(1, 0), "upsample: ", "at least 1", "0");
        cases.shape("Tensor.upsample(int, int)", () -> x.upsample(1, HUGE), "upsample: [2, 6442450941]", "2^31-9");
        String gather = "Tensor.gather(int[], Shape)";
        cases.shape(gather, () -> x.gather(new int[] {6}, Shape.of(1)), "gather: position 6", "[2, 3]", "holds 6");
        cases.shape(gather, () -> x.gather(new int[2], Shape.of(3)), "gather: 2 positions", "[3]", "holds 3");
        cases.absent(gather, () -> x.gather(null, Shape.of(3)), "gather: the positions are null");
    }

    private void products() {
        cases.shape("Tensor.matmul(Tensor)", () -> x.matmul(x), "matmul: ", "3 and 2", "[2, 3] times [2, 3]");
        cases.shape("Tensor.matmul(Tensor)", () -> x.matmul(zeros(3)), "matmul: [2, 3] and [3]", "reshape a vector");
        cases.shape(
                "Tensor.matmul(Tensor)",
                () -> zeros(65536, 0).matmul(zeros(0, 65536)),
                "matmul: [65536, 65536]",
                "smaller batches");
        cases.absent("Tensor.matmul(Tensor)", () -> x.matmul(null), "matmul: input 1 is null");
        cases.shape(
                "Tensor.matmul(Tensor, boolean, boolean)",
                () -> x.matmul(x, true, true),
                "matmul: ",
                "2 and 3",
                "[2, 3] transposed times [2, 3] transposed");
    }

    private void cells() {
        cases.absent("Parameter(String, Tensor)", () -> new Parameter("weight", null), "weight: ", "not null");
        cases.stale("Parameter(String, Tensor)", () -> new Parameter("weight", closed(2)), "tensor [2]", "keep");
        cases.absent("Buffer(String, Tensor)", () -> new Buffer("running_mean", null), "running_mean: ", "not null");
        Parameter weight = new Parameter("weight", x);
        cases.shape("Cell.set(Tensor)", () -> weight.set(zeros(3)), "weight: holds [2, 3]", "[3]");
        cases.absent("Cell.set(Tensor)", () -> weight.set(null), "weight: cannot be set to null");
        cases.harmless("any text is a name", "Cell.rename(String)");
    }

    private void operations() {
        Operation square = zeros(2).tracked().square().node().operation();
        Node node = zeros(2).tracked().square().node();
        cases.absent("Tensor.apply(Operation, Tensor[])", () -> x.apply(null), "apply: the operation is null");
        cases.absent(
                "Tensor.apply(Operation, Tensor[])", () -> x.apply(square, (Tensor) null), "square: input 1 is null");
        cases.shape("Tensor.applyAll(Operation, Tensor[])", () -> Tensor.applyAll(square), "square: no tensors");
        cases.argument(
                "Tensor.applyAll(Operation, Tensor[])",
                () -> Tensor.applyAll(square, x, elsewhere),
                "square: ",
                "different backends");
        cases.nonFinite(
                "Tensor.applyAll(Operation, Tensor[])",
                () -> inAnomalyMode(() -> Tensor.applyAll(square, Tensor.full(REFERENCE, 1e200, Shape.of(2, 2)))),
                "square: produced Infinity at index [0, 0]",
                "[2, 2] from finite inputs [2, 2]",
                "first operation");
        cases.absent("Outputs.of(Tensor)", () -> Outputs.of((Tensor) null), "outputs: the value is null");
        cases.absent("Outputs.several(Tensor)", () -> Outputs.several((Tensor) null), "outputs: the value is null");
        cases.index("Node.input(int)", () -> node.input(1), "node: there is no input 1, square has 1");
        cases.index("Node.output(int)", () -> node.output(-1), "node: there is no output -1, square has 1");
        cases.index("Node.saved(int)", () -> zeros(2).tracked().node().saved(0), "node: ", "a leaf has 0");
        cases.harmless(
                "a rule that is null stands for no cotangent", "Call.cotangents(Rule)", "Call.cotangents(Rule, Rule)");
        SeveralOutputs some = Outputs.several(x);
        String none = "outputs: the storage is null";
        cases.absent("Outputs.of(Shape, Storage)", () -> Outputs.of(x.shape(), null), none);
        cases.absent("Outputs.several(Shape, Storage)", () -> Outputs.several(x.shape(), null), none);
        cases.absent("SeveralOutputs.and(Shape, Storage)", () -> some.and(x.shape(), null), none);
        cases.absent("SeveralOutputs.and(Tensor)", () -> some.and(null), "outputs: the value is null");
        cases.absent("SeveralOutputs.saving(Shape, Storage)", () -> some.saving(null, null), none);
    }

    static void inAnomalyMode(Runnable action) {
        Scope scope = Scope.checkingFinite();
        try {
            action.run();
        } finally {
            scope.close();
        }
    }

    static Backend plain() {
        return TestBackends.named("plain", 1);
    }

    private void repeated() {
        Shape shape = Shape.of(2, 3);
        String made = "Repeated(Backend, Shape, UnaryOperator)";
        cases.absent(made, () -> new Repeated(null, shape, Tensor::neg), "repeated: the backend is null");
        cases.absent(
                made, () -> new Repeated(REFERENCE, null, Tensor::neg), "repeated: the shape of the input is null");
        cases.absent(made, () -> new Repeated(REFERENCE, shape, null), "repeated: the function is null");
        String apply = "Repeated.apply(double[], double[])";
        Repeated negated = new Repeated(TestBackends.named("plain", 1), shape, Tensor::neg);
        cases.absent(apply, () -> negated.apply(null, new double[6]), "repeated: the input is null");
        cases.absent(apply, () -> negated.apply(new double[6], null), "repeated: there is no array for the result");
        cases.shape(
                apply, () -> negated.apply(new double[5], new double[6]), "repeated: 5 numbers", "[2, 3]", "holds 6");
        cases.shape(apply, () -> negated.apply(new double[6], new double[7]), "repeated: the result has 6", "7 places");
        Repeated nothing = new Repeated(REFERENCE, shape, x -> null);
        cases.absent(apply, () -> nothing.apply(new double[6], new double[6]), "repeated: the function returned null");
    }
}
