package dev.gradus.engine.backend.cpu;

/** The numbers of a parameter in the order in which a kernel reads them. */
interface PackedParameter {
    /**
     * Takes the numbers. What was packed before is forgotten.
     *
     * @param weight {@code [rows, columns]}
     */
    void pack(float[] weight, int rows, int columns);

    /** Moves what is packed to where it is read fastest, if that is known. Nobody may use it meanwhile. */
    default void settle() {}
}
