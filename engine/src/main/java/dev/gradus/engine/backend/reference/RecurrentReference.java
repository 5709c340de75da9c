package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.Unary;

/** One direction of {@link dev.gradus.engine.backend.Backend#recurrence}, unit by unit. */
final class RecurrentReference {
    /** What a direction is given, or its cotangents, which begin as zeros. */
    record Inputs(
            double[] x,
            double[] inputWeight,
            double[] weight,
            double[] bias,
            double[] recurrentBias,
            double[] h0,
            double[] c0,
            double[] mask) {}

    private final RecurrentGeometry g;
    private final int direction;
    private final int hidden;
    private final int sums;
    private final boolean gru;
    private final Inputs in;

    RecurrentReference(RecurrentGeometry geometry, int direction, Inputs in) {
        this.g = geometry;
        this.direction = direction;
        this.hidden = geometry.hidden();
        this.sums = geometry.sums();
        this.gru = geometry.cell() == RecurrentCell.GRU;
        this.in = in;
    }

    private double activation(double value) {
        return g.cell().relu() ? Math.max(value, 0) : ScalarFunctions.apply(Unary.TANH, value, 0);
    }

    /** The derivative of the activation in terms of its value. */
    private double slope(double value) {
        return g.cell().relu() ? (value > 0 ? 1 : 0) : 1 - value * value;
    }

    private static double sigmoid(double value) {
        return ScalarFunctions.apply(Unary.SIGMOID, value, 0);
    }

    /** Where the h of this direction's units begins in the outputs of all. */
    private int output(int place) {
        return (place * g.directions() + direction) * hidden;
    }

    private int place(int n, int step) {
        return n * g.time() + g.place(direction, step);
    }

    private double masked(int n, int unit) {
        return in.mask == null ? 1 : in.mask[n * hidden + unit];
    }

    /** Fills h of all steps, the gates, the last h and, of an LSTM, the cells and the last c. */
    void forward(double[] out, double[] cells, double[] gates, double[] lastH, double[] lastC) {
        for (int n = 0; n < g.batch(); n++) {
            double[] h = new double[hidden];
            double[] c = new double[hidden];
            System.arraycopy(in.h0, n * hidden, h, 0, hidden);
            if (!gru) {
                System.arraycopy(in.c0, n * hidden, c, 0, hidden);
            }
            for (int step = 0; step < g.time(); step++) {
                int at = place(n, step);
                double[] a = new double[sums];
                double[] u = new double[sums];
                for (int row = 0; row < sums; row++) {
                    a[row] = in.bias[row];
                    for (int q = 0; q < g.features(); q++) {
                        a[row] += in.inputWeight[row * g.features() + q] * in.x[at * g.features() + q];
                    }
                    u[row] = gru ? in.recurrentBias[row] : 0;
                    for (int k = 0; k < hidden; k++) {
                        u[row] += in.weight[row * hidden + k] * h[k] * masked(n, k);
                    }
                }
                if (gru) {
                    gru(a, u, h, gates, 4 * at * hidden);
                } else {
                    lstm(a, u, h, c, gates, 4 * at * hidden);
                    System.arraycopy(c, 0, cells, at * hidden, hidden);
                }
                System.arraycopy(h, 0, out, output(at), hidden);
            }
            System.arraycopy(h, 0, lastH, n * hidden, hidden);
            if (!gru) {
                System.arraycopy(c, 0, lastC, n * hidden, hidden);
            }
        }
    }

    private void lstm(double[] a, double[] u, double[] h, double[] c, double[] gates, int at) {
        for (int row = 0; row < sums; row++) {
            double s = a[row] + u[row];
            gates[at + row] = row / hidden == 2 ? activation(s) : sigmoid(s);
        }
        for (int k = 0; k < hidden; k++) {
            c[k] = gates[at + hidden + k] * c[k] + gates[at + k] * gates[at + 2 * hidden + k];
            h[k] = gates[at + 3 * hidden + k] * activation(c[k]);
        }
    }

