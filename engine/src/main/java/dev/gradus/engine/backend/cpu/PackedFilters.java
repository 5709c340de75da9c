package dev.gradus.engine.backend.cpu;

/** The filters of a convolution {@code [outChannels, inChannels·kernel]} as {@link GatheredForward} reads them. */
final class PackedFilters implements PackedParameter {
    private final int kernel;
    private float[] strips = new float[0];

    /** @param kernel taps of each channel */
    PackedFilters(int kernel) {
        this.kernel = kernel;
    }

    @Override
    public void pack(float[] weight, int rows, int columns) {
        int size = columns * StripProduct.padded(rows);
        if (strips.length != size) {
            strips = new float[size];
        }
        pack(weight, rows, columns, kernel, 0, rows, strips);
    }

    /**
     * Packs some of the channels.
     *
     * @param from begins a strip
     * @param strips of all channels
     */
    static void pack(float[] w, int channels, int taps, int kernel, int from, int to, float[] strips) {
        int most = GatheredConvolutions.depth(kernel);
        int padded = StripProduct.padded(channels);
        for (int p = 0; p < taps; p += most) {
            int depth = Math.min(most, taps - p);
            StripProduct.pack(depth, from, to, channels, w, p, taps, strips, p * padded);
        }
    }

    /** What {@link GatheredForward} reads. */
    float[] strips() {
        return strips;
    }
}
