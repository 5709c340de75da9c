package dev.gradus.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAverageTest {
    private static final Backend BACKEND = Backends.named("reference", Workers.of(1));

    private final Parameter weight = new Parameter("weight", tensor(0, 0));
    private final Buffer mean = new Buffer("mean", tensor(0, 0));
    private final Cells from = Cells.of(weight, mean);
    private final Parameter weightAverage = new Parameter("weight", tensor(9, 9));
    private final Buffer meanAverage = new Buffer("mean", tensor(9, 9));
    private final Cells into = Cells.of(weightAverage, meanAverage);

    private static Tensor tensor(double first, double second) {
        return Tensor.of(BACKEND, new double[] {first, second}, Shape.of(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99})
    void followsItsDefinition(double decay) {
        WeightAverage average = new WeightAverage(from, into, decay);
        assertArrayEquals(new double[2], weightAverage.constant().toArray(), "begins with what is there");
        double expected = 0;
        for (int step = 0; step < 200; step++) {
            weight.set(tensor(step, -step));
            mean.set(tensor(2 * step, 1));
            average.update(step);
            double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
            expected = kept * expected + (1 - kept) * step;
            assertArrayEquals(
                    new double[] {expected, -expected}, weightAverage.constant().toArray(), 1e-9);
            assertEquals(2 * expected, meanAverage.constant().toArray()[0], 1e-9, "statistics are averaged too");
        }
    }

    @Test
    void withoutDecayItIsTheLast() {
        WeightAverage average = new WeightAverage(from, into, 0);
        weight.set(tensor(3, 4));
        average.update(7);
        assertArrayEquals(new double[] {3, 4}, weightAverage.constant().toArray());
    }
}
