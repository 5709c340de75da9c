package dev.gradus.cli;

import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how an evaluation gets on, and how long it will take: a bar on a terminal, elsewhere a line for each trial that is over. */
final class EvaluationProgress implements AutoCloseable {
    /** Parts of a trial that the bar moves by. */
    private static final int PARTS = 1000;

    private final PrintWriter err;
    private final int trials;
    private final TimeLeft time;
    private final ProgressBar bar;
    private int over;

    /**
     * Of an evaluation that begins.
     *
     * @param trials     that are to be run
     * @param jobs       that work on them at once
     * @param onTerminal whether a bar can be drawn
     */
    EvaluationProgress(PrintWriter err, List<Trial> trials, int jobs, boolean onTerminal) {
        this.err = err;
        this.trials = trials.size();
        this.time = new TimeLeft(trials, jobs);
        this.bar = onTerminal
                ? new ProgressBarBuilder()
                        .setTaskName("Evaluating")
                        .setInitialMax((long) trials.size() * PARTS)
                        .setUnit(" trials", PARTS)
                        .setUpdateIntervalMillis(200)
                        .hideEta()
                        .setStyle(Terminal.hasBlocks() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                        .build()
                : null;
    }

    /** A training goes on. */
    synchronized void progress(Trial trial, double share) {
        time.progress(trial, share);
        show(trial);
    }

    /** A trial is over. */
    synchronized void finished(Trial trial, TrialResult result) {
        double took = result.trainingSeconds() + result.scoringSeconds();
        time.finished(trial, took);
        over++;
        if (bar != null) {
            show(trial);
            return;
        }
        String outcome = result.failed()
                ? "failed: " + result.error()
                : String.format(
                        Locale.ROOT,
                        "%d found, %d missed, %d false, %.1f s",
                        result.counts().truePositives(),
                        result.counts().falseNegatives(),
                        result.counts().falsePositives(),
                        took);
        String left = time.text(trial);
        err.println("evaluate: " + over + " of " + trials + ", " + trial + ": " + outcome
                + (left.isEmpty() ? "" : "; " + left));
        err.flush();
    }

    private void show(Trial trial) {
        if (bar != null) {
            String left = time.text(trial);
            bar.stepTo(Math.round(time.done() * PARTS));
            bar.setExtraMessage(" " + (left.isEmpty() ? "" : left + ", ") + trial);
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
