package dev.gradus.cli.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The scores of images, a point for each, and the threshold among them: the same scores give the same bytes. */
public final class ScorePlot {
    /** Width of the picture in pixels. */
    public static final int WIDTH = 1200;

    /** Height of the picture in pixels. */
    public static final int HEIGHT = 700;

    static final Color THRESHOLD = Charts.INK;

    /** Of normal images and of others, and of further kinds. */
    static final Color[] COLOURS = Charts.COLOURS.toArray(new Color[0]);

    /** Around the points, as a share of the picture. */
    private static final double ROOM = 0.03;

    private static final int TICKS = 100;

    /**
     * Images of one kind.
     *
     * @param name   what they are
     * @param scores of each; may be none
     */
    public record Group(String name, double[] scores) {}

    /**
     * What the axes show.
     *
     * @param examples along the horizontal one
     * @param score    along the vertical one
     */
    public record Axes(String examples, String score) {
        /** Scores of images. */
        static final Axes IMAGES = new Axes("image", "score");
    }

    private ScorePlot() {}

    /**
     * The picture as a PNG file.
     *
     * @param groups    one after the other, from the left
     * @param threshold above which an image is an anomaly
     */
    public static byte[] png(String title, String subtitle, List<Group> groups, double threshold) {
        return png(title, subtitle, Axes.IMAGES, groups, threshold);
    }

    /**
     * As {@link #png(String, String, List, double)}, with the scores and the threshold scaled so that the least score is 0 and
     * the greatest is 1, as published pictures have them.
     */
    public static byte[] scaled(String title, String subtitle, List<Group> groups, double threshold) {
        DoubleSummaryStatistics all = groups.stream()
                .flatMapToDouble(group -> Arrays.stream(group.scores()))
                .summaryStatistics();
        double range = all.getMax() > all.getMin() ? all.getMax() - all.getMin() : 1;
        DoubleUnaryOperator scale = score -> (score - all.getMin()) / range;
        List<Group> scaled = groups.stream()
                .map(group -> new Group(
                        group.name(), Arrays.stream(group.scores()).map(scale).toArray()))
                .toList();
        Axes axes = new Axes("image", "score, scaled by the least and the greatest");
        return png(title, subtitle, axes, scaled, scale.applyAsDouble(threshold));
    }

    /**
     * As {@link #png(String, String, List, double)}, of whatever has a score.
     *
     * @param axes what they show
     */
    public static byte[] png(String title, String subtitle, Axes axes, List<Group> groups, double threshold) {
        XYChart chart = Charts.chart(WIDTH, HEIGHT, axes.examples(), axes.score());
        int all = groups.stream().mapToInt(group -> group.scores().length).sum();
        double room = ROOM * Math.max(1, all);
        double left = -room;
        double right = all - 1 + room;
        XYSeries line = chart.addSeries("threshold", new double[] {left, right}, new double[] {threshold, threshold});
        line.setLabel(String.format(Locale.ROOT, "threshold (%.4g)", threshold));
        line.setLineColor(THRESHOLD);
        line.setLineStyle(Charts.dashes());
        line.setMarker(SeriesMarkers.NONE);
        XYSeries before = line;
        int first = 0;
        int colour = 0;
        double least = Math.min(0, threshold);
        double greatest = threshold;
        for (Group group : groups) {
            double[] scores = group.scores();
            if (scores.length > 0) {
                before.setLabel(before.getLabel() + Charts.APART);
                before = points(chart, group, first, threshold);
                before.setMarkerColor(translucent(COLOURS[colour % COLOURS.length]));
                first += scores.length;
                least = Math.min(least, Arrays.stream(scores).min().orElse(0));
                greatest = Math.max(greatest, Arrays.stream(scores).max().orElse(0));
            }
            colour++;
        }
        chart.getStyler().setXAxisMin(left).setXAxisMax(right).setXAxisTickMarkSpacingHint(TICKS);
        double height = greatest > least ? greatest - least : 1;
        chart.getStyler()
                .setYAxisMin(least)
                .setYAxisMax(greatest + ROOM * height)
                .setMarkerSize(6);
        return Charts.png(chart, title, subtitle);
    }

    private static XYSeries points(XYChart chart, Group group, int first, double threshold) {
        double[] scores = group.scores();
        double[] places =
                IntStream.range(first, first + scores.length).asDoubleStream().toArray();
        XYSeries points = chart.addSeries(group.name(), places, scores);
        long above = Arrays.stream(scores).filter(s -> s > threshold).count();
        points.setLabel(String.format(Locale.ROOT, "%s (%d of %d above)", group.name(), above, scores.length));
        points.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        points.setMarker(SeriesMarkers.CIRCLE);
        return points;
    }

    /** So that many points in one place are darker than one. */
    private static Color translucent(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 170);
    }
}
