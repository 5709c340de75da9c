package dev.gradus.cli.plot;

import dev.gradus.cli.plot.Canvas.Anchor;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeFormat;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The picture of a detection, {@value #WIDTH} × {@value #HEIGHT}: above, the series with its reconstruction; below, the
 * score; through both, what was found. Between them a lane shows what is known, where anything is.
 */
public final class AnomalyPlot {
    /** Width of the picture in pixels. */
    public static final int WIDTH = 1600;

    /** Height of the picture in pixels. */
    public static final int HEIGHT = 900;

    private static final double LEFT = 110;
    private static final double PLOT_WIDTH = WIDTH - LEFT - 36;
    private static final double TOP = 142;
    private static final double BOTTOM = HEIGHT - 62;
    private static final double GAP = 22;
    private static final double LANE = 14;
    private static final double SERIES_SHARE = 0.64;

    private static final double TICK_SPACING = 88;

    /** A reconstruction that leaves the range of the series is followed this far, as a share of the range. */
    private static final double LEEWAY = 0.25;

    /** An interval shorter than this many pixels is drawn this wide, to be seen. */
    private static final double LEAST_WIDTH = 3;

    /**
     * What is drawn.
     *
     * @param title          in large letters
     * @param subtitle       beneath it
     * @param valueName      what the values are
     * @param times          of the values, in milliseconds since 1970-01-01 UTC, ascending
     * @param values         the series
     * @param reconstruction of the first values, or of all
     * @param scores         of the first values, or of all
     * @param found          anomalies
     * @param known          known anomalies, or {@code null} if nothing is known
     * @param format         how times are written, for the clock to read them off
     */
    public record Content(
            String title,
            String subtitle,
            String valueName,
            long[] times,
            double[] values,
            double[] reconstruction,
            double[] scores,
            List<Anomaly> found,
            List<Interval> known,
            TimeFormat format) {}

    /** An entry of the legend: a line, or a swatch. */
    private record Key(String label, Color colour, boolean line) {}

    private final Content content;
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final TimeAxis time;
    private final Rectangle2D seriesPanel;
    private final Rectangle2D scorePanel;
    private final Rectangle2D lane;

    public AnomalyPlot(Content content) {
        this.content = content;
        long[] times = content.times();
        this.time =
                new TimeAxis(times[0], times[times.length - 1], content.format().zone(), LEFT, PLOT_WIDTH);
        double between = content.known() == null ? GAP : 2 * GAP + LANE - 10;
        double room = BOTTOM - TOP - between;
        this.seriesPanel = new Rectangle2D.Double(LEFT, TOP, PLOT_WIDTH, Math.rint(room * SERIES_SHARE));
        double scoreTop = seriesPanel.getMaxY() + between;
        this.scorePanel = new Rectangle2D.Double(LEFT, scoreTop, PLOT_WIDTH, BOTTOM - scoreTop);
        this.lane = new Rectangle2D.Double(LEFT, seriesPanel.getMaxY() + GAP - 5, PLOT_WIDTH, LANE);
    }

    /** The picture as a PNG file. */
    public byte[] png() {
        header();
        ValueAxis values = seriesAxis();
        ValueAxis scores = scoreAxis();
        frame(seriesPanel, values.ticks(8), content.valueName());
        frame(scorePanel, scores.ticks(5), "score");
        timeTicks();
        lane();
        curve(seriesPanel, content.values(), values, Palette.SERIES, 1.6f);
        curve(seriesPanel, content.reconstruction(), values, Palette.RECONSTRUCTION, 1.4f);
        curve(scorePanel, content.scores(), scores, Palette.SCORE, 1.5f);
        return canvas.png();
    }

    private void header() {
        double room = WIDTH - LEFT - 36;
        canvas.text(canvas.fitted(content.title(), Fonts.TITLE, room), LEFT, 46, Anchor.LEFT, Fonts.TITLE, Palette.INK);
        canvas.text(
                canvas.fitted(content.subtitle(), Fonts.TEXT, room),
                LEFT,
                74,
                Anchor.LEFT,
                Fonts.TEXT,
                Palette.FAINT_INK);
        List<Key> keys = new ArrayList<>(List.of(
                new Key("series", Palette.SERIES, true),
                new Key("reconstruction", Palette.RECONSTRUCTION, true),
                new Key("score", Palette.SCORE, true),
                new Key("found (" + content.found().size() + ")", Palette.FOUND, false)));
        if (content.known() != null) {
            keys.add(new Key("known (" + content.known().size() + ")", Palette.KNOWN, false));
        }
        double x = LEFT;
        for (Key key : keys) {
            x = legend(key, x, 112);
        }
    }

    /** Draws an entry of the legend and says where the next one begins. */
    private double legend(Key key, double x, double y) {
        double sample = 28;
        if (key.line()) {
            canvas.stroke(new Line2D.Double(x, y - 5, x + sample, y - 5), key.colour(), 3);
        } else {
            canvas.fill(new Rectangle2D.Double(x, y - 12, sample, 14), shade(key.colour()));
        }
        canvas.text(key.label(), x + sample + 8, y, Anchor.LEFT, Fonts.TEXT, Palette.INK);
        return x + sample + 8 + canvas.width(key.label(), Fonts.TEXT) + 30;
    }

    private static Color shade(Color colour) {
        return colour.equals(Palette.FOUND) ? Palette.FOUND_SHADE : colour;
    }

    private ValueAxis seriesAxis() {
        double low = Arrays.stream(content.values()).min().orElse(0);
        double high = Arrays.stream(content.values()).max().orElse(1);
        double leeway = (high - low) * LEEWAY;
        double lowest = Arrays.stream(content.reconstruction()).min().orElse(low);
        double highest = Arrays.stream(content.reconstruction()).max().orElse(high);
        double from = Math.min(low, Math.max(lowest, low - leeway));
        double to = Math.max(high, Math.min(highest, high + leeway));
        double room = (to - from) * 0.04;
        return new ValueAxis(from - room, to + room, seriesPanel.getY(), seriesPanel.getHeight());
    }

    private ValueAxis scoreAxis() {
        double low = Math.min(0, Arrays.stream(content.scores()).min().orElse(0));
        double high = Arrays.stream(content.scores()).max().orElse(1);
        return new ValueAxis(low, high + (high - low) * 0.06, scorePanel.getY(), scorePanel.getHeight());
    }

    /** What lies behind the curves: grid, found anomalies, axes. */
    private void frame(Rectangle2D panel, List<ValueAxis.Tick> ticks, String name) {
        for (TimeAxis.Tick tick : time.ticks(TICK_SPACING)) {
            canvas.line(tick.x(), panel.getMinY(), tick.x(), panel.getMaxY(), Palette.GRID);
        }
        for (ValueAxis.Tick tick : ticks) {
            canvas.line(panel.getMinX(), tick.y(), panel.getMaxX(), tick.y(), Palette.GRID);
            canvas.text(tick.label(), LEFT - 10, tick.y() + 5, Anchor.RIGHT, Fonts.TICK, Palette.INK);
        }
        for (Anomaly anomaly : content.found()) {
            canvas.fill(band(anomaly.start(), anomaly.end(), panel), Palette.FOUND_SHADE);
        }
        canvas.line(panel.getMinX(), panel.getMinY(), panel.getMinX(), panel.getMaxY(), Palette.AXIS);
        canvas.line(panel.getMinX(), panel.getMaxY(), panel.getMaxX(), panel.getMaxY(), Palette.AXIS);
        String fitted = canvas.fitted(name, Fonts.TEXT, panel.getHeight());
        canvas.textUpwards(fitted, 28, panel.getCenterY(), Fonts.TEXT, Palette.FAINT_INK);
    }

    private void timeTicks() {
        for (TimeAxis.Tick tick : time.ticks(TICK_SPACING)) {
            canvas.line(tick.x(), BOTTOM, tick.x(), BOTTOM + 6, Palette.AXIS);
            canvas.text(tick.label(), tick.x(), BOTTOM + 23, Anchor.CENTRE, Fonts.TICK, Palette.INK);
            canvas.text(tick.context(), tick.x(), BOTTOM + 43, Anchor.CENTRE, Fonts.TICK, Palette.FAINT_INK);
        }
        if (content.format().equals(TimeFormat.epochSeconds())
                || content.format().equals(TimeFormat.epochMillis())) {
            canvas.text("UTC", 28, BOTTOM + 23, Anchor.CENTRE, Fonts.TICK, Palette.FAINT_INK);
        }
    }

    private void lane() {
        if (content.known() == null) {
            return;
        }
        canvas.fill(lane, new Color(0xF4F4F4));
        canvas.text("known", LEFT - 10, lane.getMaxY() - 2, Anchor.RIGHT, Fonts.TICK, Palette.KNOWN);
        for (Interval known : content.known()) {
            canvas.fill(band(known.start(), known.end(), lane), Palette.KNOWN);
        }
    }

    /** The part of a panel that an interval takes: nothing where it lies outside of the series. */
    private Rectangle2D band(long start, long end, Rectangle2D panel) {
        double from = time.x(start);
        double to = time.x(end);
        if (to < panel.getMinX() || from > panel.getMaxX()) {
            return new Rectangle2D.Double();
        }
        double lack = Math.max(0, LEAST_WIDTH - (to - from)) / 2;
        Rectangle2D band = new Rectangle2D.Double(from - lack, panel.getY(), to - from + 2 * lack, panel.getHeight());
        return band.createIntersection(panel);
    }

    private void curve(Rectangle2D panel, double[] values, ValueAxis axis, Color colour, float width) {
        // Where every column of pixels holds many points, a broad line would fill what lies between them.
        float thin = values.length > 2 * PLOT_WIDTH ? width * 0.65f : width;
        canvas.strokeInside(panel, Curve.of(content.times(), values, time, axis), colour, thin);
    }
}
