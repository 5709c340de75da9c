package dev.gradus.engine.backend.cpu;

/**
 * The transposed numbers of a parameter as products read them, packed once for each version of the parameter, for all
 * threads that compute with it. Packing weights would take longer than scoring a single short sequence with them.
 */
final class SharedPanels {
    /** Uses from which on the numbers are likely to stay, and C2 has compiled what reads them. */
    private static final int SETTLED = 128;

    private final PackedRight panels;
    private final CollectionWatch collections = new CollectionWatch();
    private int version = -1;
    /** A parameter may be read in another shape: the numbers are the same then, but not their order here. */
    private int columns;

    private int users;
    /** Uses of this version. */
    private int uses;

    /** @param panels an empty holder */
    SharedPanels(PackedRight panels) {
        this.panels = panels;
    }

    /**
     * The packed numbers, to be given back by {@link #release()}.
     *
     * @param weight the parameter {@code [rows, columns]}
     * @param now its version
     * @return {@code null} where another thread still computes with an older version or another shape: the caller then packs for itself
     */
    synchronized PackedRight take(float[] weight, int rows, int columns, int now) {
        if (version != now || this.columns != columns) {
            if (users > 0) {
                return null;
            }
            panels.pack(rows, columns, weight, 0, columns, true);
            version = now;
            this.columns = columns;
            uses = 0;
        }
        uses++;
        if (users == 0 && uses >= SETTLED && (Integer.bitCount(uses) == 1 || collections.hasCollected())) {
            panels.settle();
        }
        users++;
        return panels;
    }

    /** Says that a user of the packed numbers is done. */
    synchronized void release() {
        users--;
    }
}
