package dev.gradus.models.evaluation;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Interval;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Runs trials: reads each series, fits a pipeline on it, detects anomalies in the same series by itself ({@link
 * Scoring#TRANSDUCTIVE}, as published) and compares them with the known ones. A trial that fails becomes a result that says why,
 * and stops none of the others. What a trial finds depends on nothing but itself, however many run at once.
 *
 * <pre>{@code
 * BenchmarkFolder folder = BenchmarkFolder.open(Path.of("nab"));
 * List<Trial> trials = Trial.all(Pipelines.all(), folder.signals(List.of("realTraffic"), List.of()), List.of(1L, 2L, 3L));
 * try (ResultsFile results = ResultsFile.open(Path.of("results.csv"), ZoneOffset.UTC, backend.name())) {
 *     new Benchmark(folder, ZoneOffset.UTC, backend, 2).run(trials, results, Benchmark.Listener.none());
 *     BenchmarkSummary.of(results.of(trials)).forEach(System.out::println);
 * }
 * }</pre>
 */
public final class Benchmark {
    /** Watches a benchmark. Called by the threads that run trials, by one at a time. */
    public interface Listener {
        /**
         * A training goes on.
         *
         * @param share of its steps that are done, 0 to 1
         */
        default void progress(Trial trial, double share) {}

        /** A trial is over, and its result is about to be written. */
        default void finished(Outcome outcome) {}

        /** Asked before every step of a training: whether to give up. */
        default boolean cancelled() {
            return false;
        }

        /** A listener that does nothing. */
        static Listener none() {
            return new Listener() {};
        }
    }

    /**
     * What a trial came to.
     *
     * @param trial     which it was
     * @param result    what is kept of it
     * @param series    what was looked at; {@code null} where it could not be read
     * @param known     its known anomalies
     * @param detection what was found; {@code null} where the trial failed
     */
    public record Outcome(
            Trial trial, TrialResult result, TimeSeries series, List<Interval> known, Detection detection) {}

    private final BenchmarkFolder folder;
    private final ZoneId zone;
    private final Backend backend;
    private final Jobs jobs;

    /**
     * Of a folder.
     *
     * @param zone    where times without offset were written, of series and of labels
     * @param backend what computes; all trials that run at once share its threads
     * @param jobs    how many trials run at once, at least 1
     */
    public Benchmark(BenchmarkFolder folder, ZoneId zone, Backend backend, int jobs) {
        this.folder = Objects.requireNonNull(folder, "benchmark: the folder is null");
        this.zone = Objects.requireNonNull(zone, "benchmark: the zone is null");
        this.backend = Objects.requireNonNull(backend, "benchmark: the backend is null");
        this.jobs = new Jobs("benchmark", jobs);
    }

    /**
     * Runs the trials that have no result yet.
     *
     * @throws CancellationException if the listener gives up; what is done is in the results
     * @throws dev.gradus.models.series.MalformedDataException if the labels are not what they should be
     * @throws IOException if labels cannot be read or results not be written
     */
    public void run(List<Trial> trials, ResultsFile results, Listener listener) throws IOException {
        Objects.requireNonNull(trials, "benchmark: the trials are null");
        Objects.requireNonNull(results, "benchmark: the results are null");
        Objects.requireNonNull(listener, "benchmark: the listener is null; Listener.none() does nothing");
        Map<Signal, List<Interval>> known = new LinkedHashMap<>();
        for (Trial trial : trials) {
            Objects.requireNonNull(trial, "benchmark: a trial is null");
            if (!known.containsKey(trial.signal())) {
                known.put(trial.signal(), folder.labels(trial.signal(), zone));
            }
        }
        List<Jobs.Job> missing = new ArrayList<>();
        for (Trial trial : trials) {
            if (!results.has(trial)) {
                missing.add(
                        over -> run(trial, known.get(trial.signal()), results, new Watching(trial, listener, over)));
            }
        }
        jobs.run(missing);
    }

    private void run(Trial trial, List<Interval> known, ResultsFile results, Watching watching) throws IOException {
        Outcome outcome;
        try {
            outcome = tried(trial, known, watching);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
            outcome = new Outcome(trial, failed(trial, known, Jobs.problem(e)), null, known, null);
        }
        watching.finish(outcome, results);
    }

    private static TrialResult failed(Trial trial, List<Interval> known, String error) {
        double nothing = Double.NaN;
        return new TrialResult(
                trial.signal().dataset(),
                trial.signal().name(),
                trial.pipeline().name(),
                trial.seed(),
                new Confusion(0, 0, known.size()),
                nothing,
                nothing,
                nothing,
                nothing,
                error);
    }

    private Outcome tried(Trial trial, List<Interval> known, Watching watching) throws IOException {
        Signal signal = trial.signal();
        TimeSeries series = TimeSeries.readCsv(signal.file(), zone);
        long start = System.nanoTime();
        Detector detector = trial.pipeline()
                .models()
                .of(signal.dataset(), trial.seed(), backend)
                .fit(series, watching);
        long trained = System.nanoTime();
        Detection detection = detector.examine(series, Scoring.TRANSDUCTIVE);
        long scored = System.nanoTime();
        List<Interval> found = Evaluation.intervals(detection.anomalies());
        TrialResult result = new TrialResult(
                signal.dataset(),
                signal.name(),
                trial.pipeline().name(),
                trial.seed(),
                Evaluation.overlap(known, found),
                Evaluation.flaggedShare(found, series.time(0), series.time(series.length() - 1)),
                VolumeUnderSurface.pr(detection.scores(), labels(detection, known)),
                (trained - start) / 1e9,
                (scored - trained) / 1e9,
                "");
        return new Outcome(trial, result, series, known, detection);
    }

    /** Whether the bin of each scored step shares time with a known anomaly. */
    private static boolean[] labels(Detection detection, List<Interval> known) {
        long[] times = detection.times();
        long bin = times[1] - times[0];
        boolean[] labels = new boolean[detection.scores().length];
        for (int i = 0; i < labels.length; i++) {
            long time = times[i];
            labels[i] = known.stream().anyMatch(k -> k.start() < time + bin && time <= k.end());
        }
        return labels;
    }

    /** Stands between a trial and the listener, which hears of one thing at a time. */
    private record Watching(Trial trial, Listener listener, BooleanSupplier over) implements TrainingListener {
        @Override
        public void progress(TrainingProgress p) {
            synchronized (listener) {
                listener.progress(trial, p.share());
            }
        }

        @Override
        public boolean cancelled() {
            return over.getAsBoolean() || listener.cancelled();
        }

        void finish(Outcome outcome, ResultsFile results) throws IOException {
            synchronized (listener) {
                if (cancelled()) {
                    throw new CancellationException("benchmark: was given up");
                }
                listener.finished(outcome);
                results.append(outcome.result());
            }
        }
    }
}
