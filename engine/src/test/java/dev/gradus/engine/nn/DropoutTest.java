package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Backend BACKEND = ReferenceBackend.instance();

    private static Tensor ones(int count) {
        return Tensor.full(BACKEND, 1, Shape.of(count));
    }

    @Test
    void dropsTheRateAndKeepsTheMean() {
        Dropout dropout = new Dropout(0.25);
        double[] y = dropout.apply(ones(20_000), Pass.training(new Rng(3))).toArray();
        long dropped = Arrays.stream(y).filter(v -> v == 0).count();
        // Four standard deviations of a binomial with p = 1/4.
        assertEquals(5000, dropped, 4 * Math.sqrt(20_000 * 0.25 * 0.75));
        assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || Math.abs(v - 4.0 / 3) < 1e-12));
    }

    @Test
    void identityWithoutGeneratorOrRate() {
        Tensor x = ones(10);
        assertSame(x, new Dropout(0.5).apply(x, Pass.inference()));
        assertSame(x, new Dropout(0.5).apply(x, Pass.penalty()));
        assertSame(x, new Dropout(0.5).apply(x, Pass.training(new Rng(1)).withoutDropout()));
        Rng rng = new Rng(1);
        assertSame(x, new Dropout(0).apply(x, Pass.training(rng)));
        assertEquals(0, rng.state().position());
    }

    @Test
    void sameSeedSameMaskAndAnotherOneAtTheNextCall() {
        Dropout dropout = new Dropout(0.5);
        Pass pass = Pass.training(new Rng(3));
        double[] first = dropout.apply(ones(100), pass).toArray();
        double[] second = dropout.apply(ones(100), pass).toArray();
        assertArrayEquals(
                first, dropout.apply(ones(100), Pass.training(new Rng(3))).toArray());
        assertNotEquals(Arrays.toString(first), Arrays.toString(second));
    }
}
