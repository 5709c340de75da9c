package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One case of a fused recurrence with its arguments, and what its results are by definition, in float64; outputs begin dirty, because kernels
 * get arrays with old content.
 */
final class RecurrentCase {
    /** Bits of a case's kind: what it has beside a plain recurrence. */
    static final int REVERSE = 1;

    static final int MASK = 2;
    static final int TO_LAST_H = 4;
    static final int TO_LAST_C = 8;
    static final int ONLY_LAST = 16;

    final RecurrentGeometry g;
    final RecurrentKernels.Inputs[] in;
    final float[] gradH;
    final float[] h;
    final RecurrentKernels.States[] out;
    final RecurrentKernels.States[] last;
    final RecurrentKernels.Inputs[] gradients;
    final RecurrentAsked[] asked;

    RecurrentCase(RecurrentCell cell, int batch, int time, int hidden, int directions, int kind) {
        int features = 1 + (hidden + time) % 3;
        g = new RecurrentGeometry(cell, batch, time, features, hidden, directions, (kind & REVERSE) > 0);
        SplittableRandom random = new SplittableRandom(batch * 100L + time * 10L + hidden);
        in = new RecurrentKernels.Inputs[directions];
        out = new RecurrentKernels.States[directions];
        last = new RecurrentKernels.States[directions];
        gradients = new RecurrentKernels.Inputs[directions];
        asked = new RecurrentAsked[directions];
        boolean memory = cell.hasMemory();
        for (int d = 0; d < directions; d++) {
            in[d] = inputs(random, (kind & MASK) > 0);
            out[d] = states(true);
            last[d] = new RecurrentKernels.States(
                    (kind & (TO_LAST_H | ONLY_LAST)) > 0 ? numbers(random, g.stateSize()) : null,
                    (kind & TO_LAST_C) > 0 && memory ? numbers(random, g.stateSize()) : null,
                    null,
                    null);
            gradients[d] = new RecurrentKernels.Inputs(
                    dirty(in[d].x().length),
                    dirty(in[d].inputWeight().length),
                    dirty(in[d].weight().length),
                    dirty(in[d].bias().length),
                    memory ? null : dirty(in[d].bias().length),
                    dirty(g.stateSize()),
                    memory ? dirty(g.stateSize()) : null,
                    null);
            asked[d] = new RecurrentAsked(true, true);
        }
        int all = time * g.stateSize() * directions;
        gradH = (kind & ONLY_LAST) > 0 ? null : numbers(random, all);
        h = dirty(all);
    }

    private RecurrentKernels.Inputs inputs(SplittableRandom random, boolean masked) {
        int hidden = g.hidden();
        float[] weight = numbers(random, g.sums() * hidden);
        for (int i = 0; i < weight.length; i++) {
            weight[i] /= (float) Math.sqrt(hidden);
        }
        float[] mask = masked ? numbers(random, g.stateSize()) : null;
        for (int i = 0; masked && i < mask.length; i++) {
            mask[i] = mask[i] > 0 ? 1.25f : 0;
        }
        boolean memory = g.cell().hasMemory();
        return new RecurrentKernels.Inputs(
                numbers(random, g.batch() * g.time() * g.features()),
                numbers(random, g.sums() * g.features()),
                weight,
                numbers(random, g.sums()),
                memory ? null : numbers(random, g.sums()),
                numbers(random, g.stateSize()),
                memory ? numbers(random, g.stateSize()) : null,
                mask);
    }

    RecurrentKernels.States states(boolean saving) {
        boolean memory = g.cell().hasMemory();
        int all = g.time() * g.stateSize();
        return new RecurrentKernels.States(
                dirty(g.stateSize()),
                memory ? dirty(g.stateSize()) : null,
                memory && saving ? dirty(all) : null,
                saving ? dirty(4 * all) : null);
    }

    void run(RecurrentKernels kernels) {
        kernels.forward(in, h, out, g);
        kernels.backward(in, h, out, gradH, last, asked, gradients, g);
    }

    @Override
    public String toString() {
        return g + (in[0].mask() == null ? "" : ", masked") + (gradH == null ? ", only last" : "");
    }

