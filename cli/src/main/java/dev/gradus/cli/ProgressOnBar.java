package dev.gradus.cli;

import dev.gradus.models.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;

/** A bar on standard error that counts epochs and shows the latest losses. */
final class ProgressOnBar implements Progress {
    private final PrintWriter err;
    private ProgressBar bar;
    private boolean closed;

    /** @param err takes what is said besides the bar, which the library writes itself */
    ProgressOnBar(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void resumed(int epoch, int epochs) {
        err.println(Progress.resumption(epoch, epochs));
        err.flush();
    }

    @Override
    public synchronized void progress(TrainingProgress p) {
        if (closed) {
            return;
        }
        if (bar == null) {
            bar = Terminal.bar()
                    .setTaskName("Training")
                    .setInitialMax(Progress.all(p))
                    .startsFrom(Progress.done(p) - 1, Duration.ZERO)
                    .setUnit(" epochs", p.steps())
                    .build();
        }
        bar.stepTo(Progress.done(p));
        bar.setExtraMessage(" " + Progress.losses(p));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
