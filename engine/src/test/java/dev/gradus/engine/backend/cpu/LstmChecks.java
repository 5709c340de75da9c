package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fused LSTM against its definition in float64, and its derivative against differences of that definition. */
abstract class LstmChecks {
    abstract Loops loops();

    abstract MatrixProduct product();

    /** One case with its arguments; outputs begin dirty, because kernels get arrays with old content. */
    private static final class Case {
        final LstmGeometry g;
        final float[] input;
        final float[] weight;
        final float[] h0;
        final float[] c0;
        final float[] mask;
        final float[] gradH;
        final float[] gradC;
        final float[] h;
        final float[] c;
        final float[] gates;
        final float[] gradInput;
        final float[] gradH0;
        final float[] gradC0;

        Case(int batch, int time, int hidden, boolean reverse, boolean relu, boolean masked, boolean cells) {
            g = new LstmGeometry(batch, time, hidden, reverse, relu);
            SplittableRandom random = new SplittableRandom(batch * 100L + time * 10L + hidden);
            int state = batch * hidden;
            input = numbers(random, time * state * 4);
            weight = numbers(random, 4 * hidden * hidden);
            for (int i = 0; i < weight.length; i++) {
                weight[i] /= (float) Math.sqrt(hidden);
            }
            h0 = numbers(random, state);
            c0 = numbers(random, state);
            mask = masked ? numbers(random, state) : null;
            for (int i = 0; masked && i < state; i++) {
                mask[i] = mask[i] > 0 ? 1.25f : 0;
            }
            gradH = numbers(random, time * state);
            gradC = cells ? numbers(random, time * state) : null;
            h = dirty(time * state);
            c = dirty(time * state);
            gates = dirty(time * state * 4);
            gradInput = dirty(time * state * 4);
            gradH0 = dirty(state);
            gradC0 = dirty(state);
        }

        void run(LstmKernels kernels) {
            kernels.forward(input, weight, h0, c0, mask, h, c, gates, g);
            kernels.backward(weight, c0, mask, c, gates, gradH, gradC, gradInput, gradH0, gradC0, g);
        }

        @Override
        public String toString() {
            return g + (mask == null ? "" : ", masked") + (gradC == null ? "" : ", with gradC");
        }
    }

    private static float[] numbers(SplittableRandom random, int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return x;
    }

    private static float[] dirty(int size) {
        float[] x = new float[size];
        Arrays.fill(x, Float.NaN);
        return x;
    }

