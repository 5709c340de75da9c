package dev.gradus.workloads;

/**
 * Floating-point operations by formula: a multiply-add is two. What an operation of the algebra needs, whatever a kernel
 * makes of it; biases, activations, normalisation, optimisers and losses are left out, since they do not decide.
 */
public final class Flops {
    private Flops() {}

    /** {@code [m, k]·[k, n]}: {@code 2·m·k·n}. */
    public static double product(double m, double k, double n) {
        return 2 * m * k * n;
    }

    /**
     * A convolution, or a transposed one: {@code 2·batch·in·out·taps·positions}. The gradient of its input and that of its
     * weight cost as much each.
     *
     * @param taps places of the kernel: k, or k² in two dimensions
     * @param positions places where the kernel is laid on: those of the output, or of the input of a transposed one
     */
    public static double convolution(double batch, double in, double out, double taps, double positions) {
        return 2 * batch * in * out * taps * positions;
    }

    /** An LSTM, one direction: a product of {@code features + hidden} and {@code 4·hidden} for each step. */
    public static double lstm(double batch, double time, double features, double hidden) {
        return product(batch * time, features + hidden, 4 * hidden);
    }

    /** A GRU, one direction: a product of {@code features + hidden} and {@code 3·hidden} for each step. */
    public static double gru(double batch, double time, double features, double hidden) {
        return product(batch * time, features + hidden, 3 * hidden);
    }

    /**
     * A network by what passes through it once.
     *
     * @param forward one pass
     * @param first the gradient with respect to the network's input, of the first layer alone: what training does not need
     * @param last the last layer alone
     */
    public record Network(double forward, double first, double last) {
        /** With one more layer, which is linear in its input, so that its input's gradient costs as much as itself. */
        public Network then(double layer) {
            return then(layer, layer);
        }

        /** With one more layer, whose input's gradient alone costs {@code input}. */
        public Network then(double layer, double input) {
            return new Network(forward + layer, forward == 0 ? input : first, layer);
        }

        /** Forward, and backward to the parameters: every layer's weight, and every input but the first. */
        public double training() {
            return 3 * forward - first;
        }

        /** Backward to parameters and to the input. */
        public double backward() {
            return 2 * forward;
        }

        /**
         * A step of a Wasserstein critic with gradient penalty, where activations are piecewise linear. Three passes
         * forward; two backward to the parameters; one to the input, at the points of the penalty; and through that one to
         * the parameters again, which is once to the weights and once to what comes from behind, where the last layer's is
         * constant.
         */
        public double penalisedCritic() {
            return 3 * forward + 2 * (backward() - first) + forward + (2 * forward - last);
        }
    }

    /** A network without layers, to begin from. */
    public static Network network() {
        return new Network(0, 0, 0);
    }
}
