package dev.gradus.engine.golden;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares tensor by tensor, {@code |a − b| ≤ tolerance·max(1, max|b|)}, and keeps what is beyond it. */
final class Deviations {
    private final double tolerance;
    private final List<String> beyond = new ArrayList<>();
    private double greatest;

    Deviations(double tolerance) {
        this.tolerance = tolerance;
    }

    /** Compares; {@code expected} null means zeros. */
    void compare(String what, Tensor actual, GoldenCase.Values expected) {
        double[] got = actual.toArray();
        if (expected != null && !actual.shape().equals(Shape.of(expected.dims()))) {
            beyond.add(what + ": shape " + actual.shape() + ", expected " + Shape.of(expected.dims()));
            return;
        }
        compare(what, got, expected == null ? new double[got.length] : expected.data());
    }

    void compare(String what, double[] got, double[] expected) {
        if (got.length != expected.length) {
            beyond.add(what + ": " + got.length + " numbers, expected " + expected.length);
            return;
        }
        double scale = 1;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < got.length; i++) {
            double deviation = got[i] == expected[i] ? 0 : Math.abs(got[i] - expected[i]) / scale;
            greatest = Math.max(greatest, deviation);
            if (!(deviation <= tolerance)) {
                beyond.add(String.format(
                        Locale.ROOT,
                        "%s: [%d] is %s, expected %s (scaled deviation %.2e > %.0e)",
                        what,
                        i,
                        got[i],
                        expected[i],
                        deviation,
                        tolerance));
                return;
            }
        }
    }

    /** What was beyond the tolerance, one line each. */
    List<String> beyond() {
        return beyond;
    }

    /** The greatest scaled deviation met. */
    double greatest() {
        return greatest;
    }
}
