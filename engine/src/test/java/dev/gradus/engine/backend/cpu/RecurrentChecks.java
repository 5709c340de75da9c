package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fused recurrences against their definitions in float64, and their derivatives against differences of these. */
abstract class RecurrentChecks {
    abstract Loops loops();

    abstract MatrixProduct product();

    private static List<RecurrentCase> cases() {
        List<RecurrentCase> all = new ArrayList<>();
        int[][] sizes = {{1, 1, 1}, {2, 3, 4}, {17, 4, 5}, {3, 5, 17}, {33, 2, 16}, {5, 1, 33}, {1, 4, 20}};
        for (int[] size : sizes) {
            for (int kind = 0; kind < 32; kind++) {
                RecurrentCell cell = RecurrentCell.values()[(kind + kind / 4) % 3];
                all.add(new RecurrentCase(cell, size[0], size[1], size[2], 1 + kind % 3 / 2, kind));
            }
        }
        return all;
    }

    /** Longer and larger than a stretch of steps, a block of rows or a group of blocks. */
    private static List<RecurrentCase> large() {
        List<RecurrentCase> all = new ArrayList<>();
        for (RecurrentCell cell : RecurrentCell.values()) {
            all.add(new RecurrentCase(cell, 70, 21, 20, 1, RecurrentCase.MASK | RecurrentCase.REVERSE));
            all.add(new RecurrentCase(cell, 35, 9, 17, 2, RecurrentCase.TO_LAST_C));
            all.add(new RecurrentCase(cell, 1, 150, 16, 2, 0));
            all.add(new RecurrentCase(cell, 161, 3, 8, 1, 0));
            all.add(new RecurrentCase(cell, 48, 20, 68, 2, RecurrentCase.MASK));
        }
        return all;
    }

    @Test
    void forwardMatchesTheDefinition() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        List<RecurrentCase> all = cases();
        all.addAll(large());
        for (RecurrentCase one : all) {
            one.run(kernels);
            double[] h = new double[one.h.length];
            for (int d = 0; d < one.in.length; d++) {
                double[] lastH = new double[one.g.stateSize()];
                double[] lastC = new double[one.g.cell().hasMemory() ? one.g.stateSize() : 0];
                one.definition(d, one.arguments(d), h, lastH, lastC);
                assertArrayEquals(lastH, RecurrentCase.wide(one.out[d].lastH()), 1e-5, one + " last h");
                assertArrayEquals(lastC, RecurrentCase.wide(one.out[d].lastC()), 1e-5, one + " last c");
            }
            assertArrayEquals(h, RecurrentCase.wide(one.h), 1e-5, one + " h");
        }
    }

    @Test
    void whatIsSavedDoesNotChangeTheResults() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCase one : cases()) {
            one.run(kernels);
            float[] h = RecurrentCase.dirty(one.h.length);
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
                RecurrentCase many = new RecurrentCase(cell, 19, 30, hidden, 2, 0);
                many.repeatSteps(5);
                many.run(kernels);
                for (int row : new int[] {0, 5, 18}) {
                    RecurrentCase alone = new RecurrentCase(cell, 1, 30, hidden, 2, 0);
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

    /** Steps of the same input are computed once, which must not show. */
    @Test
    void repeatedStepsMatchTheDefinition() {
        RecurrentKernels kernels = new RecurrentKernels(loops(), product(), Workers.of(2));
        for (RecurrentCell cell : RecurrentCell.values()) {
            for (int batch : new int[] {1, 2}) {
                // States behind a relu grow with time, and their rounding with them.
                for (int time : cell.relu() ? new int[] {30} : new int[] {30, 300}) {
                    for (int hidden : new int[] {4, 16}) {
                        RecurrentCase one = new RecurrentCase(cell, batch, time, hidden, 2, 0);
                        for (int row = 0; row < batch; row++) {
                            one.repeatSteps(row);
                        }
                        one.run(kernels);
                        double[] h = new double[one.h.length];
                        for (int d = 0; d < 2; d++) {
                            double[] last = new double[one.g.stateSize()];
                            one.definition(d, one.arguments(d), h, last, new double[last.length]);
                        }
                        assertArrayEquals(h, RecurrentCase.wide(one.h), 1e-5, one + " h");
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
        List<RecurrentCase> all = cases();
        all.addAll(large());
        for (RecurrentCase one : all) {
            one.run(kernels);
            for (int d = 0; d < one.in.length; d++) {
                float[][] gradients = RecurrentCase.arrays(one.gradients[d]);
                for (int which = 0; which < gradients.length; which++) {
                    if (gradients[which] != null) {
                        checkDifferences(one, d, which, gradients[which]);
                    }
                }
            }
        }
    }

    private static void checkDifferences(RecurrentCase one, int d, int which, float[] gradient) {
        double[][] arguments = one.arguments(d);
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
            double above = one.definition(d, arguments, h, lastH, lastC);
            x[i] = value - step;
            double below = one.definition(d, arguments, h, lastH, lastC);
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
            RecurrentCase all = new RecurrentCase(cell, 18, 6, 17, 2, RecurrentCase.MASK);
            all.run(kernels);
            RecurrentCase some = new RecurrentCase(cell, 18, 6, 17, 2, RecurrentCase.MASK);
            some.asked[0] = new RecurrentAsked(true, false);
            some.asked[1] = new RecurrentAsked(false, true);
            some.run(kernels);
            for (int d = 0; d < 2; d++) {
                float[][] expected = RecurrentCase.arrays(all.gradients[d]);
                float[][] actual = RecurrentCase.arrays(some.gradients[d]);
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
            for (int kind : new int[] {RecurrentCase.TO_LAST_C, RecurrentCase.MASK | RecurrentCase.TO_LAST_H}) {
                for (int directions = 1; directions <= 2; directions++) {
                    RecurrentCase expected = new RecurrentCase(cell, 165, 12, 20, directions, kind);
                    expected.run(new RecurrentKernels(loops(), product(), Workers.of(1)));
                    // With 13 threads blocks run one by one that otherwise run in pairs.
                    for (int threads : new int[] {2, 3, 13}) {
                        RecurrentCase one = new RecurrentCase(cell, 165, 12, 20, directions, kind);
                        one.run(new RecurrentKernels(loops(), product(), Workers.of(threads)));
                        assertArrayEquals(expected.h, one.h, one.toString());
                        for (int d = 0; d < directions; d++) {
                            assertArrayEquals(expected.out[d].gates(), one.out[d].gates(), one.toString());
                            float[][] gradients = RecurrentCase.arrays(one.gradients[d]);
                            for (int which = 0; which < gradients.length; which++) {
                                assertArrayEquals(
                                        RecurrentCase.arrays(expected.gradients[d])[which],
                                        gradients[which],
                                        one.toString());
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
            RecurrentCase empty = new RecurrentCase(cell, 0, 3, 4, 2, RecurrentCase.MASK);
            empty.run(kernels);
            assertArrayEquals(new float[empty.g.sums() * 4], empty.gradients[1].weight());
            assertArrayEquals(new float[empty.g.sums()], empty.gradients[0].bias());
            new RecurrentCase(cell, 3, 3, 0, 1, RecurrentCase.MASK).run(kernels);
            RecurrentCase timeless = new RecurrentCase(cell, 2, 0, 4, 1, 0);
            timeless.run(kernels);
            assertArrayEquals(new float[8], timeless.gradients[0].h0());
            assertArrayEquals(timeless.in[0].h0(), timeless.out[0].lastH());
            assertArrayEquals(timeless.in[0].c0(), timeless.out[0].lastC());
        }
    }
}
