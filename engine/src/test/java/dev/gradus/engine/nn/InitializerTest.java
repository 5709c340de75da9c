package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializerTest {
    private static final Backend BACKEND = ReferenceBackend.instance();
    private static final Shape LARGE = Shape.of(200, 300);

    private static Tensor draw(Initializer initializer, Shape shape) {
        return initializer.draw(shape, 300, 200, new Init(BACKEND, new Rng(4)));
    }

    private static void assertUniform(Initializer initializer, double limit) {
        double[] w = draw(initializer, LARGE).toArray();
        double greatest = Arrays.stream(w).map(Math::abs).max().orElseThrow();
        assertTrue(greatest <= limit && greatest > 0.999 * limit, "greatest " + greatest + " of " + limit);
        assertEquals(0, Arrays.stream(w).average().orElseThrow(), 0.02 * limit);
        double square = Arrays.stream(w).map(v -> v * v).average().orElseThrow();
        assertEquals(limit * limit / 3, square, 0.02 * limit * limit);
    }

    private static void assertNormal(Initializer initializer, double mean, double deviation) {
        double[] w = draw(initializer, LARGE).toArray();
        assertEquals(mean, Arrays.stream(w).average().orElseThrow(), 0.02 * deviation);
        double square =
                Arrays.stream(w).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertEquals(deviation, Math.sqrt(square), 0.02 * deviation);
        long within =
                Arrays.stream(w).filter(v -> Math.abs(v - mean) < deviation).count();
        assertEquals(0.6827, within / 60_000.0, 0.01);
    }

    @Test
    void scalesFollowTheFans() {
        assertUniform(Initializer.glorotUniform(), Math.sqrt(6.0 / 500));
        assertUniform(Initializer.heUniform(), Math.sqrt(6.0 / 300));
        assertUniform(Initializer.torch(), 1 / Math.sqrt(300));
        assertUniform(Initializer.uniform(0.3), 0.3);
        assertNormal(Initializer.glorotNormal(), 0, Math.sqrt(2.0 / 500));
        assertNormal(Initializer.heNormal(), 0, Math.sqrt(2.0 / 300));
        assertNormal(Initializer.normal(0.02), 0, 0.02);
        assertNormal(Initializer.normal(1, 0.02), 1, 0.02);
    }

    @Test
    void constants() {
        Shape shape = Shape.of(2);
        assertArrayEquals(new double[] {0, 0}, draw(Initializer.zeros(), shape).toArray());
        assertArrayEquals(new double[] {1, 1}, draw(Initializer.ones(), shape).toArray());
        assertArrayEquals(
                new double[] {3, 3}, draw(Initializer.constant(3), shape).toArray());
    }

    private static void assertOrthonormal(Shape shape, double gain) {
        Tensor q = draw(Initializer.orthogonal(gain), shape);
        Tensor m = q.reshape(shape.dim(0), -1);
        boolean tall = m.dim(0) >= m.dim(1);
        Tensor gram = tall ? m.matmul(m, true, false) : m.matmul(m, false, true);
        int n = gram.dim(0);
        double[] values = gram.toArray();
        for (int i = 0; i < values.length; i++) {
            assertEquals(i % (n + 1) == 0 ? gain * gain : 0, values[i], 1e-12, shape + " at " + i);
        }
    }

    @Test
    void orthogonalInTheShorterDirection() {
        assertOrthonormal(Shape.of(40, 10), 1);
        assertOrthonormal(Shape.of(10, 40), 1);
        assertOrthonormal(Shape.of(30, 30), 1.5);
        assertOrthonormal(Shape.of(4, 3, 5), 2);
        assertOrthonormal(Shape.of(1, 1), 1);
        assertThrows(IllegalArgumentException.class, () -> draw(Initializer.orthogonal(), Shape.of(3)));
    }

    @Test
    void aBlankNetworkHasZerosWhereItsNumbersWouldBeDrawn() {
        Init blank = Init.blank(BACKEND);
        assertTrue(blank.isBlank());
        for (Initializer drawn : new Initializer[] {
            Initializer.uniform(1), Initializer.normal(3, 1), Initializer.glorotUniform(), Initializer.orthogonal()
        }) {
            assertArrayEquals(
                    new double[6], drawn.draw(Shape.of(2, 3), 3, 2, blank).toArray());
        }
        assertArrayEquals(
                new double[] {7},
                Initializer.constant(7).draw(Shape.of(1), 1, 1, blank).toArray());
    }

    @Test
    void sameSeedSameNumbers() {
        for (Initializer initializer : new Initializer[] {Initializer.orthogonal(), Initializer.glorotUniform()}) {
            assertArrayEquals(
                    draw(initializer, Shape.of(7, 5)).toArray(),
                    draw(initializer, Shape.of(7, 5)).toArray());
        }
    }

    @Test
    void fansIncludeTheKernel() {
        Initializer fans = (shape, in, out, init) -> Tensor.full(init.backend(), 1000 * in + out, shape);
        Init init = new Init(BACKEND, new Rng(1));
        assertEquals(
                5010, new Dense(5, 10, init, fans, true).weight().constant().get(0, 0));
        assertEquals(
                3 * 2000 + 3 * 7,
                new Conv1d(2, 7, 3, ConvolutionOptions.DEFAULT, init, fans, true)
                        .weight()
                        .constant()
                        .get(0, 0, 0));
        assertEquals(
                9 * 2000 + 9 * 7,
                new Conv2d(2, 7, 3, ConvolutionOptions.DEFAULT, init, fans, true)
                        .weight()
                        .constant()
                        .get(0, 0, 0, 0));
        assertEquals(
                9 * 7000 + 9 * 2,
                new ConvTranspose2d(2, 7, 3, ConvolutionOptions.DEFAULT, init, fans, fans)
                        .bias()
                        .constant()
                        .get(0));
    }

    @Test
    void refusesScalesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> Initializer.uniform(-1));
        assertThrows(IllegalArgumentException.class, () -> Initializer.normal(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Initializer.orthogonal(Double.POSITIVE_INFINITY));
        Init init = new Init(BACKEND, new Rng(1));
        assertThrows(
                IllegalArgumentException.class, () -> Initializer.heNormal().draw(Shape.of(2), 0, 2, init));
    }
}
