package dev.gradus.models.window;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.training.Training;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** A model with its settings, which becomes a detector by training on a series. */
public abstract class SeriesModel {
    private final String name;

    /** @param name begins messages, such as {@code tadgan} */
    protected SeriesModel(String name) {
        this.name = name;
    }

    /**
     * A training that is ready to run.
     *
     * @param training the training, or {@code null} where there is nothing to train
     * @param detector what it ends with, once it has run
     */
    protected record Run(Training training, Supplier<Detector> detector) {
        /** Of both. */
        public Run {
            Objects.requireNonNull(detector, "the detector is null");
        }

        /** Of a model that has nothing to train: it learns from a series by keeping what it needs of it. */
        public static Run untrained(Supplier<Detector> detector) {
            return new Run(null, detector);
        }
    }

    /** What files call the model, such as {@code tadgan}. */
    public final String name() {
        return name;
    }

    /** Writes the settings as fields, those that a detector's file begins with. */
    public final void write(FieldWriter out) {
        put(Objects.requireNonNull(out, () -> name + ": there is nothing to write the settings to, it is null"));
    }

    /** See {@link #write}. */
    protected void put(FieldWriter out) {
        throw new UnsupportedOperationException(name + ": has no settings that could be written; fit it directly");
    }

    /** The same settings with another seed; a model in which nothing is random stays as it is. */
    public SeriesModel withSeed(long seed) {
        throw new UnsupportedOperationException(name + ": takes no other seed; build another model");
    }

    /** Bins that a series is averaged over; {@code null} for its own spacing. */
    public Duration interval() {
        return null;
    }

    /** Prepares a series and networks. */
    protected abstract Run begin(TimeSeries series);

    /** Trains on a series that has the columns of the model: where none are named, one. */
    public final Detector fit(TimeSeries series) {
        return fit(series, TrainingListener.none());
    }

    /**
     * Trains on a series that has the columns of the model. The same series, settings and backend give the same detector to the bit.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if the series is shorter than one window and its next
     *     sample, has no values, several columns where none are named or not the ones that are, or its spacing cannot be told
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite
     */
    public final Detector fit(TimeSeries series, TrainingListener listener) {
        requireListener(listener);
        return run(begin(series), listener);
    }

    /** Trains, where there is something to train, and gives what it ends with. */
    protected static Detector run(Run run, TrainingListener listener) {
        if (run.training() != null) {
            run.training().run(listener);
        }
        return run.detector().get();
    }

    /** Sets what is about to be trained to the numbers of a trained network of the same architecture, which it does not share. */
    protected static void start(Cells into, Cells from) {
        into.byName().forEach((cell, place) -> place.set(from.byName().get(cell).constant()));
    }

    /**
     * Trains on a series that has the columns of the model, and saves the training as it goes: where the file holds
     * one, it goes on from there. A training that was interrupted, in whatever way, and started again ends with the
     * detector of one that was not, to the bit; what was done after the last save is done again. A training that is
     * complete can be given more epochs, and another way of scoring, and nothing else.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if the series is shorter than one window and its next
     *     sample, has no values, several columns where none are named or not the ones that are, or its spacing cannot be told
     * @throws java.util.concurrent.CancellationException if the listener gives up; the file keeps the last save
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite; the file keeps the last
     *     save
     * @throws dev.gradus.engine.io.ModelFileException if the file holds something else than a training of this series with
     *     these settings on this backend; the message names each setting that differs and both values. The file is left alone
     * @throws IllegalArgumentException if the model has nothing to train
     * @throws IOException if the file cannot be read or written; it is written once before the first epoch, so that this is
     *     found out early
     */
    public final Detector fit(TimeSeries series, TrainingListener listener, Checkpoints checkpoints)
            throws IOException {
        requireListener(listener);
        Objects.requireNonNull(checkpoints, () -> name + ": the checkpoints are null");
        Run run = begin(series);
        if (run.training() == null) {
            throw new IllegalArgumentException(
                    name + ": has no training that could be saved; leave the checkpoints out");
        }
        run.training().run(listener, checkpoints);
        return run.detector().get();
    }

    private void requireListener(TrainingListener listener) {
        Objects.requireNonNull(listener, () -> name + ": the listener is null; TrainingListener.none() does nothing");
    }

    /** By what a saved training is known to be of other data: another series, other bins or another backend. */
    protected static Map<String, String> data(TimeSeries series, ChannelScaling scaling, Backend backend) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(
                "series",
                series.length() + " rows from " + Instant.ofEpochMilli(series.time(0)) + " to "
                        + Instant.ofEpochMilli(series.time(series.length() - 1)) + ", SHA-256 "
                        + Fingerprint.of(scaling.channels().select(series)).substring(0, 16));
        data.put("interval", Duration.ofMillis(scaling.interval()).toString());
        data.put("backend", backend.name());
        return data;
    }
}
