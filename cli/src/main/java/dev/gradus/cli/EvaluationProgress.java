package dev.gradus.cli;

import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how an evaluation gets on, and how long it will take: a bar on a terminal, elsewhere a line for each trial that is over. */
final class EvaluationProgress implements AutoCloseable {
    /** Parts of a trial that the bar moves by. */
    private static final int PARTS = 1000;

    private final PrintWriter err;
    private final LongSupplier nanos;
    private final long start;
    private final int trials;
    private final Map<Trial, Double> running = new HashMap<>();
    private final ProgressBar bar;
    private int over;

    /**
     * Of an evaluation that begins.
     *
     * @param trials that are to be run
     * @param nanos  a clock in nanoseconds
     */
    EvaluationProgress(PrintWriter err, int trials, LongSupplier nanos, boolean onTerminal) {
        this.err = err;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.trials = trials;
        this.bar = onTerminal
                ? new ProgressBarBuilder()
                        .setTaskName("Evaluating")
                        .setInitialMax((long) trials * PARTS)
                        .setUnit(" trials", PARTS)
                        .setUpdateIntervalMillis(200)
                        .setStyle(Terminal.hasBlocks() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                        .build()
                : null;
    }

    /** A training goes on. */
    synchronized void progress(Trial trial, double share) {
        running.put(trial, share);
        show(trial.toString());
    }

    /** A trial is over. */
    synchronized void finished(Trial trial, TrialResult result) {
        running.remove(trial);
        over++;
        String outcome = result.failed()
                ? "failed: " + result.error()
                : String.format(
                        Locale.ROOT,
                        "%d found, %d missed, %d false, %.1f s",
                        result.counts().truePositives(),
                        result.counts().falseNegatives(),
                        result.counts().falsePositives(),
                        result.trainingSeconds() + result.scoringSeconds());
        show(trial.toString());
        if (bar == null) {
            err.println(String.format(
                    Locale.ROOT, "evaluate: %d of %d, %s: %s; %s", over, trials, trial, outcome, timeLeft()));
            err.flush();
        }
    }

    private void show(String what) {
        if (bar != null) {
            bar.stepTo(Math.round(done() * PARTS));
            bar.setExtraMessage(" " + what);
        }
    }

    /** Trials that are done, those that run by their shares. */
    private double done() {
        return over + running.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private String timeLeft() {
        double done = done();
        double seconds = (nanos.getAsLong() - start) / 1e9 * (trials - done) / done;
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toMinutes() > 0
                ? "about " + left.toMinutes() + " min left"
                : "about " + left.toSeconds() + " s left";
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
