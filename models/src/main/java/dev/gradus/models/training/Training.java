package dev.gradus.models.training;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;

/**
 * Trains a model, epoch by epoch.
 *
 * <pre>{@code
 * TrainingOutcome outcome = new Training(model, 35)
 *         .earlyStopping(EarlyStopping.patience(10))
 *         .run(TrainingListener.none());
 * }</pre>
 *
 * <p>The weights are looked at after every epoch, the losses after every step: where one is NaN or infinite the training ends
 * with a {@link NonFiniteException}, and what was saved before stays as it was.
 */
public final class Training {
    private final Trainable model;
    private final int epochs;
    private EarlyStopping earlyStopping;
    private boolean checkFinite;
    private Checkpoint checkpoint;
    private Map<String, Cell> best = Map.of();

    /** @param epochs how many to train at most, at least 1 */
    public Training(Trainable model, int epochs) {
        this.model = Objects.requireNonNull(model, "training: the model is null");
        if (epochs < 1) {
            throw new IllegalArgumentException(model.name() + ": epochs must be at least 1, not " + epochs);
        }
        this.epochs = epochs;
    }

    /** Ends the training early. Default: not. */
    public Training earlyStopping(EarlyStopping how) {
        earlyStopping = how;
        return this;
    }

    /** Has the first operation whose result is not finite end the training, and named. Default: losses and weights only. */
    public Training checkFinite(boolean check) {
        checkFinite = check;
        return this;
    }

    /**
     * Trains.
     *
     * @throws CancellationException if the listener gives up
     * @throws NonFiniteException if a loss or a weight stops being finite
     */
    public TrainingOutcome run(TrainingListener listener) {
        Objects.requireNonNull(
                listener, () -> model.name() + ": the listener is null; TrainingListener.none() does nothing");
        prepare();
        while (isOpen()) {
            epoch(listener);
        }
        return outcome();
    }

    /**
     * Trains, and saves the training as it goes: where the file holds one, it goes on from there.
     *
     * @throws CancellationException if the listener gives up; the file keeps the last save
     * @throws NonFiniteException if a loss or a weight stops being finite; the file keeps the last save
     * @throws ModelFileException if the file holds something else than this training; the message names each setting that
     *     differs and both values. The file is left alone
     * @throws IOException if the file cannot be read or written; it is written once before the first epoch, so that this is
     *     found out early
     */
    public TrainingOutcome run(TrainingListener listener, Checkpoints checkpoints) throws IOException {
        Objects.requireNonNull(
                listener, () -> model.name() + ": the listener is null; TrainingListener.none() does nothing");
        Objects.requireNonNull(checkpoints, () -> model.name() + ": the checkpoints are null");
        prepare();
        if (resume(checkpoints.file())) {
            listener.resumed(done(), epochs);
        }
        if (isOpen()) {
            checkpoint.save(checkpoints.file());
        }
        while (isOpen()) {
            epoch(listener);
            if (checkpoints.isDue(done(), epochs) || !isOpen()) {
                checkpoint.save(checkpoints.file());
            }
        }
        return outcome();
    }

    /** Lists what is saved; the best weights so far are part of it where they are kept. */
    private void prepare() {
        Checkpoint.Builder parts = model.checkpoint().setting("model", model.name());
        if (earlyStopping != null) {
            parts.setting("earlyStopping.patience", earlyStopping.patience())
                    .setting("earlyStopping.improvement", earlyStopping.improvement())
                    .setting("earlyStopping.keepBest", earlyStopping.keepBest());
            if (earlyStopping.keepBest()) {
                best = copy(model.cells());
                parts.network("best", Cells.of(best.values().toArray(new Cell[0])));
            }
        }
        checkpoint = parts.build();
    }

    private static Map<String, Cell> copy(Cells cells) {
        Map<String, Cell> copies = new LinkedHashMap<>();
        cells.byName().forEach((name, cell) -> copies.put(name, new Buffer(name, cell.constant())));
        return copies;
    }

