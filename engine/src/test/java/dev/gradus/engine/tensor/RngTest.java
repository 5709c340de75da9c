package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.SplitMix;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-vector")
class RngTest {
    private static final Backend REFERENCE = TestBackends.reference();

    /** The published outputs of SplitMix64 for the seed 1234567. */
    @Test
    void wordsAreThoseOfSplitMix64() {
        Rng rng = new Rng(1234567);
        String[] expected = {
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821"
        };
        for (String word : expected) {
            assertEquals(word, Long.toUnsignedString(rng.nextLong()));
        }
    }

    @Test
    void goesOnFromAState() {
        Rng rng = new Rng(5).split();
        rng.nextLong();
        Rng again = new Rng(rng.state());
        assertEquals(rng.state(), again.state());
        for (int i = 0; i < 10; i++) {
            assertEquals(rng.nextLong(), again.nextLong());
        }
        refuses(() -> new Rng(new Rng.State(1, 2, 0)), "odd", "2");
    }

    @Test
    void resumesInPlace() {
        Rng rng = new Rng(5).split();
        Rng.State state = rng.state();
        long first = rng.nextLong();
        Rng other = new Rng(6);
        other.resume(state);
        assertEquals(first, other.nextLong());
        assertEquals(rng.state(), other.state());
        refuses(() -> other.resume(new Rng.State(1, 2, 0)), "odd", "2");
        assertEquals(rng.state(), other.state());
    }

    @Test
    void tensorsMoveThePositionByTheirSize() {
        Rng rng = new Rng(5);
        rng.uniform(REFERENCE, Shape.of(3, 4), 0, 1);
        assertEquals(12, rng.state().position());
        rng.dropoutMask(REFERENCE, Shape.of(7), 0.5);
        assertEquals(19, rng.state().position());
        rng.normal(REFERENCE, Shape.of(3), 0, 1);
        assertEquals(23, rng.state().position());
    }

