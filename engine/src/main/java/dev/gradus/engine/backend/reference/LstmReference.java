package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.Unary;

/** One direction of the LSTM of {@link dev.gradus.engine.backend.Backend#lstm}, unit by unit. */
final class LstmReference {
    private final LstmGeometry g;
    private final int direction;
    private final int hidden;
    private final double[] x;
    private final double[] inputWeight;
    private final double[] weight;
    private final double[] bias;
    private final double[] mask;

    LstmReference(
            LstmGeometry geometry,
            int direction,
            double[] x,
            double[] inputWeight,
            double[] weight,
            double[] bias,
            double[] mask) {
        this.g = geometry;
        this.direction = direction;
        this.hidden = geometry.hidden();
        this.x = x;
        this.inputWeight = inputWeight;
        this.weight = weight;
        this.bias = bias;
        this.mask = mask;
    }

    private double activation(double value) {
        return g.relu() ? Math.max(value, 0) : ScalarFunctions.apply(Unary.TANH, value, 0);
    }

    /** The derivative of the activation in terms of its value. */
    private double slope(double value) {
        return g.relu() ? (value > 0 ? 1 : 0) : 1 - value * value;
    }

    private static double sigmoid(double value) {
        return ScalarFunctions.apply(Unary.SIGMOID, value, 0);
    }

    /** The index of step number {@code step} of the recurrence in time. */
    private int place(int step) {
        return g.reverse(direction) ? g.time() - 1 - step : step;
    }

    /** Where the h of this direction's units begins in the outputs of all. */
    private int output(int place) {
        return (place * g.directions() + direction) * hidden;
    }

    void forward(double[] h0, double[] c0, double[] out, double[] cells, double[] gates, double[] last) {
        for (int n = 0; n < g.batch(); n++) {
            double[] h = new double[hidden];
            double[] c = new double[hidden];
            System.arraycopy(h0, n * hidden, h, 0, hidden);
            System.arraycopy(c0, n * hidden, c, 0, hidden);
            for (int step = 0; step < g.time(); step++) {
                int at = n * g.time() + place(step);
                for (int row = 0; row < 4 * hidden; row++) {
                    double sum = bias[row];
                    for (int q = 0; q < g.features(); q++) {
                        sum += inputWeight[row * g.features() + q] * x[at * g.features() + q];
                    }
                    for (int u = 0; u < hidden; u++) {
                        sum += weight[row * hidden + u] * h[u] * masked(n, u);
                    }
                    boolean candidate = row / hidden == 2;
                    gates[at * 4 * hidden + row] = candidate ? activation(sum) : sigmoid(sum);
                }
                for (int u = 0; u < hidden; u++) {
                    int gate = at * 4 * hidden + u;
                    c[u] = gates[gate + hidden] * c[u] + gates[gate] * gates[gate + 2 * hidden];
                    h[u] = gates[gate + 3 * hidden] * activation(c[u]);
                    cells[at * hidden + u] = c[u];
                    out[output(at) + u] = h[u];
                }
            }
            System.arraycopy(c, 0, last, n * hidden, hidden);
        }
    }

    private double masked(int n, int unit) {
        return mask == null ? 1 : mask[n * hidden + unit];
    }

    /** Fills ds and gradBias; dh {@code [batch, hidden]} is zero on entry, and with dc holds the result. */
    void backward(
            double[] c0,
            double[] cells,
            double[] gates,
            double[] gradH,
            double[] ds,
            double[] gradBias,
            double[] dh,
            double[] dc) {
        for (int n = 0; n < g.batch(); n++) {
            for (int step = g.time() - 1; step >= 0; step--) {
                int at = n * g.time() + place(step);
                int before = step == 0 ? n : n * g.time() + place(step - 1);
                double[] lastC = step == 0 ? c0 : cells;
                for (int u = 0; u < hidden; u++) {
                    int gate = at * 4 * hidden + u;
                    int state = n * hidden + u;
                    double i = gates[gate];
                    double f = gates[gate + hidden];
                    double candidate = gates[gate + 2 * hidden];
                    double o = gates[gate + 3 * hidden];
                    double out = activation(cells[at * hidden + u]);
                    double toH = dh[state] + gradH[output(at) + u];
                    double toC = dc[state] + toH * o * slope(out);
                    ds[gate] = toC * candidate * i * (1 - i);
                    ds[gate + hidden] = toC * lastC[before * hidden + u] * f * (1 - f);
                    ds[gate + 2 * hidden] = toC * i * slope(candidate);
                    ds[gate + 3 * hidden] = toH * out * o * (1 - o);
                    dc[state] = toC * f;
                }
                for (int u = 0; u < hidden; u++) {
                    double sum = 0;
                    for (int row = 0; row < 4 * hidden; row++) {
                        sum += ds[at * 4 * hidden + row] * weight[row * hidden + u];
                    }
                    dh[n * hidden + u] = sum * masked(n, u);
                }
                for (int row = 0; row < 4 * hidden; row++) {
                    gradBias[row] += ds[at * 4 * hidden + row];
                }
            }
        }
    }
}
