package dev.gradus.engine.backend.cpu;

/**
 * The elementwise part of one LSTM step for a few rows of the batch. All implementations give the same bits, those of
 * the {@link Loops} taken one after the other. A place is an index into an array with the distance from row to row.
 */
interface LstmGates {
    /**
     * {@code i, f, o = σ(s)}, {@code g = act(s)}, {@code c = f⊙c' + i⊙g}, {@code h = o⊙act(c)}.
     *
     * @param relu whether act is relu instead of tanh
     * @param s the four sums {@code [rows, 4·hidden]} on entry, {@code i, f, g, o} on return
     * @param before c' of the step before {@code [rows, hidden]}
     * @param c the new c {@code [rows, hidden]}
     * @param h the new h {@code [rows, hidden]}
     */
    void forward(
            int rows,
            int hidden,
            boolean relu,
            float[] s,
            int sAt,
            int sStride,
            float[] before,
            int beforeAt,
            int beforeStride,
            float[] c,
            float[] h,
            int at,
            int stride);

    /**
     * The derivative of {@link #forward}: with {@code a = act(c)}, {@code dc ← dc + dh⊙o⊙act'(c)} and {@code ds} of the
     * gates {@code dc⊙g⊙i(1−i), dc⊙c'⊙f(1−f), dc⊙i⊙act'(s₃), dh⊙a⊙o(1−o)}; then {@code dc ← dc⊙f}.
     *
     * @param gates {@code i, f, g, o}
     * @param before c' of the step before
     * @param c c of this step
     * @param gradH what is added to dh first, at c's place
     * @param gradC what is added to dc first, at c's place, or {@code null}
     * @param dh the cotangent of h from the step after {@code [rows, hidden]}, dense from index 0; overwritten
     * @param dc the cotangent of c from the step after on entry, for the step before on return
     * @param ds the cotangents of the four sums, at the place of the gates
     */
    void backward(
            int rows,
            int hidden,
            boolean relu,
            float[] gates,
            float[] ds,
            int sAt,
            int sStride,
            float[] before,
            int beforeAt,
            int beforeStride,
            float[] c,
            float[] gradH,
            float[] gradC,
            int at,
            int stride,
            float[] dh,
            float[] dc);
}
