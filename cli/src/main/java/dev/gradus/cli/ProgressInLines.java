package dev.gradus.cli;

import dev.gradus.models.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line for every tenth of a training, and one whenever half a minute passed without. */
final class ProgressInLines implements Progress {
    private static final long SILENCE = Duration.ofSeconds(30).toNanos();

    private final PrintWriter out;
    private final LongSupplier nanos;
    private final long start;
    private long lastTime;
    private long lastTenth;

    /** @param nanos a clock in nanoseconds */
    ProgressInLines(PrintWriter out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastTime = start;
    }

    @Override
    public void resumed(int epoch, int epochs) {
        out.println(Progress.resumption(epoch, epochs));
        out.flush();
    }

    @Override
    public void progress(TrainingProgress p) {
        long now = nanos.getAsLong();
        long percent = 100 * Progress.done(p) / Progress.all(p);
        if (percent / 10 == lastTenth && now - lastTime < SILENCE) {
            return;
        }
        lastTenth = percent / 10;
        lastTime = now;
        out.println(String.format(
                Locale.ROOT,
                "training: %3d %%, epoch %d of %d, %s, %d s",
                percent,
                p.epoch(),
                p.epochs(),
                Progress.losses(p),
                Duration.ofNanos(now - start).toSeconds()));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
