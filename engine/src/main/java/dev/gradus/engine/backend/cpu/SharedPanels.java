package dev.gradus.engine.backend.cpu;

/**
 * The numbers of a parameter as a kernel reads them, packed once for each version of the parameter, for all
 * threads that compute with it. Packing weights would take longer than scoring a single short sequence with them.
 *
 * @param <P> the packed form
 */
final class SharedPanels<P extends PackedParameter> {
    /** Uses from which on the numbers are likely to stay, and C2 has compiled what reads them. */
    private static final int SETTLED = 128;

    private final P panels;
    private final CollectionWatch collections = new CollectionWatch();
    private int version = -1;
    /** A parameter may be read in another shape: the numbers are the same then, but not their order here. */
    private int columns;

    private int users;
    /** Uses of this version. */
    private int uses;

    /** @param panels an empty holder */
    SharedPanels(P panels) {
        this.panels = panels;
    }

    /**
     * The packed numbers, to be given back by {@link #release()}.
     *
     * @param weight the parameter {@code [rows, columns]}
     * @param now its version
     * @return {@code null} where another thread still computes with an older version or another shape: the caller then packs for itself
     */
    synchronized P take(float[] weight, int rows, int columns, int now) {
        if (version != now || this.columns != columns) {
            if (users > 0) {
                return null;
            }
            panels.pack(weight, rows, columns);
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