    /** Gives some steps of a row the input of the step before, all of them in row 0. */
    void repeatSteps(int row) {
        for (RecurrentKernels.Inputs given : in) {
            for (int t = 1; t < g.time(); t++) {
                if (t % 3 == 1 || t > 20 || row == 0) {
                    int at = (row * g.time() + t) * g.features();
                    System.arraycopy(given.x(), at - g.features(), given.x(), at, g.features());
                }
            }
        }
    }

    private static float[] numbers(SplittableRandom random, int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return x;
    }

    static float[] dirty(int size) {
        float[] x = new float[size];
        Arrays.fill(x, Float.NaN);
        return x;
    }

    static double[] wide(float[] x) {
        double[] y = new double[x == null ? 0 : x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** What the gradients are of: x, both weights, both biases, h0 and c0. */
    static float[][] arrays(RecurrentKernels.Inputs in) {
        return new float[][] {in.x(), in.inputWeight(), in.weight(), in.bias(), in.recurrentBias(), in.h0(), in.c0()};
    }

    /** What the definition of a direction is of. */
    double[][] arguments(int d) {
        return Arrays.stream(arrays(in[d])).map(RecurrentCase::wide).toArray(double[][]::new);
    }

    /**
     * The definition of one direction; returns {@code Σ gradH⊙h} and as much of the last states, whose derivative the
     * backward kernel computes.
     */
    double definition(int d, double[][] from, double[] hs, double[] lastH, double[] lastC) {
        int hidden = g.hidden();
        double loss = 0;
        for (int n = 0; n < g.batch(); n++) {
            double[] h = Arrays.copyOfRange(from[5], n * hidden, (n + 1) * hidden);
            double[] c = g.cell().hasMemory() ? Arrays.copyOfRange(from[6], n * hidden, (n + 1) * hidden) : null;
            for (int step = 0; step < g.time(); step++) {
                int t = g.reverse(d) ? g.time() - 1 - step : step;
                int place = n * g.time() + t;
                int out = (place * g.directions() + d) * hidden;
                double[] a = new double[g.sums()];
                double[] u = new double[g.sums()];
                for (int j = 0; j < g.sums(); j++) {
                    a[j] = from[3][j];
                    for (int q = 0; q < g.features(); q++) {
                        a[j] += from[0][place * g.features() + q] * from[1][j * g.features() + q];
                    }
                    u[j] = c == null ? from[4][j] : 0;
                    for (int p = 0; p < hidden; p++) {
                        double keep = in[d].mask() == null ? 1 : in[d].mask()[n * hidden + p];
                        u[j] += keep * h[p] * from[2][j * hidden + p];
                    }
                }
                for (int j = 0; j < hidden; j++) {
                    if (c == null) {
                        gru(j, a, u, h);
                    } else {
                        lstm(j, a, u, h, c, g.cell().relu());
                    }
                    hs[out + j] = h[j];
                    loss += gradH == null ? 0 : gradH[out + j] * h[j];
                }
            }
            for (int j = 0; j < hidden; j++) {
                int at = n * hidden + j;
                lastH[at] = h[j];
                loss += last[d].lastH() == null ? 0 : last[d].lastH()[at] * h[j];
                if (c != null) {
                    lastC[at] = c[j];
                    loss += last[d].lastC() == null ? 0 : last[d].lastC()[at] * c[j];
                }
            }
        }
        return loss;
    }

    private static void lstm(int j, double[] a, double[] u, double[] h, double[] c, boolean relu) {
        int hidden = h.length;
        double i = sigmoid(a[j] + u[j]);
        double f = sigmoid(a[hidden + j] + u[hidden + j]);
        double s = a[2 * hidden + j] + u[2 * hidden + j];
        double o = sigmoid(a[3 * hidden + j] + u[3 * hidden + j]);
        c[j] = f * c[j] + i * (relu ? Math.max(0, s) : StrictMath.tanh(s));
        h[j] = o * (relu ? Math.max(0, c[j]) : StrictMath.tanh(c[j]));
    }

    private static void gru(int j, double[] a, double[] u, double[] h) {
        int hidden = h.length;
        double r = sigmoid(a[j] + u[j]);
        double z = sigmoid(a[hidden + j] + u[hidden + j]);
        double n = StrictMath.tanh(a[2 * hidden + j] + r * u[2 * hidden + j]);
        h[j] = (1 - z) * n + z * h[j];
    }
}
