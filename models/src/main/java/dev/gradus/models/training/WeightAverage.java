package dev.gradus.models.training;

import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Cell;
import java.util.Objects;

/**
 * The moving average of a network's cells, running statistics included: {@code a ← δ·a + (1 − δ)·w} after each step, with
 * {@code δ = min(decay, (1 + t)/(10 + t))} at step t, so that the first, arbitrary weights are soon forgotten: until δ is the
 * decay, the average is one over about the last ninth of the steps. What a network computes with averages of weights is
 * steadier than what it computes with those of any single step, since a training with batches, and against an opponent all the
 * more, swings about the weights that it tends to.
 *
 * <p>The averages are the cells of another network of the same make, which the caller gives: they are part of a checkpoint.
 */
public final class WeightAverage {
    private final Cells from;
    private final Cells into;
    private final double decay;

    /**
     * Begins with the present cells.
     *
     * @param from  what is averaged
     * @param into  where the averages are, of the same names and shapes
     * @param decay share that an average keeps, from 0, for none, to less than 1
     */
    public WeightAverage(Cells from, Cells into, double decay) {
        this.from = Objects.requireNonNull(from, "average: the cells are null");
        this.into = Objects.requireNonNull(into, "average: the cells for the averages are null");
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("average: the decay must be at least 0 and below 1, not " + decay);
        }
        if (!from.byName().keySet().equals(into.byName().keySet())) {
            throw new IllegalArgumentException(
                    "average: the cells are " + from.byName().keySet() + ", those for the averages are "
                            + into.byName().keySet() + "; make them of the same networks");
        }
        this.decay = decay;
        from.byName().forEach((name, cell) -> into.byName().get(name).set(cell.constant()));
    }

    /**
     * Takes in the present cells.
     *
     * @param step how many steps were taken before this one
     */
    public void update(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("average: the step must not be negative, is " + step);
        }
        double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
        from.byName().forEach((name, cell) -> {
            Cell average = into.byName().get(name);
            Scope.within(() -> {
                average.set(average.constant().mul(kept).add(cell.constant().mul(1 - kept)));
                return average;
            });
        });
    }
}
