package dev.gradus.cli.plot;

import java.awt.geom.Path2D;

/**
 * A line through the points of a series. Where several points share a column of pixels, only its first, lowest, highest
 * and last are kept: the picture stays the same, whatever the number of points (Jugel et al., "M4", 2014).
 */
final class Curve {
    private final Path2D path = new Path2D.Double();
    private long column = Long.MIN_VALUE;
    private double[] first;
    private double[] low;
    private double[] high;
    private double[] last;
    private boolean started;

    private Curve() {}

    /** The line through the first {@code values.length} times; NaN interrupts it. */
    static Path2D of(long[] times, double[] values, TimeAxis horizontal, ValueAxis vertical) {
        Curve curve = new Curve();
        for (int i = 0; i < Math.min(times.length, values.length); i++) {
            if (Double.isNaN(values[i])) {
                curve.interrupt();
            } else {
                curve.add(horizontal.x(times[i]), vertical.y(values[i]));
            }
        }
        curve.flush();
        return curve.path;
    }

    private void add(double x, double y) {
        double[] point = {x, y};
        long now = (long) Math.floor(x);
        if (now != column) {
            flush();
            column = now;
            first = point;
            low = point;
            high = point;
        }
        low = y > low[1] ? point : low;
        high = y < high[1] ? point : high;
        last = point;
    }

    private void interrupt() {
        flush();
        column = Long.MIN_VALUE;
        started = false;
    }

    /** Draws what the present column keeps, in the order of time. */
    private void flush() {
        if (first == null) {
            return;
        }
        boolean lowFirst = low[0] <= high[0];
        line(first);
        line(lowFirst ? low : high);
        line(lowFirst ? high : low);
        line(last);
        first = null;
    }

    private void line(double[] point) {
        if (started) {
            path.lineTo(point[0], point[1]);
        } else {
            path.moveTo(point[0], point[1]);
            started = true;
        }
    }
}
