package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Holds a layer's first and second derivatives to central differences in float64. With {@code s = Σ y·w} and
 * {@code t = Σ ∂s/∂(x, θ)·v} for fixed random w and v, it compares {@code ∂s} with differences of s, and {@code ∂t} with
 * differences of t, in every number of the input and of the parameters.
 */
final class Differences {
    private static final double STEP = 1e-5;

    private final Layer layer;
    private final Supplier<Pass> pass;
    private final List<Parameter> parameters;
    private final Rng rng = new Rng(99);
    private final Tensor w;
    private final Tensor[] v;

    /** @param pass gives the same pass, with a generator at the same place, at every call */
    Differences(Layer layer, Tensor x, Supplier<Pass> pass) {
        this.layer = layer;
        this.pass = pass;
        this.parameters = layer.cells().parameters();
        this.w = random(layer.apply(x, pass.get()).shape(), x);
        this.v = new Tensor[parameters.size() + 1];
        v[0] = random(x.shape(), x);
        for (int i = 1; i < v.length; i++) {
            v[i] = random(parameters.get(i - 1).shape(), x);
        }
    }

    private Tensor random(Shape shape, Tensor like) {
        return rng.normal(like.backend(), shape, 0, 1);
    }

    private Tensor score(Tensor x) {
        return layer.apply(x, pass.get()).mul(w).sum();
    }

    private Tensor[] inputs(Tensor x) {
        List<Tensor> inputs = new ArrayList<>(List.of(x));
        parameters.forEach(parameter -> inputs.add(parameter.tracked()));
        return inputs.toArray(new Tensor[0]);
    }

    private Tensor along(Tensor[] gradients) {
        Tensor sum = gradients[0].mul(v[0]).sum();
        for (int i = 1; i < v.length; i++) {
            sum = sum.add(gradients[i].mul(v[i]).sum());
        }
        return sum;
    }

    void check(String name, Tensor x) {
        Tensor live = x.tracked();
        Tensor[] inputs = inputs(live);
        Tensor s = score(live);
        Tensor[] first = Gradients.of(s, inputs);
        Tensor[] recorded = Gradients.recorded(s, inputs);
        for (int i = 0; i < first.length; i++) {
            compare(name + ": plain and recorded gradient " + i, first[i].toArray(), recorded[i].toArray(), 1e-9);
        }
        Tensor t = along(recorded);
        Tensor[] second = t.isTracked() ? Gradients.of(t, inputs) : null;
        compareAll(name + ": first derivative", x, first, at -> score(at).item());
        compareAll(name + ": second derivative", x, second, at -> {
            Tensor there = at.tracked();
            return along(Gradients.of(score(there), inputs(there))).item();
        });
    }

    private void compareAll(String name, Tensor x, Tensor[] found, ToDoubleFunction<Tensor> f) {
        double[] numbers = x.toArray();
        double[] differences = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            differences[i] = slope(numbers, i, () -> f.applyAsDouble(Tensor.of(x.backend(), numbers, x.shape())));
        }
        compare(name + " in x", differences, numbers(found, 0, x.shape()), 2e-6);
        for (int k = 0; k < parameters.size(); k++) {
            Cell cell = parameters.get(k);
            double[] values = cell.constant().toArray();
            double[] slopes = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                slopes[i] = slope(values, i, () -> {
                    cell.set(Tensor.of(x.backend(), values, cell.shape()));
                    return f.applyAsDouble(x);
                });
            }
            cell.set(Tensor.of(x.backend(), values, cell.shape()));
            compare(name + " in " + cell.name(), slopes, numbers(found, k + 1, cell.shape()), 2e-6);
        }
    }

    private static double[] numbers(Tensor[] found, int i, Shape shape) {
        return found == null ? new double[shape.size()] : found[i].toArray();
    }

    private static double slope(double[] numbers, int i, Supplier<Double> f) {
        double kept = numbers[i];
        numbers[i] = kept + STEP;
        double above = f.get();
        numbers[i] = kept - STEP;
        double below = f.get();
        numbers[i] = kept;
        return (above - below) / (2 * STEP);
    }

    static void compare(String what, double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * Math.max(1, Math.abs(expected[i])), what + " [" + i + "]");
        }
    }
}
