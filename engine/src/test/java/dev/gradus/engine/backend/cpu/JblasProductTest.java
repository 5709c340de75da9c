package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.TestBackends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-vector")
class JblasProductTest extends MatrixProductChecks {
    private static final int THREADS = 8;
    private static final int ROUNDS = 6000;

    private final MatrixProduct product = TestBackends.names().contains("jblas") ? new JblasProduct() : null;

    @BeforeAll
    static void needsJblas() {
        TestBackends.assumePresent("jblas");
    }

    @Override
    MatrixProduct product() {
        return product;
    }

    /** Matrices that fill their arrays are handed over as they are, parts of large arrays as copies: with the same bits. */
    @Test
    void wholeArraysAndPartsOfLargeOnesHaveTheSameBits() {
        for (boolean accumulate : new boolean[] {false, true}) {
            Case part = new Case(37, 41, 53, false, false, accumulate, 200);
            float[] out = part.run(product, null);
            part.check(out);
            float[] whole = dense(part.c, part.cAt, 37, 41, part.cStride);
            float[] a = dense(part.a, part.aAt, 37, 53, part.aStride);
            float[] b = dense(part.b, part.bAt, 53, 41, part.bStride);
            product.multiply(37, 41, 53, a, 0, 53, false, b, 0, 41, false, whole, 0, 41, accumulate, null);
            assertArrayEquals(dense(out, part.cAt, 37, 41, part.cStride), whole);
        }
    }

    private static float[] dense(float[] array, int at, int rows, int length, int stride) {
        float[] out = new float[rows * length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(array, at + i * stride, out, i * length, length);
        }
        return out;
    }

    /** jblas gives wrong numbers to threads that are in it at once: of products of 16 by 16, one in twenty. */
    @Test
    void eightThreadsAtOnceGetRightNumbers() throws Exception {
        CountDownLatch start = new CountDownLatch(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int slack = t % 2 * 60; // matrices that are handed over where they are, and such that are copied
                // Instances of their own: the lock must be one for all backends.
                all.add(threads.submit(new Caller(new JblasProduct(), slack, start)));
            }
            int wrong = 0;
            for (Future<Integer> one : all) {
                wrong += one.get();
            }
            assertEquals(0, wrong, "wrong products of " + 2 * THREADS * ROUNDS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Multiplies 16 by 16 and 33 by 33 again and again, and counts the results that differ from the true one. */
    private static final class Caller implements Callable<Integer> {
        private final MatrixProduct product;
        private final int slack;
        private final CountDownLatch start;

        Caller(MatrixProduct product, int slack, CountDownLatch start) {
            this.product = product;
            this.slack = slack;
            this.start = start;
        }

        @Override
        public Integer call() throws Exception {
            Case small = new Case(16, 16, 16, false, false, false, slack);
            Case ragged = new Case(33, 33, 33, false, true, true, slack);
            start.countDown();
            start.await();
            return wrong(small) + wrong(ragged);
        }

        private int wrong(Case one) {
            float[] right = null;
            int wrong = 0;
            for (int i = 0; i < ROUNDS; i++) {
                float[] out = one.run(product, null);
                if (!Arrays.equals(out, right)) {
                    if (one.isRight(out)) {
                        right = out;
                    } else {
                        wrong++;
                    }
                }
            }
            return wrong;
        }
    }
}
