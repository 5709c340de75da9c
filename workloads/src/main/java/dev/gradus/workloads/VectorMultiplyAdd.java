package dev.gradus.workloads;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused multiply-adds of vectors that stay in registers: twelve independent sums, more than the latency of the units times
 * their number. Loaded only where the Vector API is present.
 */
final class VectorMultiplyAdd implements Bursts.Burst {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SUMS = 12;
    private static final int ROUNDS = 5_000;
    private static final int CALLS = 20;

    private final float[] lanes = new float[SPECIES.length()];

    @Override
    public double run() {
        for (int i = 0; i < CALLS; i++) {
            sums(lanes);
        }
        return 2.0 * SUMS * SPECIES.length() * ROUNDS * CALLS;
    }

    @Override
    public double result() {
        return lanes[0];
    }

    /** The sums are separate variables, each with its own zero: C2 would box them otherwise. */
    private static void sums(float[] out) {
        FloatVector a = FloatVector.broadcast(SPECIES, 1.5f);
        FloatVector b = FloatVector.broadcast(SPECIES, 1e-6f);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector s8 = FloatVector.zero(SPECIES);
        FloatVector s9 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        for (int round = 0; round < ROUNDS; round++) {
            s0 = a.fma(b, s0);
            s1 = a.fma(b, s1);
            s2 = a.fma(b, s2);
            s3 = a.fma(b, s3);
            s4 = a.fma(b, s4);
            s5 = a.fma(b, s5);
            s6 = a.fma(b, s6);
            s7 = a.fma(b, s7);
            s8 = a.fma(b, s8);
            s9 = a.fma(b, s9);
            s10 = a.fma(b, s10);
            s11 = a.fma(b, s11);
        }
        FloatVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
        FloatVector high = s6.add(s7).add(s8).add(s9).add(s10).add(s11);
        low.add(high).intoArray(out, 0);
    }
}
