package dev.gradus.engine.tensor;

import static dev.gradus.engine.tensor.Sample.Draw.ANY;
import static dev.gradus.engine.tensor.Sample.Draw.APART;
import static dev.gradus.engine.tensor.Sample.Draw.BETWEEN;
import static dev.gradus.engine.tensor.Sample.Draw.DISTINCT;
import static dev.gradus.engine.tensor.Sample.Draw.POSITIVE;
import static dev.gradus.engine.tensor.Sample.Draw.UNIT;
import static dev.gradus.engine.tensor.Sample.Draw.WIDE;

import dev.gradus.engine.autograd.AutogradOperations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every operation of the engine with sample shapes: broadcast, of size 0 and 1, and ragged against the lane widths 8 and
 * 16. {@link OperationRegistryTest} derives the tests from it; an operation that is missing here fails the build.
 */
final class OperationRegistry {
    /** Lengths on both sides of the lane widths. */
    private static final int[] RAGGED = {0, 1, 7, 8, 9, 15, 16, 17, 31, 33};

    /** Enough elements that every backend splits the work among threads. */
    private static final int MANY = 300_007;

    private final List<Sample> samples = new ArrayList<>();

    private OperationRegistry() {
        elementwise();
        arithmetic();
        reductions();
        movement();
        samples.addAll(KernelSamples.all());
    }

    private static final OperationRegistry INSTANCE = new OperationRegistry();

    /** All samples. */
    static List<Sample> samples() {
        return Collections.unmodifiableList(INSTANCE.samples);
    }

    /** The samples that finite differences can be taken of. */
    static List<Sample> small() {
        return INSTANCE.samples.stream().filter(sample -> !sample.large()).collect(Collectors.toList());
    }

    /** The names of the classes in the registry. */
    static Set<String> classes() {
        Set<String> names = new TreeSet<>();
        INSTANCE.samples.forEach(
                sample -> names.add(sample.operation().getClass().getName()));
        return names;
    }

    private static Sample of(String label, Operation operation) {
        return Sample.of(label, operation);
    }

    private void add(Sample sample) {
        samples.add(sample);
    }

    // ---- elementwise ---------------------------------------------------------------------------------------------

    private void elementwise() {
        unary("negate", new Elementwise.Negate(), ANY, 0);
        unary("abs", new Elementwise.Abs(), APART, 0);
        unary("sign", new Elementwise.Sign(), APART, 0);
        unary("exp", new Elementwise.Exp(), WIDE, 0);
        unary("log", new Elementwise.Log(), POSITIVE, 0);
        unary("sqrt", new Elementwise.Sqrt(), POSITIVE, 0);
        unary("square", new Elementwise.Square(), ANY, 0);
        unary("reciprocal", new Elementwise.Reciprocal(), APART, 0);
        unary("tanh", new Elementwise.Tanh(), WIDE, 1);
        unary("sigmoid", new Elementwise.Sigmoid(), WIDE, 1);
        unary("softplus", new Elementwise.Softplus(), WIDE, 1);
        unary("relu", new Elementwise.LeakyRelu(0), APART, 0);
        unary("leaky_relu", new Elementwise.LeakyRelu(0.2), APART, 0);
        unary("elu", new Elementwise.Elu(1), APART, 1);
        unary("elu_2", new Elementwise.Elu(2), APART, 1);
        unary("power_3", new Elementwise.Power(3), POSITIVE, 0);
        unary("power_2", new Elementwise.Power(2), APART, 0);
        unary("power_-1.5", new Elementwise.Power(-1.5), POSITIVE, 0);
        unary("power_0.5", new Elementwise.Power(0.5), POSITIVE, 0);
        unary("power_0", new Elementwise.Power(0), APART, 0);
        unary("scale", new Elementwise.Scale(-1.7), ANY, 0);
        unary("shift", new Elementwise.Shift(0.3), ANY, 0);
        unary("at_least", new Elementwise.AtLeast(-0.1), APART, 0);
        unary("at_most", new Elementwise.AtMost(0.1), APART, 0);
        unary("dropout", new Elementwise.Dropout(new Rng(3).state(), 0.7), ANY, 0);
        unary("identity", AutogradOperations.identity(), ANY, 0);
    }

    private void unary(String name, Operation operation, Sample.Draw draw, double floor) {
        for (int length : RAGGED) {
            add(of(name + "[" + length + "]", operation).with(draw, length).floor(floor));
        }
        add(of(name + "[2,3,5]", operation).with(draw, 2, 3, 5).floor(floor));
        add(of(name + "[]", operation).with(draw).floor(floor));
        add(of(name + "[many]", operation).with(draw, MANY).floor(floor).asLarge());
    }

