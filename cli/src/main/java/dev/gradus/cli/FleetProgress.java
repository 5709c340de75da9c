package dev.gradus.cli;

import dev.gradus.models.fleet.engine.FleetEngine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;

/**
 * Shows how much of a fleet is done, whose series come in parts and are too many to be named: a bar on a terminal, elsewhere a line from
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
    public synchronized void begin(long parts) {
        all = parts;
        begun = clock.getAsLong();
        said = begun;
        if (onTerminal && all > 0) {
            bar = Terminal.bar()
                    .setTaskName("Training")
                    .setInitialMax(all)
                    .setUnit(" parts", 1)
                    .hideEta()
                    .build();
        }
    }

    @Override
    public synchronized void progress(long parts, long series, long failed) {
        long now = clock.getAsLong();
        // A part that is done again counts again.
        long over = Math.min(parts, all);
        String known = known(over, series, failed, now - begun);
        if (bar != null) {
            bar.stepTo(over);
            bar.setExtraMessage(" " + known);
        } else if (over == all || now - said >= BETWEEN_LINES) {
            said = now;
            err.println("fleet: " + over + " of " + all + " parts: " + known);
            err.flush();
        }
    }

    /** What is known beside the parts. */
    private String known(long over, long series, long failed, long nanos) {
        List<String> known = new ArrayList<>();
        known.add(series + " series");
        if (failed > 0) {
            known.add(failed + " failed");
        }
        if (over > 0 && over < all) {
            long left = Math.round((double) nanos / over * (all - over));
            known.add("about " + TimeLeft.wall(Duration.ofNanos(left)) + " left");
        }
        return String.join(", ", known);
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
