package dev.gradus.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;

/**
 * Shows how a run over many things gets on, and how long it will take: a bar on a terminal, elsewhere a line for each that is over.
 *
 * @param <T> what the run is over
 */
final class RunProgress<T> implements AutoCloseable {
    /** Parts of one thing that the bar moves by. */
    private static final int PARTS = 1000;

    private final PrintWriter err;
    private final Names names;
    private final int count;
    private final TimeLeft<T> time;
    private final ProgressBar bar;
    private int over;

    /**
     * What it is called.
     *
     * @param command begins lines, such as {@code evaluate}
     * @param doing   stands before the bar, such as {@code Evaluating}
     * @param things  are counted, such as {@code trials}
     */
    record Names(String command, String doing, String things) {}

    /**
     * Of a run that begins.
     *
     * @param all        that are to be done
     * @param kind       names those that take about as long
     * @param jobs       that work on them at once
     * @param onTerminal whether a bar can be drawn
     */
    RunProgress(
            PrintWriter err, Names names, Collection<T> all, Function<T, String> kind, int jobs, boolean onTerminal) {
        this.err = err;
        this.names = names;
        this.count = all.size();
        this.time = new TimeLeft<>(all, kind, jobs);
        this.bar = onTerminal && !all.isEmpty()
                ? Terminal.bar()
                        .setTaskName(names.doing)
                        .setInitialMax((long) count * PARTS)
                        .setUnit(" " + names.things, PARTS)
                        .hideEta()
                        .build()
                : null;
    }

    /** One is done by a share, 0 to 1. */
    synchronized void progress(T one, double share) {
        time.progress(one, share);
        show(one);
    }

    /**
     * One is over.
     *
     * @param took    seconds; NaN where it failed
     * @param outcome in words
     */
    synchronized void finished(T one, double took, String outcome) {
        time.finished(one, took);
        over++;
        if (bar != null) {
            show(one);
            return;
        }
        String left = time.text(one);
        err.println(names.command + ": " + over + " of " + count + ", " + one + ": " + outcome
                + (left.isEmpty() ? "" : "; " + left));
        err.flush();
    }

    private void show(T one) {
        if (bar != null) {
            String left = time.text(one);
            bar.stepTo(Math.round(time.done() * PARTS));
            bar.setExtraMessage(" " + (left.isEmpty() ? "" : left + ", ") + one);
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
