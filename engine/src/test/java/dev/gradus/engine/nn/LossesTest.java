package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final Backend BACKEND = ReferenceBackend.instance();

    private static Tensor row(double... values) {
        return Tensor.of(BACKEND, values, Shape.of(values.length));
    }

    @Test
    void squaresAndDistances() {
        assertEquals(2.5, Losses.mse(row(1, 2), row(2, 4)).item());
        assertEquals(1.5, Losses.mae(row(1, 2), row(2, 4)).item());
        assertEquals(-3, Losses.wassersteinCritic(row(4, 6), row(1, 3)).item());
        assertEquals(-2, Losses.wassersteinGenerator(row(1, 3)).item());
    }

    @Test
    void crossEntropyIsCutOffWhereProbabilitiesSaturate() {
        Tensor p = row(0, 1, 0, 1, 0.25).tracked();
        Tensor loss = Losses.bce(p, row(1, 0, 0, 1, 1));
        assertEquals((100 + 100 - StrictMath.log(0.25)) / 5, loss.item(), 1e-12);
        assertArrayEquals(new double[] {0, 0, 0.2, -0.2, -0.8}, Gradients.of(loss, p)[0].toArray(), 1e-12);
        assertEquals(100, Losses.bce(row(1e-60), row(1)).item());
    }

    @Test
    void crossEntropyOfLogitsNeitherOverflowsNorCancels() {
        Tensor x = row(1000, -1000, 1000, -1000).tracked();
        Tensor loss = Losses.bceWithLogits(x, row(1, 0, 0, 1));
        assertEquals(500, loss.item(), 1e-9);
        assertArrayEquals(new double[] {0, 0, 0.25, -0.25}, Gradients.of(loss, x)[0].toArray(), 1e-12);
        assertEquals(StrictMath.exp(-40), Losses.bceWithLogits(row(40), row(1)).item(), 1e-30);
        assertEquals(StrictMath.exp(-40), Losses.bceWithLogits(row(-40), row(0)).item(), 1e-30);
    }

    @Test
    void crossEntropyOfClasses() {
        Tensor logits = Tensor.of(BACKEND, new double[] {0, 0, 0, 1000, 0, 0}, Shape.of(2, 3));
        assertEquals(StrictMath.log(3) / 2, Losses.crossEntropy(logits, 1, 0).item(), 1e-12);
        assertEquals(
                "cross_entropy: label 3 of sample 1 is not one of the classes 0 to 2",
                refusal(() -> Losses.crossEntropy(logits, 0, 3)));
        assertEquals(
                "cross_entropy: label -1 of sample 0 is not one of the classes 0 to 2",
                refusal(() -> Losses.crossEntropy(logits, -1, 3)));
        assertEquals(
                "cross_entropy: logits [2, 3] and 1 labels do not fit; expected [1, classes]",
                refusal(() -> Losses.crossEntropy(logits, 0)));
    }

    @Test
    void lossesDoNotBroadcast() {
        Tensor column = Tensor.zeros(BACKEND, Shape.of(2, 1));
        assertEquals(
                "mse: prediction [2] and target [2, 1] differ in shape; reshape one of them",
                refusal(() -> Losses.mse(row(1, 2), column)));
        refusal(() -> Losses.mae(row(1, 2), column));
        refusal(() -> Losses.bce(row(1, 2), column));
        refusal(() -> Losses.bceWithLogits(row(1, 2), column));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }
}
