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
        final LstmKernels.Inputs[] in;
        final float[] gradH;
        final float[] h;
        final LstmKernels.Results[] out;
        final LstmKernels.Results[] unsaved;
        final float[][] gradC;
        final float[][] ds;
        final float[][] gradBias;
        final float[][] gradH0;
        final float[][] gradC0;

        Case(int batch, int time, int hidden, int directions, int kind) {
            boolean masked = (kind & 4) > 0;
            int features = 1 + (hidden + time) % 3;
            g = new LstmGeometry(batch, time, features, hidden, directions, (kind & 1) > 0, (kind & 2) > 0);
            SplittableRandom random = new SplittableRandom(batch * 100L + time * 10L + hidden);
            int state = batch * hidden;
            in = new LstmKernels.Inputs[directions];
            out = new LstmKernels.Results[directions];
            unsaved = new LstmKernels.Results[directions];
            gradC = new float[directions][];
            ds = new float[directions][];
            gradBias = new float[directions][];
            gradH0 = new float[directions][];
            gradC0 = new float[directions][];
            for (int d = 0; d < directions; d++) {
                float[] weight = numbers(random, 4 * hidden * hidden);
                for (int i = 0; i < weight.length; i++) {
                    weight[i] /= (float) Math.sqrt(hidden);
                }
                float[] mask = masked ? numbers(random, state) : null;
                for (int i = 0; masked && i < state; i++) {
                    mask[i] = mask[i] > 0 ? 1.25f : 0;
                }
                in[d] = new LstmKernels.Inputs(
                        numbers(random, batch * time * features),
                        numbers(random, 4 * hidden * features),
                        weight,
                        numbers(random, 4 * hidden),
                        numbers(random, state),
                        numbers(random, state),
                        mask);
                out[d] = new LstmKernels.Results(dirty(state), dirty(time * state), dirty(time * state * 4));
                unsaved[d] = new LstmKernels.Results(dirty(state), null, null);
                gradC[d] = (kind & 8) > 0 ? numbers(random, state) : null;
                ds[d] = dirty(time * state * 4);
                gradBias[d] = dirty(4 * hidden);
                gradH0[d] = dirty(state);
                gradC0[d] = dirty(state);
            }
            gradH = numbers(random, time * state * directions);
            h = dirty(time * state * directions);
        }

        void run(LstmKernels kernels) {
            kernels.forward(in, h, out, g);
            for (int d = 0; d < in.length; d++) {
                kernels.backward(
                        d,
                        in[d],
                        out[d].cells(),
                        out[d].gates(),
                        gradH,
                        gradC[d],
                        ds[d],
                        gradBias[d],
                        gradH0[d],
                        gradC0[d],
                        g);
            }
        }

        @Override
        public String toString() {
            return g + (in[0].mask() == null ? "" : ", masked") + (gradC[0] == null ? "" : ", with gradC");
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

    /**
     * The definition of one direction; returns {@code Σ gradH⊙h + Σ gradC⊙c}, whose derivative the backward kernel computes.
     *
     * @param arguments x, bias, h0 and c0
     */
    private static double definition(
            Case one, int d, double[][] arguments, double[] hs, double[] cs, double[] gates, double[] last) {
        LstmGeometry g = one.g;
        int hidden = g.hidden();
        int features = g.features();
        double loss = 0;
        for (int n = 0; n < g.batch(); n++) {
            double[] h = Arrays.copyOfRange(arguments[2], n * hidden, (n + 1) * hidden);
            double[] c = Arrays.copyOfRange(arguments[3], n * hidden, (n + 1) * hidden);
            for (int step = 0; step < g.time(); step++) {
                int t = g.reverse(d) ? g.time() - 1 - step : step;
                int place = n * g.time() + t;
                int at = place * hidden;
                int out = (place * g.directions() + d) * hidden;
                double[] s = new double[4 * hidden];
                for (int j = 0; j < 4 * hidden; j++) {
                    s[j] = arguments[1][j];
                    for (int q = 0; q < features; q++) {
                        s[j] += arguments[0][place * features + q] * one.in[d].inputWeight()[j * features + q];
                    }
                    for (int p = 0; p < hidden; p++) {
                        double keep = one.in[d].mask() == null ? 1 : one.in[d].mask()[n * hidden + p];
                        s[j] += keep * h[p] * one.in[d].weight()[j * hidden + p];
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
                    hs[out + j] = h[j];
                    cs[at + j] = c[j];
                    gates[4 * at + j] = i;
                    gates[4 * at + hidden + j] = f;
                    gates[4 * at + 2 * hidden + j] = candidate;
                    gates[4 * at + 3 * hidden + j] = o;
                    loss += one.gradH[out + j] * h[j];
                }
            }
            for (int j = 0; j < hidden; j++) {
                last[n * hidden + j] = c[j];
                loss += one.gradC[d] == null ? 0 : one.gradC[d][n * hidden + j] * c[j];
            }
        }
        return loss;
    }

    private static double[][] arguments(Case one, int d) {
        LstmKernels.Inputs in = one.in[d];
        return new double[][] {wide(in.x()), wide(in.bias()), wide(in.h0()), wide(in.c0())};
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        int[][] sizes = {{1, 1, 1}, {2, 3, 4}, {17, 4, 5}, {3, 5, 17}, {33, 2, 16}, {5, 1, 33}};
        for (int[] size : sizes) {
            for (int kind = 0; kind < 16; kind++) {
                all.add(new Case(size[0], size[1], size[2], 1 + kind % 3 / 2, kind));
            }
        }
        return all;
    }

    @Test
    void forwardMatchesTheDefinition() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        List<Case> all = cases();
        all.add(new Case(70, 12, 40, 1, 5));
        all.add(new Case(35, 6, 40, 2, 0));
        for (Case one : all) {
            one.run(kernels);
            double[] h = new double[one.h.length];
            for (int d = 0; d < one.in.length; d++) {
                double[] c = new double[one.out[d].cells().length];
                double[] gates = new double[4 * c.length];
                double[] last = new double[one.g.stateSize()];
                definition(one, d, arguments(one, d), h, c, gates, last);
                assertArrayEquals(c, wide(one.out[d].cells()), 5e-6, one + " c");
                assertArrayEquals(gates, wide(one.out[d].gates()), 5e-6, one + " gates");
                assertArrayEquals(last, wide(one.out[d].lastC()), 5e-6, one + " last c");
            }
            assertArrayEquals(h, wide(one.h), 5e-6, one + " h");
        }
    }

    @Test
    void whatIsSavedDoesNotChangeTheResults() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        for (Case one : cases()) {
            one.run(kernels);
            float[] h = dirty(one.h.length);
            kernels.forward(one.in, h, one.unsaved, one.g);
            assertArrayEquals(one.h, h, one.toString());
            for (int d = 0; d < one.in.length; d++) {
                assertArrayEquals(one.out[d].lastC(), one.unsaved[d].lastC(), one.toString());
            }
        }
    }

    @Test
    void backwardMatchesDifferencesOfTheDefinition() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        for (Case one : cases()) {
            one.run(kernels);
            for (int d = 0; d < one.in.length; d++) {
                checkDifferences(one, d, 0, throughInput(one, d));
                checkDifferences(one, d, 1, one.gradBias[d]);
                checkDifferences(one, d, 2, one.gradH0[d]);
                checkDifferences(one, d, 3, one.gradC0[d]);
            }
        }
    }

    /** {@code dx = ds·W_ih}. */
    private static float[] throughInput(Case one, int d) {
        int features = one.g.features();
        int gates = 4 * one.g.hidden();
        float[] dx = new float[one.in[d].x().length];
        for (int place = 0; place < dx.length / features; place++) {
            for (int q = 0; q < features; q++) {
                double sum = 0;
                for (int j = 0; j < gates; j++) {
                    sum += (double) one.ds[d][place * gates + j] * one.in[d].inputWeight()[j * features + q];
                }
                dx[place * features + q] = (float) sum;
            }
        }
        return dx;
    }

    private static void checkDifferences(Case one, int d, int which, float[] gradient) {
        double[][] arguments = arguments(one, d);
        double[] x = arguments[which];
        double[] h = new double[one.h.length];
        double[] c = new double[one.out[d].cells().length];
        double[] gates = new double[4 * c.length];
        double[] last = new double[one.g.stateSize()];
        // A prime step visits all kinds of places without visiting all places.
        for (int i = 0; i < x.length; i += 1 + x.length / 23) {
            double value = x[i];
            double step = 1e-6;
            x[i] = value + step;
            double above = definition(one, d, arguments, h, c, gates, last);
            x[i] = value - step;
            double below = definition(one, d, arguments, h, c, gates, last);
            x[i] = value;
            double expected = (above - below) / (2 * step);
            double tolerance = 2e-5 * Math.max(1, Math.abs(expected));
            assertEquals(expected, gradient[i], tolerance, one + ", argument " + which + " at " + i);
        }
    }

    @Test
    void bitsDoNotDependOnThreads() {
        for (int kind : new int[] {8, 10, 12, 14}) {
            for (int directions = 1; directions <= 2; directions++) {
                Case expected = new Case(65, 7, 20, directions, kind);
                expected.run(new LstmKernels(loops(), product(), Workers.of(1)));
                for (int threads = 2; threads <= 3; threads++) {
                    Case one = new Case(65, 7, 20, directions, kind);
                    one.run(new LstmKernels(loops(), product(), Workers.of(threads)));
                    assertArrayEquals(expected.h, one.h, one.toString());
                    for (int d = 0; d < directions; d++) {
                        assertArrayEquals(expected.out[d].gates(), one.out[d].gates(), one.toString());
                        assertArrayEquals(expected.ds[d], one.ds[d], one.toString());
                        assertArrayEquals(expected.gradBias[d], one.gradBias[d], one.toString());
                        assertArrayEquals(expected.gradH0[d], one.gradH0[d], one.toString());
                        assertArrayEquals(expected.gradC0[d], one.gradC0[d], one.toString());
                    }
                }
            }
        }
    }

    @Test
    void nothingOfSomething() {
        LstmKernels kernels = new LstmKernels(loops(), product(), Workers.of(2));
        new Case(0, 3, 4, 2, 12).run(kernels);
        new Case(3, 3, 0, 1, 12).run(kernels);
        Case timeless = new Case(2, 0, 4, 1, 0);
        timeless.run(kernels);
        assertArrayEquals(new float[8], timeless.gradH0[0]);
        assertArrayEquals(new float[8], timeless.gradC0[0]);
        assertArrayEquals(timeless.in[0].c0(), timeless.out[0].lastC());
    }
}
