package dev.gradus.models;

/**
 * How a detector is trained on with new data. Weights begin as the detector has them; optimisers begin anew, without the moments of the
 * first training, which a detector does not keep.
 *
 * @param epochs      passes over the new series at most, at least 1
 * @param seed        of everything random: order of windows, dropout, codes
 * @param refitScaler whether scaler and filling of gaps are taken from the new series. The weights were learnt with the old ones: keep them
 *     unless the new series {@linkplain ScalerDrift has left their range}
 */
public record WarmStart(int epochs, long seed, boolean refitScaler) {
    /** Checks the numbers. */
    public WarmStart {
        if (epochs < 1) {
            throw new IllegalArgumentException("warm start: epochs must be at least 1, not " + epochs);
        }
    }

    /** With the seed 0, and the scaler that the detector has. */
    public static WarmStart of(int epochs) {
        return new WarmStart(epochs, 0, false);
    }

    /** The same with another seed. */
    public WarmStart withSeed(long start) {
        return new WarmStart(epochs, start, refitScaler);
    }

    /** The same with scaler and filling of gaps from the new series. */
    public WarmStart withScalerRefitted() {
        return new WarmStart(epochs, seed, true);
    }
}
