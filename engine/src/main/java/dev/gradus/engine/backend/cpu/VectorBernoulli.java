package dev.gradus.engine.backend.cpu;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Bernoulli} on vectors of 512 bits, sixteen elements at a time, with the same bits. Eight of them, the even ones, have
 * their 64 bit words in one vector and the odd ones in another; the outcomes, 32 bits each, then fit side by side. Narrower
 * processors have no product of 64 bit integers in vectors. The last shift of {@link dev.gradus.engine.backend.SplitMix#mix} is
 * left out: it does not reach the upper 24 bits, which alone are looked at.
 */
final class VectorBernoulli {
    /** Whether it can be used here. */
    static final boolean FITS = VectorMath.LANES == 16;

    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final VectorSpecies<Long> L = LongVector.SPECIES_512;
    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;

    private VectorBernoulli() {}

    /**
     * {@code to − from} is a multiple of 16, here and below. The product with one changes no number; without it, JDK 17 boxes
     * the vector that goes to memory with nothing done to it as floats.
     */
    static void draw(Bernoulli b, float[] out, int from, int to) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        LongVector even =
                LongVector.zero(L).addIndex(1).mul(2 * b.gamma()).add(b.seed() + (b.first() + from + 1) * b.gamma());
        LongVector odd = even.add(b.gamma());
        long step = 16 * b.gamma();
        long low = Integer.toUnsignedLong(b.value());
        long high = low << 32;
        long below = b.below();
        for (int i = from; i < to; i += 16) {
            LongVector p = even.lanewise(XOR, even.lanewise(LSHR, 30)).mul(MIX_1);
            LongVector q = odd.lanewise(XOR, odd.lanewise(LSHR, 30)).mul(MIX_1);
            p = p.lanewise(XOR, p.lanewise(LSHR, 27)).mul(MIX_2);
            q = q.lanewise(XOR, q.lanewise(LSHR, 27)).mul(MIX_2);
            p = p.lanewise(LSHR, 40).sub(below).lanewise(ASHR, 63);
            q = q.lanewise(LSHR, 40).sub(below).lanewise(ASHR, 63);
            LongVector pairs = p.lanewise(AND, low).lanewise(OR, q.lanewise(AND, high));
            one.mul(pairs.reinterpretAsFloats()).intoArray(out, i);
            even = even.add(step);
            odd = odd.add(step);
        }
    }

    static void times(Bernoulli b, float[] x, float[] out, int from, int to) {
        LongVector even =
                LongVector.zero(L).addIndex(1).mul(2 * b.gamma()).add(b.seed() + (b.first() + from + 1) * b.gamma());
        LongVector odd = even.add(b.gamma());
        long step = 16 * b.gamma();
        long low = Integer.toUnsignedLong(b.value());
        long high = low << 32;
        long below = b.below();
        for (int i = from; i < to; i += 16) {
            LongVector p = even.lanewise(XOR, even.lanewise(LSHR, 30)).mul(MIX_1);
            LongVector q = odd.lanewise(XOR, odd.lanewise(LSHR, 30)).mul(MIX_1);
            p = p.lanewise(XOR, p.lanewise(LSHR, 27)).mul(MIX_2);
            q = q.lanewise(XOR, q.lanewise(LSHR, 27)).mul(MIX_2);
            p = p.lanewise(LSHR, 40).sub(below).lanewise(ASHR, 63);
            q = q.lanewise(LSHR, 40).sub(below).lanewise(ASHR, 63);
            LongVector pairs = p.lanewise(AND, low).lanewise(OR, q.lanewise(AND, high));
            FloatVector.fromArray(S, x, i).mul(pairs.reinterpretAsFloats()).intoArray(out, i);
            even = even.add(step);
            odd = odd.add(step);
        }
    }
}
