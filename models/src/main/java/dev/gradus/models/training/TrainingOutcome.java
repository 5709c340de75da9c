package dev.gradus.models.training;

import java.util.Arrays;
import java.util.Map;

/**
 * How a training went.
 *
 * @param epochs how many were trained, those before an interruption included
 * @param best   the epoch whose weights were kept, from 1: the last one, unless {@link EarlyStopping} kept a better one
 * @param losses the mean loss of every epoch by its name, and {@value #VALIDATION} where there is a validation; in a fixed
 *     order, each {@code [epochs]}
 */
public record TrainingOutcome(int epochs, int best, Map<String, double[]> losses) {
    /** The name of the validation's loss. */
    public static final String VALIDATION = "validation";

    /** The last value of each loss, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(epochs + (epochs == 1 ? " epoch" : " epochs"));
        if (best != epochs) {
            text.append(", weights of epoch ").append(best);
        }
        losses.forEach(
                (name, values) -> text.append(", ").append(name).append(' ').append(values[best - 1]));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingOutcome that
                && epochs == that.epochs
                && best == that.best
                && losses.keySet().equals(that.losses.keySet())
                && losses.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), that.losses.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return 31 * epochs + best;
    }
}
