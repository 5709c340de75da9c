package dev.gradus.engine.backend.cpu;

/**
 * The elementwise part of one LSTM step for a few rows of the batch. Both implementations give the same bits, those of
 * the {@link Loops} taken one after the other. The gates' {@code σ(x) = tanh(x/2)/2 + ½} has an absolute error below 2e-7;
 * it is cheaper than {@link PlainMath#sigmoid}, whose relative error is bounded too where the result is near 0.
 *
 * <p>A place is an index into an array with the distance from row to row; what has no distance is dense,
 * {@code [rows, …]} from index 0.
 */
interface LstmGates {
    /**
     * {@code i, f, o = σ(s)}, {@code g = act(s)}, {@code c = f⊙c' + i⊙g}, {@code h = o⊙act(c)}.
     *
     * @param relu whether act is relu instead of tanh
     * @param s the four sums {@code [rows, 4·hidden]}, dense
     * @param before c' of the step before {@code [rows, hidden]}, dense
     * @param c the new c {@code [rows, hidden]}, dense
     * @param h the new h {@code [rows, hidden]}
     * @param gates {@code i, f, g, o} {@code [rows, 4·hidden]}
     */
    void forward(
            int rows,
            int hidden,
            boolean relu,
            float[] s,
            float[] before,
            float[] c,
            float[] h,
            int hAt,
            int hStride,
            float[] gates,
            int gatesAt,
            int gatesStride);

    /**
     * The derivative of {@link #forward}: with {@code dh} the sum of what the step after and the loss say,
     * {@code a = act(c)} and {@code dc = dcAfter + dh⊙o⊙act'(c)}, the cotangents of the four sums are
     * {@code dc⊙g⊙i(1−i), dc⊙c'⊙f(1−f), dc⊙i⊙act'(s₃), dh⊙a⊙o(1−o)}, and that of c' is {@code dc⊙f}.
     *
     * @param gates {@code i, f, g, o}
     * @param ds the cotangents of the four sums, at the place of the gates
     * @param before c' of the step before {@code [rows, hidden]}
     * @param c c of this step {@code [rows, hidden]}
     * @param gradH what the loss says {@code [rows, hidden]}
     * @param dh what the step after says {@code [rows, hidden]}, dense
     * @param dcAfter the cotangent of c from the step after {@code [rows, hidden]}, dense
     * @param dcBefore the cotangent of c' on return {@code [rows, hidden]}, dense
     */
    void backward(
            int rows,
            int hidden,
            boolean relu,
            float[] gates,
            float[] ds,
            int gatesAt,
            int gatesStride,
            float[] before,
            int beforeAt,
            int beforeStride,
            float[] c,
            int cAt,
            int cStride,
            float[] gradH,
            int gradHAt,
            int gradHStride,
            float[] dh,
            float[] dcAfter,
            float[] dcBefore);
}
