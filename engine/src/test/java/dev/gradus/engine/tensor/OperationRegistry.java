package dev.gradus.engine.tensor;

import static dev.gradus.engine.tensor.Sample.Draw.ANY;
import static dev.gradus.engine.tensor.Sample.Draw.APART;
import static dev.gradus.engine.tensor.Sample.Draw.BETWEEN;
import static dev.gradus.engine.tensor.Sample.Draw.DISTINCT;
import static dev.gradus.engine.tensor.Sample.Draw.POSITIVE;
import static dev.gradus.engine.tensor.Sample.Draw.SMALL;
import static dev.gradus.engine.tensor.Sample.Draw.UNIT;
import static dev.gradus.engine.tensor.Sample.Draw.WIDE;

import dev.gradus.engine.autograd.AutogradOperations;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.RecurrentCell;
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
        products();
        convolutions();
        recurrence();
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
        batchNormalize();
        add(of("standardize[many]", new Normalization.Standardize(1e-5, 0, 2))
                .with(ANY, 67, 31, 149)
                .growth(16)
                .floor(1)
                .asLarge());
    }

    /**
     * Channels of one number, of few and of many; with and without a leaky relu, whose kink lies between no two numbers that
     * the finite differences compare.
     */
    private void batchNormalize() {
        for (double slope : new double[] {1, 0.25}) {
            batchNormalize(slope, false, 6, 4);
            batchNormalize(slope, false, 4, 3, 5);
            batchNormalize(slope, false, 2, 3, 2, 3);
            batchNormalize(slope, false, 3, 0, 2);
            batchNormalize(slope, true, 301, 1009);
            batchNormalize(slope, true, 67, 31, 149);
            batchNormalize(slope, true, 131, 300, 3);
            batchNormalize(slope, true, 5, 2, 27, 101);
        }
    }

    private void batchNormalize(double slope, boolean large, int... dims) {
        Sample sample = of("batch_normalize" + Shape.of(dims) + slope, new Normalization.BatchNormalize(1e-3, slope))
                .with(ANY, dims)
                .with(APART, dims[1])
                .with(ANY, dims[1])
                .growth(16)
                .floor(1);
        add(large ? sample.asLarge() : sample);
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

    // ---- products and convolutions -------------------------------------------------------------------------------

    private void products() {
        int[][] sizes = {
            {3, 4, 5},
            {1, 7, 1},
            {7, 1, 8},
            {9, 16, 15},
            {17, 33, 9},
            {16, 8, 31},
            {1, 1, 1},
            {0, 3, 2},
            {2, 0, 3},
            {3, 2, 0}
        };
        for (int transposes = 0; transposes < 4; transposes++) {
            for (int[] s : sizes) {
                product(transposes, "", s[0], s[1], s[2], 0, 0);
            }
            product(transposes, "batched", 3, 4, 5, 2, 2);
            product(transposes, "shared b", 3, 4, 5, 2, 0);
            product(transposes, "shared a", 3, 4, 5, 0, 2);
            product(transposes, "many", 150, 171, 133, 0, 0);
            product(transposes, "tall", 701, 37, 20, 0, 0);
            product(transposes, "many batched", 33, 47, 29, 17, 17);
            product(transposes, "many shared", 33, 47, 29, 17, 0);
        }
        product(0, "deep", 31, 1500, 17, 0, 0);
    }

    private void product(int transposes, String how, int m, int k, int n, int batchA, int batchB) {
        boolean ta = (transposes & 1) != 0;
        boolean tb = (transposes & 2) != 0;
        int[] a = ta ? new int[] {k, m} : new int[] {m, k};
        int[] b = tb ? new int[] {n, k} : new int[] {k, n};
        String label = "matmul " + (ta ? "T" : "N") + (tb ? "T" : "N") + " " + how + " " + m + "x" + k + "x" + n;
        Sample sample = of(label, new Products.MatMul(ta, tb))
                .with(ANY, batched(a, batchA))
                .with(ANY, batched(b, batchB));
        boolean large = m * k * n * Math.max(1, Math.max(batchA, batchB)) > 10_000;
        add(large ? sample.asLarge() : sample);
    }

    private static int[] batched(int[] matrix, int batch) {
        return batch == 0 ? matrix : new int[] {batch, matrix[0], matrix[1]};
    }

    private void convolutions() {
        convolution("3x3 same", 2, 3, 4, 5, 5, 3, 3, 1, 1, 1, 1, 1, 1);
        convolution("5x5 stride 2", 1, 1, 3, 9, 8, 5, 5, 2, 2, 2, 2, 1, 1);
        convolution("4x4 stride 2", 1, 4, 2, 6, 6, 4, 4, 2, 2, 1, 1, 1, 1);
        convolution("1x1", 2, 2, 2, 5, 5, 1, 1, 1, 1, 0, 0, 1, 1);
        convolution("3x3 stride 3 ragged", 1, 2, 3, 8, 5, 3, 3, 3, 3, 0, 0, 1, 1);
        convolution("1x4 rectangular", 2, 2, 2, 4, 9, 1, 4, 1, 2, 0, 1, 1, 1);
        convolution("3x3 dilated", 1, 2, 3, 7, 8, 3, 3, 2, 2, 2, 2, 2, 2);
        convolution("1d", 2, 3, 4, 1, 17, 1, 5, 1, 1, 0, 2, 1, 1);
        convolution("1d dilated", 2, 1, 3, 1, 16, 1, 3, 1, 3, 0, 2, 1, 2);
        convolution("no batch", 0, 2, 3, 5, 5, 3, 3, 1, 1, 1, 1, 1, 1);
        convolution("one", 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1);
        convolution("wide pad", 1, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3, 1, 1);
        convolution("many", 9, 17, 25, 14, 13, 3, 3, 1, 1, 1, 1, 1, 1);
        convolution("many 5x5 stride 2", 16, 8, 33, 14, 14, 5, 5, 2, 2, 2, 2, 1, 1);
        convolution("many 1d", 33, 9, 31, 1, 100, 1, 5, 1, 1, 0, 2, 1, 1);
        convolution("many 1d wide", 5, 64, 40, 1, 64, 1, 5, 1, 1, 0, 0, 1, 1);
    }

    private void convolution(
            String name,
            int batch,
            int in,
            int out,
            int h,
            int w,
            int kh,
            int kw,
            int sh,
            int sw,
            int ph,
            int pw,
            int dh,
            int dw) {
        int outH = (h + 2 * ph - dh * (kh - 1) - 1) / sh + 1;
        int outW = (w + 2 * pw - dw * (kw - 1) - 1) / sw + 1;
        ConvolutionGeometry g =
                new ConvolutionGeometry(batch, in, h, w, out, outH, outW, kh, kw, sh, sw, ph, pw, dh, dw);
        int[] x = Convolve.inputShape(g).dims();
        int[] weight = Convolve.weightShape(g).dims();
        int[] y = Convolve.outputShape(g).dims();
        boolean large = name.startsWith("many");
        Sample output = of("conv " + name, new Convolve.Output(g)).with(ANY, x).with(ANY, weight);
        Sample input = of("conv_transposed " + name, new Convolve.Input(g))
                .with(ANY, y)
                .with(ANY, weight);
        Sample weights =
                of("conv_weight " + name, new Convolve.Weight(g)).with(ANY, x).with(ANY, y);
        for (Sample sample : List.of(output, input, weights)) {
            add(large ? sample.asLarge() : sample);
        }
    }

    // ---- recurrence ----------------------------------------------------------------------------------------------

    private void recurrence() {
        for (RecurrentCell cell : RecurrentCell.values()) {
            for (boolean reverse : new boolean[] {false, true}) {
                for (boolean mask : new boolean[] {false, true}) {
                    scan(new RecurrentScan(cell, 1, reverse, mask), 2, 3, 2, 3);
                }
            }
            scan(new RecurrentScan(cell, 2, false, true), 3, 2, 1, 2);
            scan(new RecurrentScan(cell, 1, false, true), 0, 2, 2, 3);
            RecurrentScan plain = new RecurrentScan(cell, 1, false, false);
            if (!cell.relu()) { // the more numbers, the nearer is one to the kink, where there is no difference to
                // compare
                scan(plain, 1, 1, 1, 1);
                scan(plain, 3, 2, 4, 7);
                scan(plain, 1, 2, 1, 9);
            }
            for (int hidden : new int[] {16, 33}) {
                scan(plain, 67, 23, 1, hidden);
                scan(new RecurrentScan(cell, 1, true, true), 37, 11, 17, hidden);
                scan(new RecurrentScan(cell, 2, false, false), 37, 11, 3, hidden);
                scan(new RecurrentScan(cell, 2, false, false), 1, 11, 3, hidden);
            }
        }
    }

    private void scan(RecurrentScan scan, int batch, int time, int features, int hidden) {
        boolean large = batch * time * hidden > 100;
        boolean gru = scan.cell() == RecurrentCell.GRU;
        int sums = scan.cell().gates() * hidden;
        String label = (gru ? "gru " : "lstm ")
                + (scan.directions() > 1 ? "both " : scan.reverse() ? "reverse " : "")
                + (scan.cell().relu() ? "relu " : "")
                + (scan.masked() ? "mask " : "") + batch + "x" + time + "x" + features + "x" + hidden;
        Sample sample = of(label, scan).growth(16).floor(1);
        for (int direction = 0; direction < scan.directions(); direction++) {
            sample = sample.with(ANY, batch, time, features)
                    .with(SMALL, sums, features)
                    .with(SMALL, sums, hidden)
                    .with(SMALL, sums);
            sample = gru ? sample.with(SMALL, sums) : sample.with(ANY, batch, hidden);
            sample = sample.with(ANY, batch, hidden);
            sample = scan.masked() ? sample.with(UNIT, batch, hidden) : sample;
        }
        add(large ? sample.asLarge() : sample);
    }
}
