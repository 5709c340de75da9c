package dev.gradus.engine.backend;

/** What a recurrence computes in a step; see {@link Backend#recurrence} for the mathematics. */
public enum RecurrentCell {
    /** Long short-term memory; candidate and cell go through tanh. */
    LSTM(4),
    /** Long short-term memory whose candidate and cell go through relu. */
    LSTM_RELU(4),
    /** Gated recurrent unit, in the variant whose reset gate comes after the recurrent product. */
    GRU(3);

    private final int gates;

    RecurrentCell(int gates) {
        this.gates = gates;
    }

    /** How many blocks of units the weights have, G. */
    public int gates() {
        return gates;
    }

    /** Whether there is a cell c beside the state h. */
    public boolean hasMemory() {
        return this != GRU;
    }

    /** Whether relu stands in for tanh. */
    public boolean relu() {
        return this == LSTM_RELU;
    }
}
