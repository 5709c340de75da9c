package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The convolution and its adjoints over one matrix product, against direct loops in float64. */
abstract class ConvolutionChecks {
    abstract MatrixProduct product();

    Loops loops() {
        return new PlainLoops();
    }

    private static ConvolutionGeometry geometry(
            int batch, int[] in, int out, int[] kernel, int[] stride, int[] pad, int[] dilation, int[] less) {
        int outH = (in[1] + 2 * pad[0] - dilation[0] * (kernel[0] - 1) - 1) / stride[0] + 1 - less[0];
        int outW = (in[2] + 2 * pad[1] - dilation[1] * (kernel[1] - 1) - 1) / stride[1] + 1 - less[1];
        return new ConvolutionGeometry(
                batch,
                in[0],
                in[1],
                in[2],
                out,
                outH,
                outW,
                kernel[0],
                kernel[1],
                stride[0],
                stride[1],
                pad[0],
                pad[1],
                dilation[0],
                dilation[1]);
    }

    private static int[] of(int... numbers) {
        return numbers;
    }

    private static List<ConvolutionGeometry> geometries() {
        List<ConvolutionGeometry> all = new ArrayList<>();
        // One-dimensional, same padding; a long batch of short series.
        all.add(geometry(3, of(4, 1, 50), 5, of(1, 5), of(1, 1), of(0, 2), of(1, 1), of(0, 0)));
        all.add(geometry(70, of(2, 1, 7), 3, of(1, 3), of(1, 1), of(0, 1), of(1, 1), of(0, 0)));
        // Strided, dilated, rectangular; the last pixels of x are not reached.
        all.add(geometry(2, of(3, 9, 14), 4, of(3, 2), of(2, 3), of(1, 0), of(1, 2), of(0, 0)));
        all.add(geometry(5, of(2, 12, 11), 3, of(4, 4), of(2, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(2, 8, 9), 3, of(2, 3), of(1, 2), of(3, 4), of(2, 3), of(0, 0)));
        all.add(geometry(2, of(2, 8, 9), 3, of(3, 3), of(1, 1), of(1, 1), of(1, 1), of(2, 3)));
        // 1×1, with and without what makes it a plain product.
        all.add(geometry(6, of(5, 9, 10), 7, of(1, 1), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(6, of(5, 3, 3), 7, of(1, 1), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(5, 9, 10), 7, of(1, 1), of(2, 2), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(5, 9, 10), 7, of(1, 1), of(1, 1), of(1, 1), of(1, 1), of(0, 0)));
        // The whole image at once, and padding alone.
        all.add(geometry(9, of(6, 4, 4), 10, of(4, 4), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(1, 1, 1), 1, of(3, 3), of(1, 1), of(4, 4), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(40, 20, 20), 30, of(3, 3), of(1, 1), of(1, 1), of(1, 1), of(0, 0)));
        // Channels that fill vectors: the ones before with more of them, several blocks of taps, ragged last vectors.
        all.add(geometry(3, of(16, 1, 50), 13, of(1, 5), of(1, 1), of(0, 2), of(1, 1), of(0, 0)));
        all.add(geometry(70, of(29, 1, 7), 45, of(1, 3), of(1, 1), of(0, 1), of(1, 1), of(0, 0)));
        all.add(geometry(5, of(64, 7, 7), 80, of(5, 5), of(1, 1), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(15, 9, 14), 24, of(3, 2), of(2, 3), of(1, 0), of(1, 2), of(0, 0)));
        all.add(geometry(9, of(64, 14, 14), 32, of(5, 5), of(2, 2), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(20, of(32, 8, 7), 60, of(3, 3), of(2, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(16, 8, 9), 16, of(2, 3), of(1, 2), of(3, 4), of(2, 3), of(0, 0)));
        all.add(geometry(2, of(16, 8, 9), 16, of(3, 3), of(1, 1), of(1, 1), of(1, 1), of(2, 3)));
        all.add(geometry(2, of(16, 9, 10), 48, of(1, 1), of(2, 2), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(3, of(64, 9, 10), 64, of(1, 1), of(3, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(12, 20, 21), 12, of(17, 16), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(13, 2, 2), 13, of(3, 3), of(1, 1), of(4, 4), of(1, 1), of(0, 0)));
        // Images and series of more than one block, and a step far beyond what a window may hold.
        all.add(geometry(1, of(16, 37, 41), 16, of(3, 3), of(1, 1), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(16, 1, 700), 16, of(1, 4), of(1, 2), of(0, 1), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(13, 1, 30), 12, of(1, 4), of(1, 1), of(0, 0), of(1, 9), of(0, 0)));
        all.add(geometry(1, of(16, 1, 3), 16, of(1, 3), of(1, 1), of(0, 100_000), of(1, 100_000), of(0, 0)));
        // Vectors across rows and across images, side by side or not; strips of 8, 4 and 1 channels; each phase of a
        // stride.
        all.add(geometry(5, of(16, 5, 5), 12, of(5, 5), of(1, 1), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(16, 5, 5), 9, of(5, 5), of(1, 1), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(33, of(24, 8, 8), 21, of(3, 3), of(2, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(40, of(16, 4, 3), 17, of(2, 3), of(1, 1), of(0, 1), of(1, 1), of(0, 0)));
        all.add(geometry(4, of(16, 13, 11), 5, of(4, 5), of(3, 3), of(2, 1), of(1, 1), of(0, 0)));
        all.add(geometry(3, of(13, 19, 33), 16, of(3, 3), of(2, 1), of(1, 1), of(2, 2), of(0, 0)));
        all.add(geometry(2, of(3, 16, 50), 64, of(4, 4), of(2, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(40, 6, 6), 1, of(3, 3), of(1, 1), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(1, of(32, 1, 61), 4, of(1, 3), of(1, 1), of(0, 1), of(1, 1), of(0, 0)));
        // Padding on one side of x only, and more of it than x has columns.
        all.add(geometry(3, of(16, 6, 7), 16, of(3, 3), of(2, 2), of(0, 2), of(1, 1), of(1, 1)));
        all.add(geometry(3, of(16, 3, 2), 16, of(3, 3), of(1, 1), of(2, 5), of(1, 1), of(0, 0)));
        // An image in each lane: around the edge, and where padding is wider than the image, taps are left out.
        all.add(geometry(20, of(16, 7, 7), 16, of(5, 5), of(1, 1), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(70, of(48, 6, 5), 24, of(3, 3), of(2, 2), of(1, 1), of(1, 1), of(0, 0)));
        all.add(geometry(33, of(32, 14, 14), 40, of(5, 5), of(2, 2), of(2, 2), of(1, 1), of(0, 0)));
        all.add(geometry(32, of(8, 4, 9), 8, of(3, 4), of(1, 2), of(1, 3), of(2, 1), of(0, 0)));
        all.add(geometry(18, of(32, 3, 2), 8, of(3, 3), of(1, 1), of(3, 4), of(1, 1), of(0, 0)));
        // Nothing of something.
        all.add(geometry(0, of(2, 5, 5), 3, of(3, 3), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(0, 5, 5), 3, of(3, 3), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(2, 5, 5), 0, of(3, 3), of(1, 1), of(0, 0), of(1, 1), of(0, 0)));
        all.add(geometry(2, of(2, 5, 5), 3, of(3, 3), of(1, 1), of(0, 0), of(1, 1), of(3, 3)));
        all.add(geometry(2, of(2, 5, 0), 3, of(1, 1), of(1, 1), of(0, 2), of(1, 1), of(0, 0)));
        return all;
    }

    /** Calls {@code term} for each product {@code x[a]·w[b]} of output {@code c}. */
    private interface Term {
        void add(int x, int w, int y);
    }

    private static void direct(ConvolutionGeometry g, Term term) {
        for (int n = 0; n < g.batch(); n++) {
            for (int o = 0; o < g.outChannels(); o++) {
                for (int i = 0; i < g.outH(); i++) {
                    for (int j = 0; j < g.outW(); j++) {
                        int y = ((n * g.outChannels() + o) * g.outH() + i) * g.outW() + j;
                        window(g, n, o, i, j, y, term);
                    }
                }
            }
        }
    }

    private static void window(ConvolutionGeometry g, int n, int o, int i, int j, int y, Term term) {
        for (int c = 0; c < g.inChannels(); c++) {
            for (int p = 0; p < g.kernelH(); p++) {
                for (int q = 0; q < g.kernelW(); q++) {
                    int row = i * g.strideH() - g.padH() + p * g.dilationH();
                    int column = j * g.strideW() - g.padW() + q * g.dilationW();
                    if (row >= 0 && row < g.inH() && column >= 0 && column < g.inW()) {
                        term.add(
                                ((n * g.inChannels() + c) * g.inH() + row) * g.inW() + column,
                                ((o * g.inChannels() + c) * g.kernelH() + p) * g.kernelW() + q,
                                y);
                    }
                }
            }
        }
    }

    private static float[] numbers(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return x;
    }

    /** What a kernel must overwrite. */
    private static float[] dirty(int size) {
        float[] x = new float[size];
        Arrays.fill(x, Float.NaN);
        return x;
    }

    private static void check(double[] expected, double[] scale, float[] actual, String what) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5 * scale[i], what + " at " + i);
        }
    }

    @Test
    void matchDirectLoops() {
        Convolutions convolutions = product().convolutions(loops(), Workers.of(2));
        for (ConvolutionGeometry g : geometries()) {
            float[] x = numbers(1, g.inputSize());
            float[] w = numbers(2, g.weightSize());
            float[] y = numbers(3, g.outputSize());
            double[][] sums = {new double[x.length], new double[w.length], new double[y.length]};
            double[][] scales = {new double[x.length], new double[w.length], new double[y.length]};
            direct(g, (i, j, k) -> {
                sums[0][i] += (double) w[j] * y[k];
                sums[1][j] += (double) x[i] * y[k];
                sums[2][k] += (double) x[i] * w[j];
                scales[0][i] += Math.abs(w[j] * y[k]);
                scales[1][j] += Math.abs(x[i] * y[k]);
                scales[2][k] += Math.abs(x[i] * w[j]);
            });
            float[] out = dirty(y.length);
            convolutions.forward(x, w, out, g);
            check(sums[2], scales[2], out, "forward " + g);
            out = dirty(x.length);
            convolutions.transposed(y, w, out, g);
            check(sums[0], scales[0], out, "transposed " + g);
            out = dirty(w.length);
            convolutions.weight(x, y, out, g);
            check(sums[1], scales[1], out, "weight " + g);
        }
    }

    /** Or the score of an image would depend on which others are scored with it. */
    @Test
    void anImageAloneHasTheBitsThatItHasAmongOthers() {
        Convolutions convolutions = product().convolutions(loops(), Workers.of(2));
        for (ConvolutionGeometry g : geometries()) {
            float[] x = numbers(1, g.inputSize());
            float[] w = numbers(2, g.weightSize());
            float[] y = numbers(3, g.outputSize());
            float[] forward = dirty(y.length);
            float[] transposed = dirty(x.length);
            convolutions.forward(x, w, forward, g);
            convolutions.transposed(y, w, transposed, g);
            ConvolutionGeometry alone = g.withBatch(1);
            for (int i = 0; i < g.batch(); i++) {
                float[] out = dirty(alone.outputSize());
                convolutions.forward(part(x, i, alone.inputSize()), w, out, alone);
                assertArrayEquals(part(forward, i, out.length), out, "forward, image " + i + " of " + g);
                out = dirty(alone.inputSize());
                convolutions.transposed(part(y, i, alone.outputSize()), w, out, alone);
                assertArrayEquals(part(transposed, i, out.length), out, "transposed, image " + i + " of " + g);
            }
        }
    }

    /** What is known of a window of a stream need then not be computed again when the next comes. */
    @Test
    void aFewPositionsHaveTheBitsThatTheyHaveAmongMore() {
        Convolutions convolutions = product().convolutions(loops(), Workers.of(1));
        for (int[] size :
                new int[][] {{1, 64, 5}, {64, 64, 5}, {3, 4, 3}, {8, 3, 5}, {7, 9, 7}, {300, 5, 1}, {2, 5, 300}}) {
            ConvolutionGeometry g = geometry(
                    1, of(size[0], 1, 90 + size[2]), size[1], of(1, size[2]), of(1, 1), of(0, 0), of(1, 1), of(0, 0));
            float[] x = numbers(1, g.inputSize());
            float[] w = numbers(2, g.weightSize());
            float[] all = dirty(g.outputSize());
            convolutions.forward(x, w, all, g);
            for (int count = Backend.FEW_POSITIONS; count < 40; count += count < 20 ? 1 : 7) {
                int first = g.outW() - count - count % 3;
                ConvolutionGeometry few = geometry(
                        1,
                        of(size[0], 1, count + size[2] - 1),
                        size[1],
                        of(1, size[2]),
                        of(1, 1),
                        of(0, 0),
                        of(1, 1),
                        of(0, 0));
                float[] y = dirty(few.outputSize());
                convolutions.forward(stretch(x, size[0], g.inW(), first, few.inW()), w, y, few);
                assertArrayEquals(stretch(all, size[1], g.outW(), first, count), y, count + " of " + g);
            }
        }
    }

    /** Elements {@code first … first + count − 1} of each row. */
    private static float[] stretch(float[] x, int rows, int length, int first, int count) {
        float[] out = new float[rows * count];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, row * length + first, out, row * count, count);
        }
        return out;
    }

    private static float[] part(float[] all, int index, int size) {
        return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    @Test
    void bitsDoNotDependOnThreads() {
        for (ConvolutionGeometry g : geometries()) {
            float[] x = numbers(1, g.inputSize());
            float[] w = numbers(2, g.weightSize());
            float[] y = numbers(3, g.outputSize());
            float[][] expected = null;
            for (int threads = 1; threads <= 3; threads++) {
                Convolutions convolutions = product().convolutions(loops(), Workers.of(threads));
                float[][] out = {dirty(x.length), dirty(w.length), dirty(y.length)};
                convolutions.transposed(y, w, out[0], g);
                convolutions.weight(x, y, out[1], g);
                convolutions.forward(x, w, out[2], g);
                if (expected == null) {
                    expected = out;
                }
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(expected[i], out[i], g + ", threads " + threads);
                }
            }
        }
    }
}