    private void gru(double[] a, double[] u, double[] h, double[] gates, int at) {
        for (int k = 0; k < hidden; k++) {
            int n = 2 * hidden + k;
            double r = sigmoid(a[k] + u[k]);
            double z = sigmoid(a[hidden + k] + u[hidden + k]);
            double candidate = activation(a[n] + r * u[n]);
            gates[at + k] = r;
            gates[at + hidden + k] = z;
            gates[at + n] = candidate;
            gates[at + 3 * hidden + k] = u[n];
            h[k] = (1 - z) * candidate + z * h[k];
        }
    }

    /**
     * Adds to the cotangents of what was given, from those of h of all steps; h0 and c0 of the cotangents hold those of the
     * last states on entry.
     */
    void backward(double[] out, double[] cells, double[] gates, double[] gradH, Inputs d) {
        double[] da = new double[sums];
        double[] du = new double[sums];
        for (int n = 0; n < g.batch(); n++) {
            for (int step = g.time() - 1; step >= 0; step--) {
                int at = place(n, step);
                for (int k = 0; k < hidden; k++) {
                    d.h0[n * hidden + k] += gradH == null ? 0 : gradH[output(at) + k];
                    if (gru) {
                        gru(n, k, 4 * at * hidden, before(n, step, k, out), gates, d.h0, da, du);
                    } else {
                        double beforeC = step == 0 ? in.c0[n * hidden + k] : cells[place(n, step - 1) * hidden + k];
                        lstm(n, k, 4 * at * hidden, beforeC, cells[at * hidden + k], gates, d, da);
                    }
                }
                through(n, at, step, out, da, gru ? du : da, d);
            }
        }
    }

    /** h of one unit before a step. */
    private double before(int n, int step, int k, double[] out) {
        return step == 0 ? in.h0[n * hidden + k] : out[output(place(n, step - 1)) + k];
    }

    private void lstm(int n, int k, int at, double before, double c, double[] gates, Inputs d, double[] ds) {
        double i = gates[at + k];
        double f = gates[at + hidden + k];
        double candidate = gates[at + 2 * hidden + k];
        double o = gates[at + 3 * hidden + k];
        double value = activation(c);
        int state = n * hidden + k;
        double toH = d.h0[state];
        double toC = d.c0[state] + toH * o * slope(value);
        ds[k] = toC * candidate * i * (1 - i);
        ds[hidden + k] = toC * before * f * (1 - f);
        ds[2 * hidden + k] = toC * i * slope(candidate);
        ds[3 * hidden + k] = toH * value * o * (1 - o);
        d.c0[state] = toC * f;
        d.h0[state] = 0;
    }

    private void gru(int n, int k, int at, double before, double[] gates, double[] dh, double[] da, double[] du) {
        double r = gates[at + k];
        double z = gates[at + hidden + k];
        double candidate = gates[at + 2 * hidden + k];
        double u = gates[at + 3 * hidden + k];
        int state = n * hidden + k;
        double toH = dh[state];
        double toN = toH * (1 - z) * slope(candidate);
        da[k] = toN * u * r * (1 - r);
        da[hidden + k] = toH * (before - candidate) * z * (1 - z);
        da[2 * hidden + k] = toN;
        du[k] = da[k];
        du[hidden + k] = da[hidden + k];
        du[2 * hidden + k] = toN * r;
        dh[state] = toH * z;
    }

    /** From the cotangents of a step's sums to those of all that made them. */
    private void through(int n, int at, int step, double[] out, double[] da, double[] du, Inputs d) {
        for (int row = 0; row < sums; row++) {
            d.bias[row] += da[row];
            if (gru) {
                d.recurrentBias[row] += du[row];
            }
            for (int q = 0; q < g.features(); q++) {
                d.x[at * g.features() + q] += da[row] * in.inputWeight[row * g.features() + q];
                d.inputWeight[row * g.features() + q] += da[row] * in.x[at * g.features() + q];
            }
            for (int k = 0; k < hidden; k++) {
                d.h0[n * hidden + k] += du[row] * in.weight[row * hidden + k] * masked(n, k);
                d.weight[row * hidden + k] += du[row] * before(n, step, k, out) * masked(n, k);
            }
        }
    }
}
