package dev.gradus.engine.backend.cpu;

/**
 * The elementwise part of one step of a recurrence for a few rows of the batch. The gates'
 * {@code σ(x) = tanh(x/2)/2 + ½} has an absolute error below 2e-7; it is cheaper than {@link PlainMath#sigmoid}, whose
 * relative error is bounded too where the result is near 0.
 */
interface CellGates {
    /**
     * An LSTM: with s the sum of both, {@code i, f, o = σ(s)}, {@code g = act(s)}, {@code c = f⊙c' + i⊙g}, {@code h = o⊙act(c)}. A GRU:
     * with a what the input makes and u what h makes, with its bias, {@code r, z = σ(a + u)}, {@code n = tanh(a₃ + r⊙u₃)}, {@code h = n + z⊙(h' − n)}.
     *
     * @param step reads sums, recurrent (with its bias) and before; writes c, h and gates
     */
    void forward(CellStep step);

    /**
     * The derivative of {@link #forward}. With {@code dh} the sum of what the step after and the loss say; of an LSTM with
     * {@code a = act(c)} and {@code dc = dcAfter + dh⊙o⊙act'(c)}: the cotangents of the four sums are
     * {@code dc⊙g⊙i(1−i), dc⊙c'⊙f(1−f), dc⊙i⊙act'(s₃), dh⊙a⊙o(1−o)}, and that of c' is {@code dc⊙f}. Of a GRU with
     * {@code dn = dh⊙(1−z)⊙(1−n²)}: those of a are {@code dn⊙u₃⊙r(1−r), dh⊙(h'−n)⊙z(1−z), dn}, of u the same but
     * {@code dn⊙r} in the end, and of h' beside u {@code dh⊙z}.
     *
     * @param step reads gates, before, c, gradH, dh and dc; writes ds, du and toBefore
     */
    void backward(CellStep step);
}
