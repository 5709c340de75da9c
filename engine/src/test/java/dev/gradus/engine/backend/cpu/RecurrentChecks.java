package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fused recurrences against their definitions in float64, and their derivatives against differences of these. */
abstract class RecurrentChecks {
    /** Bits of a case's kind: what it has beside a plain recurrence. */
    private static final int REVERSE = 1;

    private static final int MASK = 2;
    private static final int TO_LAST_H = 4;
    private static final int TO_LAST_C = 8;
    private static final int ONLY_LAST = 16;

    abstract Loops loops();

    abstract MatrixProduct product();

    /** One case with its arguments; outputs begin dirty, because kernels get arrays with old content. */
    private static final class Case {
        final RecurrentGeometry g;
        final RecurrentKernels.Inputs[] in;
        final float[] gradH;
        final float[] h;
        final RecurrentKernels.States[] out;
        final RecurrentKernels.States[] last;
        final RecurrentKernels.Inputs[] gradients;
        final RecurrentAsked[] asked;

        Case(RecurrentCell cell, int batch, int time, int hidden, int directions, int kind) {
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
    private static float[][] arrays(RecurrentKernels.Inputs in) {
        return new float[][] {in.x(), in.inputWeight(), in.weight(), in.bias(), in.recurrentBias(), in.h0(), in.c0()};
    }

    private static double[][] arguments(Case one, int d) {
        return Arrays.stream(arrays(one.in[d])).map(RecurrentChecks::wide).toArray(double[][]::new);
    }

    /**
     * The definition of one direction; returns {@code Σ gradH⊙h} and as much of the last states, whose derivative the
     * backward kernel computes.
     */
    private static double definition(Case one, int d, double[][] from, double[] hs, double[] lastH, double[] lastC) {
        RecurrentGeometry g = one.g;
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
                        double keep = one.in[d].mask() == null ? 1 : one.in[d].mask()[n * hidden + p];
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
                    loss += one.gradH == null ? 0 : one.gradH[out + j] * h[j];
                }
            }
            for (int j = 0; j < hidden; j++) {
                int at = n * hidden + j;
                lastH[at] = h[j];
                loss += one.last[d].lastH() == null ? 0 : one.last[d].lastH()[at] * h[j];
                if (c != null) {
                    lastC[at] = c[j];
                    loss += one.last[d].lastC() == null ? 0 : one.last[d].lastC()[at] * c[j];
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

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        int[][] sizes = {{1, 1, 1}, {2, 3, 4}, {17, 4, 5}, {3, 5, 17}, {33, 2, 16}, {5, 1, 33}, {1, 4, 20}};
        for (int[] size : sizes) {
            for (int kind = 0; kind < 32; kind++) {
                RecurrentCell cell = RecurrentCell.values()[(kind + kind / 4) % 3];
                all.add(new Case(cell, size[0], size[1], size[2], 1 + kind % 3 / 2, kind));
            }
        }
        return all;
    }

    /** Longer and larger than a stretch of steps, a block of rows or a group of blocks. */
    private static List<Case> large() {
        List<Case> all = new ArrayList<>();
        for (RecurrentCell cell : RecurrentCell.values()) {
            all.add(new Case(cell, 70, 21, 20, 1, MASK | REVERSE));
            all.add(new Case(cell, 35, 9, 17, 2, TO_LAST_C));
            all.add(new Case(cell, 1, 150, 16, 2, 0));
            all.add(new Case(cell, 161, 3, 8, 1, 0));
            all.add(new Case(cell, 48, 20, 68, 2, MASK));
        }
        return all;
    }

    @Test
    void forwardMatchesTheDefinition() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        List<Case> all = cases();
        all.addAll(large());
        for (Case one : all) {
            one.run(kernels);
            double[] h = new double[one.h.length];
            for (int d = 0; d < one.in.length; d++) {
                double[] lastH = new double[one.g.stateSize()];
                double[] lastC = new double[one.g.cell().hasMemory() ? one.g.stateSize() : 0];
                definition(one, d, arguments(one, d), h, lastH, lastC);
                assertArrayEquals(lastH, wide(one.out[d].lastH()), 1e-5, one + " last h");
                assertArrayEquals(lastC, wide(one.out[d].lastC()), 1e-5, one + " last c");
            }
            assertArrayEquals(h, wide(one.h), 1e-5, one + " h");
        }
    }

