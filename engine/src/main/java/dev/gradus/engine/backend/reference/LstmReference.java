package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.Unary;

/** The LSTM recurrence of {@link dev.gradus.engine.backend.Backend#lstm}, unit by unit. */
final class LstmReference {
    private final LstmGeometry g;
    private final int hidden;
    private final double[] weight;
    private final double[] mask;

    LstmReference(LstmGeometry geometry, double[] weight, double[] mask) {
        this.g = geometry;
        this.hidden = geometry.hidden();
        this.weight = weight;
        this.mask = mask;
    }

    private double activation(double x) {
        return g.relu() ? Math.max(x, 0) : ScalarFunctions.apply(Unary.TANH, x, 0);
    }

    /** The derivative of the activation in terms of its value. */
    private double slope(double value) {
        return g.relu() ? (value > 0 ? 1 : 0) : 1 - value * value;
    }

    private static double sigmoid(double x) {
        return ScalarFunctions.apply(Unary.SIGMOID, x, 0);
    }

    /** The index of step number {@code step} of the recurrence in time. */
    private int place(int step) {
        return g.reverse() ? g.time() - 1 - step : step;
    }

    void forward(double[] input, double[] h0, double[] c0, double[] h, double[] c, double[] gates) {
        for (int n = 0; n < g.batch(); n++) {
            for (int step = 0; step < g.time(); step++) {
                int at = n * g.time() + place(step);
                int before = step == 0 ? n : n * g.time() + place(step - 1);
                double[] lastH = step == 0 ? h0 : h;
                double[] lastC = step == 0 ? c0 : c;
                for (int row = 0; row < 4 * hidden; row++) {
                    double sum = input[at * 4 * hidden + row];
                    for (int u = 0; u < hidden; u++) {
                        sum += weight[row * hidden + u] * lastH[before * hidden + u] * masked(n, u);
                    }
                    boolean candidate = row / hidden == 2;
                    gates[at * 4 * hidden + row] = candidate ? activation(sum) : sigmoid(sum);
                }
                for (int u = 0; u < hidden; u++) {
                    int gate = at * 4 * hidden + u;
                    double cell =
                            gates[gate + hidden] * lastC[before * hidden + u] + gates[gate] * gates[gate + 2 * hidden];
                    c[at * hidden + u] = cell;
                    h[at * hidden + u] = gates[gate + 3 * hidden] * activation(cell);
                }
            }
        }
    }

    private double masked(int n, int unit) {
        return mask == null ? 1 : mask[n * hidden + unit];
    }

    void backward(
            double[] c0,
            double[] cells,
            double[] gates,
            double[] gradH,
            double[] gradC,
            double[] gradInput,
            double[] gradH0,
            double[] gradC0) {
        for (int n = 0; n < g.batch(); n++) {
            double[] dh = new double[hidden];
            double[] dc = new double[hidden];
            for (int step = g.time() - 1; step >= 0; step--) {
                int at = n * g.time() + place(step);
                int before = step == 0 ? n : n * g.time() + place(step - 1);
                double[] lastC = step == 0 ? c0 : cells;
                for (int u = 0; u < hidden; u++) {
                    int gate = at * 4 * hidden + u;
                    double i = gates[gate];
                    double f = gates[gate + hidden];
                    double candidate = gates[gate + 2 * hidden];
                    double o = gates[gate + 3 * hidden];
                    double out = activation(cells[at * hidden + u]);
                    double toH = dh[u] + gradH[at * hidden + u];
                    double toC = dc[u] + gradC[at * hidden + u] + toH * o * slope(out);
                    gradInput[gate] = toC * candidate * i * (1 - i);
                    gradInput[gate + hidden] = toC * lastC[before * hidden + u] * f * (1 - f);
                    gradInput[gate + 2 * hidden] = toC * i * slope(candidate);
                    gradInput[gate + 3 * hidden] = toH * out * o * (1 - o);
                    dc[u] = toC * f;
                }
                for (int u = 0; u < hidden; u++) {
                    double sum = 0;
                    for (int row = 0; row < 4 * hidden; row++) {
                        sum += gradInput[at * 4 * hidden + row] * weight[row * hidden + u];
                    }
                    dh[u] = sum * masked(n, u);
                }
            }
            System.arraycopy(dh, 0, gradH0, n * hidden, hidden);
            System.arraycopy(dc, 0, gradC0, n * hidden, hidden);
        }
    }
}
