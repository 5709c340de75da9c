package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;

/** The convolution and its two adjoints, in the layout of {@link ConvolutionGeometry}. What they write is overwritten. */
interface Convolutions {
    /** y from x and w. */
    void forward(float[] x, float[] w, float[] y, ConvolutionGeometry g);

    /**
     * As {@link #forward(float[], float[], float[], ConvolutionGeometry)}.
     *
     * @param storage that w is in
     */
    default void forward(float[] x, float[] w, FloatStorage storage, float[] y, ConvolutionGeometry g) {
        forward(x, w, y, g);
    }

    /** x from y and w: the adjoint in x, a transposed convolution. */
    void transposed(float[] y, float[] w, float[] x, ConvolutionGeometry g);

    /** w from x and y: the adjoint in w. */
    void weight(float[] x, float[] y, float[] w, ConvolutionGeometry g);
}