    @Test
    void whatIsSavedDoesNotChangeTheResults() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (Case one : cases()) {
            one.run(kernels);
            float[] h = dirty(one.h.length);
            RecurrentKernels.States[] unsaved = new RecurrentKernels.States[one.in.length];
            Arrays.setAll(unsaved, d -> one.states(false));
            kernels.forward(one.in, h, unsaved, one.g);
            assertArrayEquals(one.h, h, one.toString());
            for (int d = 0; d < one.in.length; d++) {
                assertArrayEquals(one.out[d].lastH(), unsaved[d].lastH(), one.toString());
                assertArrayEquals(one.out[d].lastC(), unsaved[d].lastC(), one.toString());
            }
        }
    }

    /** A sequence alone has the bits that it has among others: what a service scores is what was scored in a batch. */
    @Test
    void otherRowsDoNotChangeARow() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCell cell : RecurrentCell.values()) {
            // With 15 and 24 units, the cases have one feature, with the others two.
            for (int hidden : new int[] {7, 15, 16, 24, 37}) {
                Case many = new Case(cell, 19, 30, hidden, 2, 0);
                repeatSteps(many, 5);
                many.run(kernels);
                for (int row : new int[] {0, 5, 18}) {
                    Case alone = new Case(cell, 1, 30, hidden, 2, 0);
                    RecurrentKernels.Inputs[] in = new RecurrentKernels.Inputs[2];
                    for (int d = 0; d < 2; d++) {
                        in[d] = new RecurrentKernels.Inputs(
                                row(many.in[d].x(), row, 19),
                                many.in[d].inputWeight(),
                                many.in[d].weight(),
                                many.in[d].bias(),
                                many.in[d].recurrentBias(),
                                row(many.in[d].h0(), row, 19),
                                cell.hasMemory() ? row(many.in[d].c0(), row, 19) : null,
                                null);
                    }
                    kernels.forward(in, alone.h, alone.out, alone.g);
                    assertArrayEquals(row(many.h, row, 19), alone.h, alone + " row " + row);
                }
            }
        }
    }

    /** Gives some steps of a row the input of the step before, all of them in row 0. */
    private static void repeatSteps(Case one, int row) {
        RecurrentGeometry g = one.g;
        for (RecurrentKernels.Inputs in : one.in) {
            for (int t = 1; t < g.time(); t++) {
                if (t % 3 == 1 || t > 20 || row == 0) {
                    int at = (row * g.time() + t) * g.features();
                    System.arraycopy(in.x(), at - g.features(), in.x(), at, g.features());
                }
            }
        }
    }

    /** Steps of the same input are computed once, which must not show. */
    @Test
    void repeatedStepsMatchTheDefinition() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCell cell : RecurrentCell.values()) {
            for (int batch : new int[] {1, 2}) {
                // States behind a relu grow with time, and their rounding with them.
                for (int time : cell.relu() ? new int[] {30} : new int[] {30, 300}) {
                    for (int hidden : new int[] {4, 16}) {
                        Case one = new Case(cell, batch, time, hidden, 2, 0);
                        for (int row = 0; row < batch; row++) {
                            repeatSteps(one, row);
                        }
                        one.run(kernels);
                        double[] h = new double[one.h.length];
                        for (int d = 0; d < 2; d++) {
                            double[] last = new double[one.g.stateSize()];
                            definition(one, d, arguments(one, d), h, last, new double[last.length]);
                        }
                        assertArrayEquals(h, wide(one.h), 1e-5, one + " h");
                    }
                }
            }
        }
    }

    private static float[] row(float[] x, int row, int rows) {
        int length = x.length / rows;
        return Arrays.copyOfRange(x, row * length, (row + 1) * length);
    }

    @Test
    void backwardMatchesDifferencesOfTheDefinition() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        List<Case> all = cases();
        all.addAll(large());
        for (Case one : all) {
            one.run(kernels);
            for (int d = 0; d < one.in.length; d++) {
                float[][] gradients = arrays(one.gradients[d]);
                for (int which = 0; which < gradients.length; which++) {
                    if (gradients[which] != null) {
                        checkDifferences(one, d, which, gradients[which]);
                    }
                }
            }
        }
    }

    private static void checkDifferences(Case one, int d, int which, float[] gradient) {
        double[][] arguments = arguments(one, d);
        double[] x = arguments[which];
        double[] h = new double[one.h.length];
        double[] lastH = new double[one.g.stateSize()];
        double[] lastC = new double[one.g.stateSize()];
        int tries = one.g.batch() * one.g.time() > 100 ? 3 : 11;
        // An odd step visits all kinds of places without visiting all places.
        for (int i = 0; i < x.length; i += 1 + x.length / tries) {
            double value = x[i];
            double step = 1e-6;
            x[i] = value + step;
            double above = definition(one, d, arguments, h, lastH, lastC);
            x[i] = value - step;
            double below = definition(one, d, arguments, h, lastH, lastC);
            x[i] = value;
            double expected = (above - below) / (2 * step);
            double tolerance = 4e-5 * Math.max(1, Math.abs(expected));
            assertEquals(expected, gradient[i], tolerance, one + ", argument " + which + " at " + i);
        }
    }

    @Test
    void whatIsNotAskedForDoesNotChangeTheRest() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCell cell : RecurrentCell.values()) {
            Case all = new Case(cell, 18, 6, 17, 2, MASK);
            all.run(kernels);
            Case some = new Case(cell, 18, 6, 17, 2, MASK);
            some.asked[0] = new RecurrentAsked(true, false);
            some.asked[1] = new RecurrentAsked(false, true);
            some.run(kernels);
            for (int d = 0; d < 2; d++) {
                float[][] expected = arrays(all.gradients[d]);
                float[][] actual = arrays(some.gradients[d]);
                for (int which = 0; which < expected.length; which++) {
                    boolean asked = which == 0 ? some.asked[d].x() : which > 4 || some.asked[d].parameters();
                    if (asked) {
                        assertArrayEquals(expected[which], actual[which], some + " argument " + which);
                    }
                }
            }
        }
    }

    @Test
    void bitsDoNotDependOnThreads() {
        for (RecurrentCell cell : RecurrentCell.values()) {
            for (int kind : new int[] {TO_LAST_C, MASK | TO_LAST_H}) {
                for (int directions = 1; directions <= 2; directions++) {
                    Case expected = new Case(cell, 165, 12, 20, directions, kind);
                    expected.run(new RecurrentKernels(loops(), product(), Workers.of(1)));
                    // With 13 threads blocks run one by one that otherwise run in pairs.
                    for (int threads : new int[] {2, 3, 13}) {
                        Case one = new Case(cell, 165, 12, 20, directions, kind);
                        one.run(new RecurrentKernels(loops(), product(), Workers.of(threads)));
                        assertArrayEquals(expected.h, one.h, one.toString());
                        for (int d = 0; d < directions; d++) {
                            assertArrayEquals(expected.out[d].gates(), one.out[d].gates(), one.toString());
                            float[][] gradients = arrays(one.gradients[d]);
                            for (int which = 0; which < gradients.length; which++) {
                                assertArrayEquals(
                                        arrays(expected.gradients[d])[which], gradients[which], one.toString());
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void nothingOfSomething() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCell cell : RecurrentCell.values()) {
            Case empty = new Case(cell, 0, 3, 4, 2, MASK);
            empty.run(kernels);
            assertArrayEquals(new float[empty.g.sums() * 4], empty.gradients[1].weight());
            assertArrayEquals(new float[empty.g.sums()], empty.gradients[0].bias());
            new Case(cell, 3, 3, 0, 1, MASK).run(kernels);
            Case timeless = new Case(cell, 2, 0, 4, 1, 0);
            timeless.run(kernels);
            assertArrayEquals(new float[8], timeless.gradients[0].h0());
            assertArrayEquals(timeless.in[0].h0(), timeless.out[0].lastH());
            assertArrayEquals(timeless.in[0].c0(), timeless.out[0].lastC());
        }
    }
}