    private void arithmetic() {
        binary("add", new Arithmetic.Add(), ANY, ANY, 0);
        binary("subtract", new Arithmetic.Subtract(), ANY, ANY, 0);
        binary("multiply", new Arithmetic.Multiply(), ANY, ANY, 0);
        binary("divide", new Arithmetic.Divide(), ANY, APART, 0);
        binary("equal", new Arithmetic.Equal(), DISTINCT, BETWEEN, 0);
        binary("greater", new Arithmetic.Greater(), DISTINCT, BETWEEN, 0);
        binary("slope", new Arithmetic.Slope(0.2), ANY, APART, 0);
        binary("add_leaky", new Arithmetic.AddLeaky(0.2), DISTINCT, BETWEEN, 0);
        binary("add_relu", new Arithmetic.AddLeaky(0), DISTINCT, BETWEEN, 0);
        binary("tanh_slope", new Arithmetic.TanhSlope(), ANY, UNIT, 0);
        binary("sigmoid_slope", new Arithmetic.SigmoidSlope(), ANY, UNIT, 0);
    }

    private void binary(String name, Operation operation, Sample.Draw x, Sample.Draw y, double floor) {
        int[][][] shapes = {
            {{3, 4}, {3, 4}}, {{2, 3, 4}, {4}}, {{2, 3, 4}, {2, 1, 4}}, {{2, 1, 4}, {3, 1}}, {{3, 4}, {}}, {{}, {5}},
            {{4}, {2, 3, 4}}, {{0, 3}, {3}}, {{3, 1}, {1, 0}}, {{1}, {1}}, {{2, 17}, {17}}, {{2, 17}, {2, 1}},
            {{2, 3, 5}, {3, 1}}
        };
        for (int[][] pair : shapes) {
            Sample sample = of(name + Shape.of(pair[0]) + Shape.of(pair[1]), operation);
            add(sample.with(x, pair[0]).with(y, pair[1]).floor(floor));
        }
        for (int length : RAGGED) {
            add(of(name + "[" + length + "]", operation)
                    .with(x, length)
                    .with(y, length)
                    .floor(floor));
        }
        add(of(name + "[many]", operation)
                .with(x, MANY)
                .with(y, MANY)
                .floor(floor)
                .asLarge());
        add(of(name + "[many rows]", operation)
                .with(x, 4001, 67)
                .with(y, 67)
                .floor(floor)
                .asLarge());
        add(of(name + "[many channels]", operation)
                .with(x, 19, 40, 401)
                .with(y, 40, 1)
                .floor(floor)
                .asLarge());
    }

    // ---- reductions ----------------------------------------------------------------------------------------------

    private void reductions() {
        for (int length : RAGGED) {
            add(of("sum[" + length + "]", new Reductions.Sum(0, 1)).with(ANY, length));
            add(of("sum[" + length + ",3]", new Reductions.Sum(0, 1)).with(ANY, length, 3));
            add(of("sum[3," + length + "]", new Reductions.Sum(1, 2)).with(ANY, 3, length));
            add(of("max[" + length + "]", new Reductions.Max(1)).with(DISTINCT, 2, Math.max(1, length), 2));
            softmax(length, 1, 3, length);
            softmax(length, 0, Math.max(1, length), 2);
        }
        add(of("sum[2,3,4,5] middle", new Reductions.Sum(1, 3)).with(ANY, 2, 3, 4, 5));
        add(of("sum[many]", new Reductions.Sum(0, 1)).with(ANY, MANY).asLarge());
        add(of("sum[many rows]", new Reductions.Sum(0, 1)).with(ANY, 5003, 61).asLarge());
        add(of("sum[many columns]", new Reductions.Sum(1, 2))
                .with(ANY, 301, 1009)
                .asLarge());
        add(of("max[many]", new Reductions.Max(0)).with(DISTINCT, MANY).asLarge());
        add(of("softmax[many]", new Softmax.Probabilities(1))
                .with(WIDE, 3001, 101)
                .growth(16)
                .asLarge());
        add(of("standardize[6,4]", new Normalization.Standardize(1e-5, 0))
                .with(ANY, 6, 4)
                .growth(16)
                .floor(1));
        add(of("standardize[4,3,5]", new Normalization.Standardize(1e-5, 0, 2))
                .with(ANY, 4, 3, 5)
                .growth(16)
                .floor(1));
        add(of("standardize[3,17]", new Normalization.Standardize(1e-3, 1))
                .with(ANY, 3, 17)
                .growth(16)
                .floor(1));
        add(of("standardize[2,0]", new Normalization.Standardize(1e-3, 0))
                .with(ANY, 2, 0)
                .growth(16)
                .floor(1));
        add(of("standardize[4,3,5] apart", new Normalization.Standardize(1e-5, 1))
                .with(ANY, 4, 3, 5)
                .growth(16)
                .floor(1));
        add(of("standardize[2,5003]", new Normalization.Standardize(1e-5, -1))
                .with(ANY, 2, 5003)
                .growth(16)
                .floor(1)
                .asLarge());
        add(of("standardize[many]", new Normalization.Standardize(1e-5, 0, 2))
                .with(ANY, 67, 31, 149)
                .growth(16)
                .floor(1)
                .asLarge());
    }

