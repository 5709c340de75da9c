package dev.gradus.engine.backend;

/**
 * The bits behind every random number: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Value {@code i} of a stream is {@code mix(seed + (i + 1)·gamma)}: it depends on its position
 * alone, so a stream can be filled by any number of threads.
 */
public final class SplitMix {
    /** The odd integer nearest to 2⁶⁴/φ: the gamma of a stream that was not split off from another. */
    public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** The 64 bits at position {@code index} (from 0) of the stream. */
    public static long bits(long seed, long gamma, long index) {
        return mix(seed + (index + 1) * gamma);
    }

    /** A number in [0, 1): the upper 24 bits at {@code index}, so that it is exact in float32 as well as in float64. */
    public static double unit(long seed, long gamma, long index) {
        return (bits(seed, gamma, index) >>> 40) * 0x1p-24;
    }

    /** Stafford's variant 13 of the MurmurHash3 finalizer. */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** An odd number with enough bit changes to serve as the gamma of a stream, made from any {@code z}. */
    public static long gamma(long z) {
        z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        z = (z ^ (z >>> 33)) | 1L;
        return Long.bitCount(z ^ (z >>> 1)) < 24 ? z ^ 0xAAAAAAAAAAAAAAAAL : z;
    }
}
