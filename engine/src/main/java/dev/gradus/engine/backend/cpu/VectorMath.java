package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.PlainMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link PlainMath}, operation by operation, on vectors: each lane has the bits of the scalar function
 * (a NaN may differ in its payload). The methods are small and static, so that they inline and no vector is boxed. Where
 * the scalar code takes a minimum, this compares and blends, which is two instructions instead of six.
 */
final class VectorMath {
    /** The preferred species, between 128 and 512 bits: the 16 virtual lanes of a sum must fill whole vectors. */
    static final VectorSpecies<Float> SPECIES = species();

    static final int LANES = SPECIES.length();

    private VectorMath() {}

    private static VectorSpecies<Float> species() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        if (bits > 512) {
            return FloatVector.SPECIES_512;
        }
        return bits < 128 ? FloatVector.SPECIES_128 : FloatVector.SPECIES_PREFERRED;
    }

    /** Between the limits; NaN stays NaN. */
    private static FloatVector clamp(FloatVector x, float low, float high) {
        VectorMask<Float> above = x.compare(VectorOperators.GT, high);
        VectorMask<Float> below = x.compare(VectorOperators.LT, low);
        return x.blend(high, above).blend(low, below);
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), subnormal).reinterpretAsInts();
        IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        // An integer becomes a float by its place in the low bits of the rounder.
        FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        e = e.blend(e.sub(23f), subnormal);
        FloatVector square = f.mul(f);
        FloatVector high = f.mul(L7).add(L6).mul(f).add(L5).mul(f).add(L4);
        FloatVector p = high.mul(f).add(L3).mul(f).add(L2).mul(f).add(L1).mul(f).add(L0);
        FloatVector tail = f.mul(square).mul(p);
        FloatVector sum = f.sub(square.mul(0.5f).sub(tail.add(e.mul(LN2_LOW)))).add(e.mul(LN2_HIGH));
        sum = sum.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
        sum = sum.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        sum = sum.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
        return sum.blend(x, x.compare(VectorOperators.NE, x));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector v = clamp(x, -TANH_MAX, TANH_MAX);
        FloatVector z = v.mul(v);
        FloatVector p = z.mul(P4).add(P3).mul(z).add(P2).mul(z).add(P1).mul(z).add(1f);
        FloatVector q = z.mul(Q4).add(Q3).mul(z).add(Q2).mul(z).add(Q1).mul(z).add(1f);
        return v.mul(p).div(q);
    }

    /** {@code softplus(x)}, given {@code e^−|x|}: in one loop with it, C2 would stop inlining, and box. */
    static FloatVector softplus(FloatVector x, FloatVector e) {
        return atLeastZero(x).add(log1p(e));
    }

    private static FloatVector log1p(FloatVector t) {
        FloatVector s = t.div(t.add(2f));
        FloatVector z = s.mul(s);
        FloatVector twice = s.add(s);
        FloatVector p = z.mul(A3).add(A2).mul(z).add(A1).mul(z).add(A0);
        return twice.mul(z.mul(p)).add(twice);
    }

    /** {@code max(x, 0)}: −0 becomes 0 and NaN stays NaN. */
    static FloatVector atLeastZero(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LE, 0f));
    }

    /** {@code min(x, 0)}, but 0 for −0. */
    private static FloatVector atMostZero(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.GE, 0f));
    }

    static FloatVector leakyRelu(FloatVector x, float a) {
        return atMostZero(x).mul(a).add(atLeastZero(x));
    }

    static FloatVector sign(FloatVector x) {
        return clamp(x.mul(Elements.HUGE).mul(Elements.HUGE), -1f, 1f).add(0f);
    }

    static FloatVector slope(FloatVector x, FloatVector y, float a) {
        FloatVector factor = y.blend(1f, y.compare(VectorOperators.GT, 0f));
        return x.mul(factor.blend(a + 0f, y.compare(VectorOperators.LE, 0f)));
    }
}
