package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.PlainMath.E2;
import static dev.gradus.engine.backend.cpu.PlainMath.E3;
import static dev.gradus.engine.backend.cpu.PlainMath.E4;
import static dev.gradus.engine.backend.cpu.PlainMath.E5;
import static dev.gradus.engine.backend.cpu.PlainMath.E6;
import static dev.gradus.engine.backend.cpu.PlainMath.EXP_MAX;
import static dev.gradus.engine.backend.cpu.PlainMath.EXP_MIN;
import static dev.gradus.engine.backend.cpu.PlainMath.LN2_HIGH;
import static dev.gradus.engine.backend.cpu.PlainMath.LN2_LOW;
import static dev.gradus.engine.backend.cpu.PlainMath.LOG2_E;
import static dev.gradus.engine.backend.cpu.PlainMath.ROUNDER;
import static dev.gradus.engine.backend.cpu.PlainMath.ROUNDER_BITS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions that need {@code eˣ}, on whole vectors, operation by operation what {@link PlainMath} does: each lane has
 * the bits of the scalar function (a NaN may differ in its payload). Where the scalar code takes a minimum, this compares
 * and blends, two instructions instead of six.
 *
 * <p>The exponential is written out in each loop. In a method of its own C2 may decline to inline it, once it has
 * been compiled by itself, and then every vector is boxed; which of the two happens depends on what ran before.
 */
final class VectorExponentials {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;

    private VectorExponentials() {}

    /** {@code eˣ}. */
    static void exp(float[] in, int inAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inAt + i);
            FloatVector high = x.blend(EXP_MAX, x.compare(VectorOperators.GT, EXP_MAX));
            FloatVector v = high.blend(EXP_MIN, high.compare(VectorOperators.LT, EXP_MIN));
            FloatVector k = v.mul(LOG2_E).add(ROUNDER);
            FloatVector e = k.sub(ROUNDER);
            FloatVector r = v.sub(e.mul(LN2_HIGH)).sub(e.mul(LN2_LOW));
            FloatVector p =
                    r.mul(E6).add(E5).mul(r).add(E4).mul(r).add(E3).mul(r).add(E2);
            FloatVector tail = r.mul(r).mul(p).add(r);
            IntVector n = k.reinterpretAsInts().sub(ROUNDER_BITS);
            IntVector half = n.lanewise(VectorOperators.ASHR, 1);
            FloatVector lower = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector upper =
                    n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            tail.add(1f).mul(lower).mul(upper).intoArray(out, outAt + i);
        }
    }

    /** {@code e^−|x|}. */
    static void expOfMinusAbs(float[] in, int inAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inAt + i).abs().neg();
            FloatVector high = x.blend(EXP_MAX, x.compare(VectorOperators.GT, EXP_MAX));
            FloatVector v = high.blend(EXP_MIN, high.compare(VectorOperators.LT, EXP_MIN));
            FloatVector k = v.mul(LOG2_E).add(ROUNDER);
            FloatVector e = k.sub(ROUNDER);
            FloatVector r = v.sub(e.mul(LN2_HIGH)).sub(e.mul(LN2_LOW));
            FloatVector p =
                    r.mul(E6).add(E5).mul(r).add(E4).mul(r).add(E3).mul(r).add(E2);
            FloatVector tail = r.mul(r).mul(p).add(r);
            IntVector n = k.reinterpretAsInts().sub(ROUNDER_BITS);
            IntVector half = n.lanewise(VectorOperators.ASHR, 1);
            FloatVector lower = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector upper =
                    n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            tail.add(1f).mul(lower).mul(upper).intoArray(out, outAt + i);
        }
    }

    /** {@code 1/(1 + e⁻ˣ)}. */
    static void sigmoid(float[] in, int inAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inAt + i).neg();
            FloatVector high = x.blend(EXP_MAX, x.compare(VectorOperators.GT, EXP_MAX));
            FloatVector v = high.blend(EXP_MIN, high.compare(VectorOperators.LT, EXP_MIN));
            FloatVector k = v.mul(LOG2_E).add(ROUNDER);
            FloatVector e = k.sub(ROUNDER);
            FloatVector r = v.sub(e.mul(LN2_HIGH)).sub(e.mul(LN2_LOW));
            FloatVector p =
                    r.mul(E6).add(E5).mul(r).add(E4).mul(r).add(E3).mul(r).add(E2);
            FloatVector tail = r.mul(r).mul(p).add(r);
            IntVector n = k.reinterpretAsInts().sub(ROUNDER_BITS);
            IntVector half = n.lanewise(VectorOperators.ASHR, 1);
            FloatVector lower = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector upper =
                    n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector exp = tail.add(1f).mul(lower).mul(upper);
            FloatVector.broadcast(S, 1f).div(exp.add(1f)).intoArray(out, outAt + i);
        }
    }

    /** {@code x} where positive, {@code a(eˣ − 1)} elsewhere. */
    static void elu(float[] in, int inAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inAt + i);
            FloatVector high = x.blend(EXP_MAX, x.compare(VectorOperators.GT, EXP_MAX));
            FloatVector v = high.blend(EXP_MIN, high.compare(VectorOperators.LT, EXP_MIN));
            FloatVector k = v.mul(LOG2_E).add(ROUNDER);
            FloatVector e = k.sub(ROUNDER);
            FloatVector r = v.sub(e.mul(LN2_HIGH)).sub(e.mul(LN2_LOW));
            FloatVector p =
                    r.mul(E6).add(E5).mul(r).add(E4).mul(r).add(E3).mul(r).add(E2);
            FloatVector tail = r.mul(r).mul(p).add(r);
            IntVector n = k.reinterpretAsInts().sub(ROUNDER_BITS);
            IntVector half = n.lanewise(VectorOperators.ASHR, 1);
            FloatVector lower = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector upper =
                    n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector scale = lower.mul(upper);
            FloatVector expm1 = scale.mul(tail).add(scale.sub(1f));
            x.blend(expm1.mul(a).add(0f), x.compare(VectorOperators.LE, 0f)).intoArray(out, outAt + i);
        }
    }
}