    private static double[] wide(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** The definition; returns {@code Σ gradH⊙h + Σ gradC⊙c}, whose derivative the backward kernel computes. */
    private static double definition(
            Case one, double[] input, double[] h0, double[] c0, double[] hs, double[] cs, double[] gates) {
        LstmGeometry g = one.g;
        int hidden = g.hidden();
        double loss = 0;
        for (int n = 0; n < g.batch(); n++) {
            double[] h = Arrays.copyOfRange(h0, n * hidden, (n + 1) * hidden);
            double[] c = Arrays.copyOfRange(c0, n * hidden, (n + 1) * hidden);
            for (int step = 0; step < g.time(); step++) {
                int t = g.reverse() ? g.time() - 1 - step : step;
                int at = (n * g.time() + t) * hidden;
                double[] s = new double[4 * hidden];
                for (int j = 0; j < 4 * hidden; j++) {
                    s[j] = input[4 * at + j];
                    for (int p = 0; p < hidden; p++) {
                        double keep = one.mask == null ? 1 : one.mask[n * hidden + p];
                        s[j] += keep * h[p] * one.weight[j * hidden + p];
                    }
                }
                for (int j = 0; j < hidden; j++) {
                    double i = sigmoid(s[j]);
                    double f = sigmoid(s[hidden + j]);
                    double u = s[2 * hidden + j];
                    double candidate = g.relu() ? Math.max(0, u) : StrictMath.tanh(u);
                    double o = sigmoid(s[3 * hidden + j]);
                    c[j] = f * c[j] + i * candidate;
                    h[j] = o * (g.relu() ? Math.max(0, c[j]) : StrictMath.tanh(c[j]));
                    hs[at + j] = h[j];
                    cs[at + j] = c[j];
                    gates[4 * at + j] = i;
                    gates[4 * at + hidden + j] = f;
                    gates[4 * at + 2 * hidden + j] = candidate;
                    gates[4 * at + 3 * hidden + j] = o;
                    loss += one.gradH[at + j] * h[j] + (one.gradC == null ? 0 : one.gradC[at + j] * c[j]);
                }
            }
        }
        return loss;
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        int[][] sizes = {{1, 1, 1}, {2, 3, 4}, {17, 4, 5}, {3, 5, 17}, {33, 2, 16}, {5, 1, 33}};
        for (int[] size : sizes) {
            for (int kind = 0; kind < 16; kind++) {
                all.add(new Case(
                        size[0], size[1], size[2], (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, (kind & 8) > 0));
            }
        }
        return all;
    }

    @Test
    void forwardMatchesTheDefinition() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        List<Case> all = cases();
        all.add(new Case(70, 12, 40, true, false, true, false));
        for (Case one : all) {
            one.run(kernels);
            double[] h = new double[one.h.length];
            double[] c = new double[one.c.length];
            double[] gates = new double[one.gates.length];
            definition(one, wide(one.input), wide(one.h0), wide(one.c0), h, c, gates);
            assertArrayEquals(h, wide(one.h), 5e-6, one + " h");
            assertArrayEquals(c, wide(one.c), 5e-6, one + " c");
            assertArrayEquals(gates, wide(one.gates), 5e-6, one + " gates");
        }
    }

    @Test
    void backwardMatchesDifferencesOfTheDefinition() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        for (Case one : cases()) {
            one.run(kernels);
            checkDifferences(one, 0, one.input, one.gradInput);
            checkDifferences(one, 1, one.h0, one.gradH0);
            checkDifferences(one, 2, one.c0, one.gradC0);
        }
    }

    private static void checkDifferences(Case one, int which, float[] argument, float[] gradient) {
        double[][] arguments = {wide(one.input), wide(one.h0), wide(one.c0)};
        double[] x = arguments[which];
        double[] h = new double[one.h.length];
        double[] gates = new double[one.gates.length];
        // A prime step visits all kinds of places without visiting all places.
        for (int i = 0; i < argument.length; i += 1 + argument.length / 23) {
            double step = 1e-6;
            x[i] = argument[i] + step;
            double above = definition(one, arguments[0], arguments[1], arguments[2], h, h.clone(), gates);
            x[i] = argument[i] - step;
            double below = definition(one, arguments[0], arguments[1], arguments[2], h, h.clone(), gates);
            x[i] = argument[i];
            assertEquals((above - below) / (2 * step), gradient[i], 2e-5, one + ", argument " + which + " at " + i);
        }
    }

    @Test
    void bitsDoNotDependOnThreads() {
        for (int kind = 0; kind < 4; kind++) {
            Case expected = new Case(65, 7, 20, false, (kind & 1) > 0, (kind & 2) > 0, true);
            expected.run(new LstmKernels(loops(), product(), Workers.of(1)));
            for (int threads = 2; threads <= 3; threads++) {
                Case one = new Case(65, 7, 20, false, (kind & 1) > 0, (kind & 2) > 0, true);
                one.run(new LstmKernels(loops(), product(), Workers.of(threads)));
                assertArrayEquals(expected.h, one.h, one.toString());
                assertArrayEquals(expected.gates, one.gates, one.toString());
                assertArrayEquals(expected.gradInput, one.gradInput, one.toString());
                assertArrayEquals(expected.gradH0, one.gradH0, one.toString());
                assertArrayEquals(expected.gradC0, one.gradC0, one.toString());
            }
        }
    }

    @Test
    void nothingOfSomething() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        new Case(0, 3, 4, false, false, true, true).run(kernels);
        new Case(3, 3, 0, false, false, true, true).run(kernels);
        Case timeless = new Case(2, 0, 4, false, false, false, false);
        timeless.run(kernels);
        assertArrayEquals(new float[8], timeless.gradH0);
        assertArrayEquals(new float[8], timeless.gradC0);
    }
}