    @Test
    void uniformNumbersFillTheirRange() {
        Rng rng = new Rng(11);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double u = rng.nextDouble();
            assertTrue(u >= 0 && u < 1);
            sum += u;
        }
        assertEquals(0.5, sum / 100_000, 0.004);
        double[] values =
                new Rng(3).uniform(REFERENCE, Shape.of(100_000), -2, 6).toArray();
        assertTrue(Arrays.stream(values).allMatch(x -> x >= -2 && x < 6));
        assertEquals(2, Arrays.stream(values).average().orElseThrow(), 0.03);
    }

    /** χ² with 6 degrees of freedom stays below 22.5 in 999 of 1000 cases. */
    @Test
    void wholeNumbersAreEquallyLikely() {
        Rng rng = new Rng(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[rng.nextInt(7)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 10_000.0) * (count - 10_000.0) / 10_000;
        }
        assertTrue(chiSquare < 22.5, Arrays.toString(counts));
        assertEquals(0, rng.nextInt(1));
        refuses(() -> rng.nextInt(0), "bound", "0");
    }

    /** Three quarters of 2³²: taking a remainder would give the first third of the numbers twice as often. */
    @Test
    void wholeNumbersOfALargeBoundAreNotBiased() {
        Rng rng = new Rng(2);
        int bound = 3 << 29;
        int low = 0;
        for (int i = 0; i < 60_000; i++) {
            int value = rng.nextInt(bound);
            assertTrue(value >= 0 && value < bound);
            low += value < 1 << 29 ? 1 : 0;
        }
        assertEquals(20_000, low, 500);
    }

    @Test
    void shufflesIntoEveryOrderEquallyOften() {
        Rng rng = new Rng(4);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++) {
            int[] values = {0, 1, 2};
            rng.shuffle(values);
            int rest = values[1] < values[2] ? 0 : 1;
            counts[values[0] * 2 + rest]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400, Arrays.toString(counts));
        }
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheirDistribution() {
        double[] x = new Rng(8).normal(REFERENCE, Shape.of(200_001), 3, 2).toArray();
        double[] moments = new double[5];
        for (double value : x) {
            double z = (value - 3) / 2;
            double power = 1;
            for (int k = 0; k < moments.length; k++) {
                moments[k] += power / x.length;
                power *= z;
            }
        }
        assertEquals(0, moments[1], 0.01);
        assertEquals(1, moments[2], 0.015);
        assertEquals(0, moments[3], 0.04);
        assertEquals(3, moments[4], 0.12);
    }

    @Test
    void aSplitStreamIsItsOwn() {
        Rng rng = new Rng(21);
        Rng child = rng.split();
        Rng second = rng.split();
        assertNotEquals(child.state().gamma(), second.state().gamma());
        double[] a = rng.uniform(REFERENCE, Shape.of(20_000), -1, 1).toArray();
        double[] b = child.uniform(REFERENCE, Shape.of(20_000), -1, 1).toArray();
        double[] c = second.uniform(REFERENCE, Shape.of(20_000), -1, 1).toArray();
        assertEquals(0, correlation(a, b), 0.03);
        assertEquals(0, correlation(a, c), 0.03);
        assertEquals(0, correlation(b, c), 0.03);
    }

    private static double correlation(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum / a.length * 3;
    }

    @Test
    void aDropoutMaskKeepsTheMean() {
        double[] mask =
                new Rng(6).dropoutMask(REFERENCE, Shape.of(100_000), 0.2).toArray();
        assertTrue(Arrays.stream(mask).allMatch(x -> x == 0 || x == 1 / 0.8));
        assertEquals(1, Arrays.stream(mask).average().orElseThrow(), 0.01);
        double[] all = new Rng(6).dropoutMask(REFERENCE, Shape.of(10), 0).toArray();
        assertTrue(Arrays.stream(all).allMatch(x -> x == 1));
        refuses(() -> new Rng(6).dropoutMask(REFERENCE, Shape.of(10), 1), "dropout", "[0, 1)", "1.0");
        refuses(() -> new Rng(6).dropoutMask(REFERENCE, Shape.of(10), Double.NaN), "NaN");
    }

    /** What is dropped is what the mask drops, and the stream moves on as far. */
    @Test
    void dropoutMultipliesWithTheMaskThatItDoesNotStore() {
        for (int size : new int[] {0, 1, 15, 16, 17, 33, 100_003}) {
            for (Backend backend : TestBackends.single()) {
                Tensor x = new Rng(9).normal(backend, Shape.of(size), 0, 1).tracked();
                Rng whole = new Rng(8);
                Rng parts = new Rng(8);
                whole.nextLong();
                parts.nextLong();
                Tensor y = whole.dropout(x, 0.3);
                Tensor mask = parts.dropoutMask(backend, Shape.of(size), 0.3);
                assertArrayEquals(x.mul(mask).toFloats(), y.toFloats(), backend.name());
                assertEquals(parts.state(), whole.state());
                Tensor g = new Rng(10).normal(backend, Shape.of(size), 0, 1);
                assertArrayEquals(
                        g.mul(mask).toFloats(), Gradients.of(y, g, new Tensor[] {x})[0].toFloats(), backend.name());
            }
        }
    }

    @Test
    void everyBackendDrawsTheSameBits() {
        Shape shape = Shape.of(100_003);
        for (Backend backend : TestBackends.single()) {
            for (int threads = 1; threads <= 3; threads++) {
                Backend other = TestBackends.named(backend.name(), threads);
                assertArrayEquals(
                        new Rng(7).uniform(REFERENCE, shape, 0, 1).toFloats(),
                        new Rng(7).uniform(other, shape, 0, 1).toFloats(),
                        backend.name());
                assertArrayEquals(
                        new Rng(7).dropoutMask(REFERENCE, shape, 0.3).toFloats(),
                        new Rng(7).dropoutMask(other, shape, 0.3).toFloats(),
                        backend.name());
                assertArrayEquals(
                        new Rng(7).normal(REFERENCE, shape, 1, 2).toFloats(),
                        new Rng(7).normal(other, shape, 1, 2).toFloats(),
                        backend.name());
                double[] expected =
                        new Rng(7).uniform(REFERENCE, shape, -0.3, 0.7).toArray();
                assertArrayEquals(
                        expected, new Rng(7).uniform(other, shape, -0.3, 0.7).toArray(), 1e-7, backend.name());
            }
        }
    }

    @Test
    void aGammaIsOddAndMixed() {
        for (long z = 0; z < 1000; z++) {
            long gamma = SplitMix.gamma(z);
            assertEquals(1, gamma & 1);
            assertTrue(Long.bitCount(gamma ^ (gamma >>> 1)) >= 24);
        }
    }
}