    private boolean resume(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        SafeTensors content = SafeTensors.read(file);
        checkpoint.restore(content);
        model.requireRestored(content);
        if (done() > epochs) {
            throw content.malformed(
                    "epochs",
                    done() + " are complete, more than the " + epochs + " of this training; take at least " + done()
                            + ", or another file");
        }
        return true;
    }

    private int done() {
        return (int) checkpoint.epoch();
    }

    private boolean isOpen() {
        return done() < epochs
                && (earlyStopping == null
                        || done() == 0
                        || !earlyStopping.standing(judged()).isOver());
    }

    /** The next epoch. One that does not end, in whatever way, leaves a state that no other can begin from. */
    private void epoch(TrainingListener listener) {
        int epoch = done() + 1;
        int steps = model.begin();
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < steps; i++) {
            if (listener.cancelled()) {
                throw new CancellationException(
                        model.name() + ": training was cancelled in epoch " + epoch + " of " + epochs);
            }
            Map<String, Double> losses = scopedStep(i);
            losses.forEach((name, value) -> requireFinite("loss of " + name, name, value));
            losses.forEach((name, loss) -> {
                sums.merge(name, loss, Double::sum);
                counts.merge(name, 1, Integer::sum);
            });
            listener.progress(new TrainingProgress(epoch, epochs, i + 1, steps, Collections.unmodifiableMap(losses)));
        }
        requireFiniteWeights();
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / counts.get(name)));
        OptionalDouble validation = model.validationLoss();
        if (validation.isPresent()) {
            requireFinite("loss of the validation", TrainingOutcome.VALIDATION, validation.getAsDouble());
            means.put(TrainingOutcome.VALIDATION, validation.getAsDouble());
        }
        checkpoint.completeEpoch(means);
        if (!best.isEmpty() && earlyStopping.standing(judged()).best() == done()) {
            move(model.cells().byName(), best);
        }
        listener.epoch(done(), epochs, checkpoint.history());
    }

    private Map<String, Double> scopedStep(int index) {
        Scope scope = checkFinite ? Scope.checkingFinite() : Scope.open();
        try {
            return model.step(index);
        } catch (NonFiniteException e) {
            throw e.during("in epoch " + (done() + 1) + "; " + model.remedy());
        } finally {
            scope.close();
        }
    }

    /** The loss of each epoch that early stopping looks at. */
    private double[] judged() {
        Map<String, double[]> history = checkpoint.history();
        if (history.containsKey(TrainingOutcome.VALIDATION)) {
            return history.get(TrainingOutcome.VALIDATION);
        }
        double[] sums = new double[done()];
        for (double[] losses : history.values()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += losses[i];
            }
        }
        return sums;
    }

    private TrainingOutcome outcome() {
        int kept = done();
        if (!best.isEmpty()) {
            kept = earlyStopping.standing(judged()).best();
            move(best, model.cells().byName());
        }
        return new TrainingOutcome(done(), kept, checkpoint.history());
    }

    private static void move(Map<String, Cell> from, Map<String, Cell> to) {
        to.forEach((name, cell) -> cell.set(from.get(name).constant()));
    }

    /** A finite loss may still have a gradient that is not: such weights must not be kept, nor replace good ones. */
    private void requireFiniteWeights() {
        List<Cell> cells = new ArrayList<>(model.cells().byName().values());
        for (Cell cell : cells) {
            Backend holder = cell.storage().backend();
            int bad = holder.firstNonFinite(cell.storage());
            if (bad >= 0) {
                String what = cell instanceof Parameter ? "weights of " : "statistics of ";
                requireFinite(what + cell.name(), cell.name(), holder.get(cell.storage(), bad));
            }
        }
    }

    private void requireFinite(String what, String source, double value) {
        if (!Double.isFinite(value)) {
            throw new NonFiniteException(
                    source,
                    value,
                    model.name() + ": the " + what + " became " + value + " in epoch " + (done() + 1) + "; "
                            + model.remedy() + ", or have checkFinite(true) name the operation that did it");
        }
    }
}
