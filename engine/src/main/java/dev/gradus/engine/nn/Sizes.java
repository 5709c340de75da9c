package dev.gradus.engine.nn;

/** Checks of the sizes that layers are made with. */
final class Sizes {
    private Sizes() {}

    static void require(String layer, String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(layer + ": " + what + " must be at least 1, got " + value);
        }
    }

    static void require(String layer, String first, int firstValue, String second, int secondValue) {
        require(layer, first, firstValue);
        require(layer, second, secondValue);
    }

    static void requireRate(String layer, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(layer + ": rate must be in [0, 1), got " + rate);
        }
    }
}
