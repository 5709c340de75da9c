package dev.gradus.models.training;

/**
 * Ends a training that does not get better. An epoch counts as better if its loss is below the best one so far by more than
 * {@code improvement}; after {@code patience} epochs in a row without one, the training ends. The loss is that of the
 * {@linkplain Trainable#validationLoss() validation} where there is one, else the sum of the training's own losses.
 *
 * @param patience    epochs without improvement that are endured, at least 1
 * @param improvement least decrease of the loss that counts, in the units of the loss, not negative
 * @param keepBest    whether the weights of the best epoch are those that the training ends with, rather than the last
 */
public record EarlyStopping(int patience, double improvement, boolean keepBest) {
    /** Checks the numbers. */
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException(
                    "early stopping: the patience must be at least 1 epoch, not " + patience);
        }
        if (!(improvement >= 0 && improvement < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "early stopping: the improvement must be finite and not negative, not " + improvement);
        }
    }

    /** Ends after so many epochs without any improvement, with the weights of the best epoch. */
    public static EarlyStopping patience(int epochs) {
        return new EarlyStopping(epochs, 0, true);
    }

    /**
     * Where a training stands.
     *
     * @param losses the loss of every epoch
     * @return the best epoch, from 1, 0 if there is none; and whether the training is to end
     */
    Standing standing(double[] losses) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < losses.length; i++) {
            if (losses[i] < least - improvement || best == 0) {
                best = i + 1;
                least = losses[i];
            }
        }
        return new Standing(best, losses.length - best >= patience);
    }

    /** See {@link #standing}. */
    record Standing(int best, boolean isOver) {}
}
