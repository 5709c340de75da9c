package dev.gradus.engine.tensor;

import static dev.gradus.engine.tensor.Sample.Draw.ANY;
import static dev.gradus.engine.tensor.Sample.Draw.APART;
import static dev.gradus.engine.tensor.Sample.Draw.SMALL;
import static dev.gradus.engine.tensor.Sample.Draw.UNIT;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.RecurrentCell;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link OperationRegistry} whose operations have kernels of their own: normalisation, products, convolutions, recurrences. */
final class KernelSamples {
    private final List<Sample> samples = new ArrayList<>();

    private KernelSamples() {
        batchNormalize();
        products();
        convolutions();
        recurrence();
    }

    static List<Sample> all() {
        return new KernelSamples().samples;
    }

    private static Sample of(String label, Operation operation) {
        return Sample.of(label, operation);
    }

    private void add(Sample sample) {
        samples.add(sample);
    }

    // ---- normalisation -------------------------------------------------------------------------------------------

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
