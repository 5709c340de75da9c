package dev.gradus.cli;

import dev.gradus.models.fleet.engine.FleetEngine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;

/**
 * Shows how many series of a fleet are done, which come in batches and are too many to be named: a bar on a terminal, elsewhere a line from
 * time to time.
 */
final class FleetProgress implements FleetEngine.Listener, AutoCloseable {
    private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

    private final PrintWriter err;
    private final boolean onTerminal;
    private final LongSupplier clock;
    private ProgressBar bar;
    private long all;
    private long begun;
    private long said;

    /** @param clock in nanoseconds */
    FleetProgress(PrintWriter err, boolean onTerminal, LongSupplier clock) {
        this.err = err;
        this.onTerminal = onTerminal;
        this.clock = clock;
    }

    @Override
    public synchronized void begin(long series) {
        all = series;
        begun = clock.getAsLong();
        said = begun;
        if (onTerminal && all > 0) {
            bar = Terminal.bar()
                    .setTaskName("Training")
                    .setInitialMax(all)
                    .setUnit(" series", 1)
                    .hideEta()
                    .build();
        }
    }

    @Override
    public synchronized void progress(long done, long failed) {
        long now = clock.getAsLong();
        // A task that is done again counts again.
        long over = Math.min(done, all);
        String more = more(over, failed, now - begun);
        if (bar != null) {
            bar.stepTo(over);
            bar.setExtraMessage(" " + more);
        } else if (over == all || now - said >= BETWEEN_LINES) {
            said = now;
            err.println("fleet: " + over + " of " + all + " series" + (more.isEmpty() ? "" : ": " + more));
            err.flush();
        }
    }

    /** What is known beside the count, nothing where nothing is. */
    private String more(long over, long failed, long nanos) {
        List<String> parts = new ArrayList<>();
        if (over > 0 && over < all) {
            long left = Math.round((double) nanos / over * (all - over));
            parts.add("about " + TimeLeft.wall(Duration.ofNanos(left)) + " left");
        }
        if (failed > 0) {
            parts.add(failed + " failed");
        }
        return String.join(", ", parts);
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
