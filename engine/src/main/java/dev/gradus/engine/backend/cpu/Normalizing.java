package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Normalized;
import dev.gradus.engine.backend.NormalizedGradients;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * Normalisation, a few channels at a time. A thread takes all elements of its channels through every pass: the first one
 * brings them from memory, the further ones find them in the second-level cache. So the variance can be that of
 * differences to the mean, which no large mean spoils.
 *
 * <p>The channels of a unit are a stripe through x seen as {@code [batch, channels·inner]}. A sum is one chain for each
 * column and {@value #ROWS} rows; then the columns of a channel are summed as everywhere, and the blocks in float64.
 */
final class Normalizing {
    private static final int ROWS = 128;
    /** Columns of a unit of several channels: a row is a page, which memory hands over faster than parts of more pages. */
    private static final int COLUMNS = 1024;
    /** Where there are too few columns for all threads to have such units. */
    private static final int FEW_COLUMNS = 256;

    private static final PerThread<StripeNumbers> NUMBERS = new PerThread<>(StripeNumbers::new);

    private final Loops loops;
    private final NormalizationLoops stripes;
    private final Workers workers;
    private final FloatArrays arrays;

    Normalizing(Loops loops, Workers workers, FloatArrays arrays) {
        this.loops = loops;
        this.stripes = loops.normalization();
        this.workers = workers;
        this.arrays = arrays;
    }

    Normalized forward(float[] x, float[] weight, float[] bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        float[] out = arrays.allocate(g.size());
        float[] mean = arrays.allocate(g.channels());
        float[] variance = arrays.allocate(g.channels());
        units(g, (first, count) -> {
            StripeNumbers n = NUMBERS.get();
            clear(n, count);
            sums(first, count, false, g, n, (at, rows, stride, width) -> stripes.sum(x, at, rows, stride, width, n));
            for (int i = 0; i < count; i++) {
                mean[first + i] = (float) (n.totals[i] / g.count());
                fill(n.mean, i, g, mean[first + i]);
            }
            clear(n, count);
            sums(
                    first,
                    count,
                    false,
                    g,
                    n,
                    (at, rows, stride, width) -> stripes.squares(x, at, rows, stride, width, n));
            for (int i = 0; i < count; i++) {
                variance[first + i] = (float) (n.totals[i] / g.count());
            }
            known(first, count, weight, bias, mean, variance, numbers, g, n);
            float slope = (float) numbers.negativeSlope();
            stretches(
                    first,
                    count,
                    g.batch(),
                    g,
                    (at, rows, stride, width) -> stripes.apply(x, at, rows, stride, width, n, slope, out));
        });
        return new Normalized(arrays.storage(out), arrays.storage(mean), arrays.storage(variance));
    }

    NormalizedGradients backward(
            float[] x,
            float[] weight,
            float[] bias,
            float[] mean,
            float[] variance,
            float[] gradient,
            NormalizationNumbers numbers,
            NormalizationGeometry g) {
        float[] dx = arrays.allocate(g.size());
        float[] dweight = arrays.allocate(g.channels());
        float[] dbias = arrays.allocate(g.channels());
        float slope = (float) numbers.negativeSlope();
        units(g, (first, count) -> {
            StripeNumbers n = NUMBERS.get();
            known(first, count, weight, bias, mean, variance, numbers, g, n);
            clear(n, count);
            sums(
                    first,
                    count,
                    true,
                    g,
                    n,
                    (at, rows, stride, width) -> stripes.products(gradient, x, at, rows, stride, width, n, slope));
            for (int i = 0; i < count; i++) {
                double rate = rate(variance[first + i], numbers);
                dbias[first + i] = (float) n.totals[i];
                dweight[first + i] = (float) (n.productTotals[i] * rate);
                fill(n.level, i, g, (float) (n.totals[i] / g.count()));
                fill(n.along, i, g, (float) (n.productTotals[i] / g.count() * rate * rate));
            }
            stretches(
                    first,
                    count,
                    g.batch(),
                    g,
                    (at, rows, stride, width) -> stripes.gradient(gradient, x, at, rows, stride, width, n, slope, dx));
        });
        return new NormalizedGradients(arrays.storage(dx), arrays.storage(dweight), arrays.storage(dbias));
    }

    /** The channels of a unit. */
    @FunctionalInterface
    private interface Unit {
        void run(int first, int count);
    }

    /** A part of a unit: {@code width} columns of some rows. */
    @FunctionalInterface
    private interface Stretch {
        void run(int at, int rows, int stride, int width);
    }

    private void units(NormalizationGeometry g, Unit body) {
        if (g.size() == 0) {
            return;
        }
        int columns = g.channels() * g.inner() < 8 * COLUMNS ? FEW_COLUMNS : COLUMNS;
        int most = Math.max(1, columns / g.inner());
        int grain = Math.max(1, CpuBackend.GRAIN / Math.max(1, most * g.count()));
        workers.loop((g.channels() - 1) / most + 1, grain, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int first = unit * most;
                body.run(first, Math.min(most, g.channels() - first));
            }
        });
    }

    /** All stretches of a unit, {@code most} rows at a time. */
    private static void stretches(int first, int count, int most, NormalizationGeometry g, Stretch body) {
        int stride = g.channels() * g.inner();
        int columns = count * g.inner();
        for (int column = 0; column < columns; column += StripeNumbers.WIDTH) {
            int width = Math.min(StripeNumbers.WIDTH, columns - column);
            for (int row = 0; row < g.batch(); row += most) {
                int at = row * stride + first * g.inner() + column;
                body.run(at, Math.min(most, g.batch() - row), stride, width);
            }
        }
    }

    /** Adds the sums of all columns, and those of products where there are any, to the totals of their channels. */
    private void sums(int first, int count, boolean products, NormalizationGeometry g, StripeNumbers n, Stretch body) {
        stretches(first, count, ROWS, g, (at, rows, stride, width) -> {
            Arrays.fill(n.sums, 0, width, 0f);
            Arrays.fill(n.products, 0, width, 0f);
            body.run(at, rows, stride, width);
            int length = Math.min(width, g.inner());
            for (int i = 0; i < count; i++) {
                n.totals[i] += loops.reduce(Reduction.SUM, n.sums, i * length, length);
                if (products) {
                    n.productTotals[i] += loops.reduce(Reduction.SUM, n.products, i * length, length);
                }
            }
        });
    }

    private static void clear(StripeNumbers n, int count) {
        Arrays.fill(n.totals, 0, count, 0);
        Arrays.fill(n.productTotals, 0, count, 0);
    }

    /** Spreads what is known once the statistics are. */
    private static void known(
            int first,
            int count,
            float[] weight,
            float[] bias,
            float[] mean,
            float[] variance,
            NormalizationNumbers numbers,
            NormalizationGeometry g,
            StripeNumbers n) {
        for (int i = 0; i < count; i++) {
            int channel = first + i;
            double rate = rate(variance[channel], numbers);
            fill(n.mean, i, g, mean[channel]);
            fill(n.scale, i, g, (float) (weight == null ? rate : rate * weight[channel]));
            fill(n.shift, i, g, bias == null ? 0f : bias[channel]);
        }
    }

    private static double rate(float variance, NormalizationNumbers numbers) {
        return 1 / Math.sqrt(variance + numbers.epsilon());
    }

    /** One number for all columns of the i-th channel of a unit; a channel of many columns has stripes of its own. */
    private static void fill(float[] columns, int i, NormalizationGeometry g, float value) {
        int width = Math.min(g.inner(), StripeNumbers.WIDTH);
        Arrays.fill(columns, i * width, (i + 1) * width, value);
    }
}
