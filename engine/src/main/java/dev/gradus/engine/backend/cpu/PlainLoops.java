package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;

/**
 * The inner loops in plain Java, written so that C2 turns them into vector instructions on any JVM, without a flag. It
 * does so where all arrays of a loop are indexed by the loop variable alone, so stretches are first copied into short
 * arrays that stay in the first-level cache.
 */
final class PlainLoops implements Loops {
    private static final int BLOCK = 1024;
    /** One set of short arrays for each thread: they hold nothing between calls. */
    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    private static final class Scratch {
        final float[] x = new float[BLOCK];
        final float[] y = new float[BLOCK];
        final PlainExponentials exponentials = new PlainExponentials(BLOCK);
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void unary(Unary f, float[] x, int xAt, double a, float[] out, int outAt, int length) {
        if (f == Unary.POWER) {
            Power.apply(x, xAt, a, out, outAt, length);
            return;
        }
        if (xAt == outAt && !PlainExponentials.has(f)) {
            PlainUnary.apply(f, x, (float) a, out, outAt, outAt + length);
            return;
        }
        Scratch scratch = SCRATCH.get();
        for (int done = 0; done < length; done += BLOCK) {
            int count = Math.min(BLOCK, length - done);
            System.arraycopy(x, xAt + done, scratch.x, 0, count);
            block(f, scratch, (float) a, count);
            System.arraycopy(scratch.x, 0, out, outAt + done, count);
        }
    }

    private static void block(Unary f, Scratch scratch, float a, int count) {
        switch (f) {
            case EXP -> scratch.exponentials.exp(scratch.x, count);
            case SIGMOID -> scratch.exponentials.sigmoid(scratch.x, count);
            case SOFTPLUS -> scratch.exponentials.softplus(scratch.x, scratch.y, count);
            case ELU -> scratch.exponentials.elu(scratch.x, a, scratch.y, count);
            default -> PlainUnary.apply(f, scratch.x, a, scratch.x, 0, count);
        }
    }

    @Override
    public void binary(
            Binary f,
            float[] x,
            int xAt,
            int strideX,
            float[] y,
            int yAt,
            int strideY,
            double a,
            float[] out,
            int outAt,
            int length) {
        if (strideX == 1 && strideY == 1 && xAt == outAt && yAt == outAt) {
            PlainBinary.apply(f, x, y, (float) a, out, outAt, outAt + length);
            return;
        }
        Scratch scratch = SCRATCH.get();
        for (int done = 0; done < length; done += BLOCK) {
            int count = Math.min(BLOCK, length - done);
            load(x, xAt + done * strideX, strideX, scratch.x, count);
            load(y, yAt + done * strideY, strideY, scratch.y, count);
            PlainBinary.apply(f, scratch.x, scratch.y, (float) a, scratch.x, 0, count);
            System.arraycopy(scratch.x, 0, out, outAt + done, count);
        }
    }

    private static void load(float[] from, int at, int stride, float[] to, int count) {
        if (stride == 0) {
            Arrays.fill(to, 0, count, from[at]);
        } else {
            System.arraycopy(from, at, to, 0, count);
        }
    }

    @Override
    public float reduce(Reduction f, float[] x, int at, int length) {
        if (length <= LaneSums.LANES) {
            return LaneSums.shortStretch(f, x, at, length);
        }
        float[] lanes = new float[LaneSums.LANES];
        return f == Reduction.SUM ? sum(x, at, length, lanes) : max(x, at, length, lanes);
    }

    private static float sum(float[] x, int at, int length, float[] lanes) {
        double total = 0;
        for (int done = 0; done < length; done += LaneSums.BLOCK) {
            int from = at + done;
            int to = from + Math.min(LaneSums.BLOCK, length - done);
            int full = from + (to - from) / LaneSums.LANES * LaneSums.LANES;
            laneSums(x, from, full, lanes);
            total += LaneSums.finishSum(lanes, x, full, to);
        }
        return (float) total;
    }

    /** Sixteen variables instead of an array: they stay in registers. */
    private static void laneSums(float[] x, int from, int to, float[] lanes) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        float s8 = 0f;
        float s9 = 0f;
        float s10 = 0f;
        float s11 = 0f;
        float s12 = 0f;
        float s13 = 0f;
        float s14 = 0f;
        float s15 = 0f;
        for (int i = from; i < to; i += LaneSums.LANES) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
            s8 += x[i + 8];
            s9 += x[i + 9];
            s10 += x[i + 10];
            s11 += x[i + 11];
            s12 += x[i + 12];
            s13 += x[i + 13];
            s14 += x[i + 14];
            s15 += x[i + 15];
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        lanes[8] = s8;
        lanes[9] = s9;
        lanes[10] = s10;
        lanes[11] = s11;
        lanes[12] = s12;
        lanes[13] = s13;
        lanes[14] = s14;
        lanes[15] = s15;
    }

    /** Four chains, for the maximum does not depend on the order. */
    private static float max(float[] x, int at, int length, float[] lanes) {
        float m0 = Float.NEGATIVE_INFINITY;
        float m1 = m0;
        float m2 = m0;
        float m3 = m0;
        int full = at + length / 4 * 4;
        for (int i = at; i < full; i += 4) {
            m0 = Math.max(m0, x[i]);
            m1 = Math.max(m1, x[i + 1]);
            m2 = Math.max(m2, x[i + 2]);
            m3 = Math.max(m3, x[i + 3]);
        }
        Arrays.fill(lanes, Math.max(Math.max(m0, m1), Math.max(m2, m3)));
        return LaneSums.finishMax(lanes, x, full, at + length);
    }

    @Override
    public void combine(Reduction f, float[] into, int intoAt, float[] x, int xAt, int length) {
        if (f == Reduction.SUM) {
            for (int i = 0; i < length; i++) {
                into[intoAt + i] += x[xAt + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                into[intoAt + i] = Math.max(into[intoAt + i], x[xAt + i]);
            }
        }
    }
}
