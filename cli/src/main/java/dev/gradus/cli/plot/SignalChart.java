package dev.gradus.cli.plot;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A detection as an SVG element to stand in a page of many: above, the series with what the model expected; below, the score;
 * through both, what was found; at the foot, what is known. It needs no fonts on the machine that draws it.
 */
public final class SignalChart {
    private static final int WIDTH = 1000;
    private static final int SERIES_HEIGHT = 190;
    private static final int SCORE_TOP = 210;
    private static final int SCORE_HEIGHT = 60;
    private static final int STRIP = 6;
    private static final int HEIGHT = 300;

    /** Of several values that share a column of the picture, the lowest and the highest are drawn. */
    private static final int COLUMNS = WIDTH;

    private final Detection detection;
    private final List<Interval> known;
    private final TimeFormat format;
    private final long from;
    private final long to;
    private final StringBuilder svg = new StringBuilder();

    private SignalChart(Detection detection, List<Interval> known, TimeFormat format) {
        this.detection = detection;
        this.known = known;
        this.format = format;
        this.from = detection.times()[0];
        this.to = Math.max(from + 1, detection.times()[detection.times().length - 1]);
    }

    /**
     * The element.
     *
     * @param known  known anomalies
     * @param format how times are written
     */
    public static String svg(Detection detection, List<Interval> known, TimeFormat format) {
        return new SignalChart(detection, known, format).drawn();
    }

    private String drawn() {
        svg.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT));
        for (Anomaly anomaly : detection.anomalies()) {
            box("found", anomaly.start(), anomaly.end(), 0, SCORE_TOP + SCORE_HEIGHT);
        }
        for (Interval interval : known) {
            box("known", interval.start(), interval.end(), SERIES_HEIGHT, STRIP);
        }
        double[] values = detection.values();
        double[] expected = detection.reconstruction();
        double low = least(values);
        double high = greatest(values);
        // What leaves the range of the series is followed a quarter of it, and cut off there.
        double leeway = (high - low) / 4;
        double bottom = Math.max(Math.min(low, least(expected)), low - leeway);
        double top = Math.min(Math.max(high, greatest(expected)), high + leeway);
        line("expected", expected, bottom, top, 2, SERIES_HEIGHT - 4);
        line("series", values, bottom, top, 2, SERIES_HEIGHT - 4);
        double[] scores = detection.scores();
        line("score", scores, Math.min(0, least(scores)), greatest(scores), SCORE_TOP, SCORE_HEIGHT);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"2\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n</svg>",
                HEIGHT - 8,
                format.format(from),
                WIDTH - 2,
                HEIGHT - 8,
                format.format(to)));
        return svg.toString();
    }

    private static double least(double... values) {
        return Arrays.stream(values).min().orElse(0);
    }

    private static double greatest(double... values) {
        return Arrays.stream(values).max().orElse(1);
    }

    private double x(long time) {
        return Math.max(0, Math.min(WIDTH, (double) (time - from) / (to - from) * WIDTH));
    }

    /** At least two units wide, to be seen; nothing for what lies beside the series. */
    private void box(String kind, long start, long end, int y, int height) {
        if (end < from || start > to) {
            return;
        }
        double left = x(start);
        double width = Math.max(2, x(end) - left);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                kind,
                left,
                y,
                width,
                height));
    }

    private void line(String kind, double[] values, double low, double high, int top, int height) {
        double span = high > low ? high - low : 1;
        svg.append("<polyline class=\"").append(kind).append("\" points=\"");
        int step = Math.max(1, 2 * values.length / COLUMNS);
        for (int start = 0; start < values.length; start += step) {
            int least = start;
            int most = start;
            for (int i = start; i < Math.min(start + step, values.length); i++) {
                least = values[i] < values[least] ? i : least;
                most = values[i] > values[most] ? i : most;
            }
            for (int i : least == most ? new int[] {least} : new int[] {Math.min(least, most), Math.max(least, most)}) {
                double share = Math.max(0, Math.min(1, (values[i] - low) / span));
                svg.append(
                        String.format(Locale.ROOT, "%.1f,%.1f ", x(detection.times()[i]), top + (1 - share) * height));
            }
        }
        svg.append("\"/>\n");
    }
}