    private void softmax(int length, int axis, int... dims) {
        if (dims[axis] == 0) {
            return;
        }
        String shape = Shape.of(dims) + " axis " + axis + " of " + length;
        add(of("softmax" + shape, new Softmax.Probabilities(axis))
                .with(WIDE, dims)
                .growth(16));
        add(of("log_softmax" + shape, new Softmax.LogProbabilities(axis))
                .with(WIDE, dims)
                .growth(16));
        add(of("log_sum_exp" + shape, new Softmax.LogSumExp(axis))
                .with(WIDE, dims)
                .growth(16)
                .floor(1));
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    private void movement() {
        for (int length : RAGGED) {
            String at = "[" + length + "]";
            add(of("reshape" + at, new Moves.Reshape(Shape.of(length, 2))).with(ANY, 2, length));
            add(of("permute" + at, new Moves.Permute(1, 0)).with(ANY, 3, length));
            add(of("pad" + at, new Moves.Pad(1, 2, 1)).with(ANY, 2, length));
            add(of("flip" + at, new Moves.Flip(1)).with(ANY, 2, length, 3));
            add(of("flip last" + at, new Moves.Flip(1)).with(ANY, 2, length));
            add(of("concat" + at, new Moves.Concat(1))
                    .with(ANY, 2, length)
                    .with(ANY, 2, 3)
                    .with(ANY, 2, 0));
            add(of("broadcast_to" + at, new Moves.BroadcastTo(Shape.of(2, 3, length)))
                    .with(ANY, 3, 1));
            add(of("broadcast_to rows" + at, new Moves.BroadcastTo(Shape.of(2, 3, length)))
                    .with(ANY, length));
        }
        add(of("permute[2,3,4,5]", new Moves.Permute(2, 0, 3, 1)).with(ANY, 2, 3, 4, 5));
        add(of("slice[3,7,2]", new Moves.Slice(1, 2, 6)).with(ANY, 3, 7, 2));
        add(of("slice[33]", new Moves.Slice(0, 5, 22)).with(ANY, 33));
        add(of("slice empty", new Moves.Slice(1, 2, 2)).with(ANY, 3, 7));
        add(of("split[3,7]", new Moves.Split(1, 2, 0, 4, 1)).with(ANY, 3, 7));
        add(of("split[8,2]", new Moves.Split(0, 1, 7)).with(ANY, 8, 2));
        add(of("split one", new Moves.Split(0, 4)).with(ANY, 4, 2));
        add(of("broadcast_to scalar", new Moves.BroadcastTo(Shape.of(3, 5))).with(ANY));
        int[] index = {4, 0, 4, 7, 2, 2, 1};
        add(of("gather", new Moves.Gather(index, Shape.of(7))).with(ANY, 2, 4));
        add(of("gather none", new Moves.Gather(new int[0], Shape.of(0))).with(ANY, 3));
        add(of("scatter_add", new Moves.ScatterAdd(index, Shape.of(3, 3))).with(ANY, 7));
        add(of("scatter_add none", new Moves.ScatterAdd(new int[0], Shape.of(3)))
                .with(ANY, 0));
        int[] many = new int[MANY];
        Rng rng = new Rng(3);
        for (int i = 0; i < many.length; i++) {
            many[i] = rng.nextInt(1000);
        }
        add(of("gather[many]", new Moves.Gather(many, Shape.of(MANY)))
                .with(ANY, 1000)
                .asLarge());
        add(of("scatter_add[many]", new Moves.ScatterAdd(many, Shape.of(1000)))
                .with(ANY, MANY)
                .asLarge());
        add(of("permute[many]", new Moves.Permute(2, 0, 1))
                .with(ANY, 67, 129, 41)
                .asLarge());
        add(of("concat[many]", new Moves.Concat(1))
                .with(ANY, 501, 300)
                .with(ANY, 501, 317)
                .asLarge());
    }
}
