package dev.gradus.models.fleet;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Quoted;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Trains a detector on each of many series and looks at the series with it, a fixed number of them at once. A series that fails, for
 * whatever reason, has its error in the report and stops none of the others. A run that was stopped or killed goes on where it was
 * when it is started again: what the report has is not done again, failures neither; to have one done again, take its row out.
 */
public final class Fleet {
    /** Watches a fleet. Called by the threads that work, by one at a time. */
    public interface Listener {
        /**
         * The work begins.
         *
         * @param missing keys of the series that are to be done, less those that are in the report already
         */
        default void begin(List<String> missing) {}

        /**
         * A training goes on.
         *
         * @param share of its steps that are done, 0 to 1
         */
        default void progress(String series, double share) {}

        /** A series is done, and in the report. */
        default void finished(FleetRow row) {}

        /** Asked before every step of a training: whether to give up. */
        default boolean cancelled() {
            return false;
        }

        /** A listener that does nothing. */
        static Listener none() {
            return new Listener() {};
        }
    }

    private final FleetConfig config;
    private final String backend;
    private final Jobs jobs;

    /**
     * Of some settings.
     *
     * @param backend what computes, shared by all jobs: one of one thread, {@code Backends.configured(Workers.of(1))}, leaves a
     *     processor for each job
     * @param jobs    how many series are worked on at once, at least 1
     */
    public Fleet(FleetConfig config, Backend backend, int jobs) {
        Objects.requireNonNull(config, "fleet: the settings are null");
        Objects.requireNonNull(backend, "fleet: the backend is null");
        this.config = config.on(backend);
        this.backend = backend.name();
        this.jobs = new Jobs("fleet", jobs);
    }

    /**
     * Does what is not in the report yet.
     *
     * @param series each with a key of its own
     * @param out    the folder of the results, made if there is none: {@code report.csv}, {@code detectors}, {@code anomalies} and, where
     *     they are kept, {@code scores}
     * @return the rows of these series, in their order
     * @throws CancellationException if the listener gives up; what is done is in the report
     * @throws dev.gradus.models.series.MalformedDataException if the folder holds something else, or a fleet with other settings
     * @throws IllegalArgumentException if two series have the same key
     * @throws IOException if results cannot be written
     */
    public List<FleetRow> run(List<? extends FleetSeries> series, Path out, Listener listener) throws IOException {
        Objects.requireNonNull(series, "fleet: the list of series is null");
        Objects.requireNonNull(out, "fleet: the folder of the results is null");
        Objects.requireNonNull(listener, "fleet: the listener is null; Listener.none() does nothing");
        requireKeys(series);
        try (FleetFolder folder = FleetFolder.open(out, config, backend)) {
            List<Jobs.Job> missing = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            for (FleetSeries one : series) {
                if (folder.row(one.key()) == null) {
                    keys.add(one.key());
                    missing.add(over -> run(one, folder, new Watching(one.key(), listener, over)));
                }
            }
            listener.begin(keys);
            jobs.run(missing);
            return series.stream().map(one -> folder.row(one.key())).toList();
        }
    }

    private static void requireKeys(List<? extends FleetSeries> series) {
        Set<String> keys = new HashSet<>();
        for (FleetSeries one : series) {
            String key = Objects.requireNonNull(one, "fleet: a series is null").key();
            if (Objects.requireNonNull(key, "fleet: the key of a series is null")
                            .lines()
                            .count()
                    > 1) {
                throw new IllegalArgumentException(
                        "fleet: the key " + Quoted.of(key) + " has a line break; give the series another name");
            }
            if (!keys.add(key)) {
                throw new IllegalArgumentException(
                        "fleet: two series have the key '" + key + "'; name one of them otherwise");
            }
        }
    }

    private void run(FleetSeries series, FleetFolder folder, Watching watching) throws IOException {
        SeriesResult result;
        TimeFormat format = TimeFormat.epochMillis();
        try {
            FleetFolder.fileName(series.key());
            watching.check();
            TimeSeries read = series.read(config.longest());
            format = read.timeFormat();
            result = new SeriesWork(config).run(series.key(), read, watching);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
            result = SeriesResult.failed(series.key(), 0, Jobs.problem(e));
        }
        watching.finish(result, format, folder);
    }

    /** Stands between a series and the listener, which hears of one thing at a time. */
    private record Watching(String series, Listener listener, BooleanSupplier over) implements TrainingListener {
        @Override
        public void progress(TrainingProgress p) {
            synchronized (listener) {
                listener.progress(series, p.share());
            }
        }

        @Override
        public boolean cancelled() {
            return over.getAsBoolean() || listener.cancelled();
        }

        void check() {
            if (cancelled()) {
                throw new CancellationException("fleet: was given up");
            }
        }

        void finish(SeriesResult result, TimeFormat format, FleetFolder folder) throws IOException {
            check();
            FleetRow row = folder.add(result, format);
            synchronized (listener) {
                listener.finished(row);
            }
        }
    }
}
