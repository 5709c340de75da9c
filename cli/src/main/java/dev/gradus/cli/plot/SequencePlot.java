package dev.gradus.cli.plot;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Short sequences of numbers as lines with a mark at every step: the same sequences give the same bytes. */
public final class SequencePlot {
    /** Width of the picture in pixels. */
    public static final int WIDTH = 1200;

    /** Height of the picture in pixels. */
    public static final int HEIGHT = 600;

    private static final int TICKS = 100;

    /** Above and below the lines, as a share of the picture. */
    private static final double ROOM = 0.05;

    /**
     * A sequence.
     *
     * @param name   what it is
     * @param first  the step of its first value
     * @param values one for each step
     */
    public record Line(String name, int first, double[] values) {}

    private SequencePlot() {}

    /**
     * The picture as a PNG file.
     *
     * @param lines at least one
     */
    public static byte[] png(String title, String subtitle, String xAxis, String yAxis, List<Line> lines) {
        XYChart chart = Charts.chart(WIDTH, HEIGHT, xAxis, yAxis);
        int colour = 0;
        for (Line line : lines) {
            double[] steps = IntStream.range(line.first(), line.first() + line.values().length)
                    .asDoubleStream()
                    .toArray();
            XYSeries series = chart.addSeries(line.name(), steps, line.values());
            series.setLabel(line.name() + (colour < lines.size() - 1 ? Charts.APART : ""));
            series.setLineColor(Charts.COLOURS.get(colour % Charts.COLOURS.size()));
            series.setMarkerColor(Charts.COLOURS.get(colour % Charts.COLOURS.size()));
            series.setLineStyle(Charts.line());
            series.setMarker(SeriesMarkers.CIRCLE);
            colour++;
        }
        DoubleSummaryStatistics all = lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .summaryStatistics();
        double room = ROOM * (all.getMax() > all.getMin() ? all.getMax() - all.getMin() : 1);
        int first = lines.stream().mapToInt(Line::first).min().orElse(0);
        int last = lines.stream()
                .mapToInt(line -> line.first() + line.values().length - 1)
                .max()
                .orElse(1);
        chart.getStyler()
                .setXAxisMin(first - 0.5)
                .setXAxisMax(last + 0.5)
                .setYAxisMin(all.getMin() - room)
                .setYAxisMax(all.getMax() + room)
                .setXAxisTickMarkSpacingHint(TICKS)
                .setMarkerSize(8);
        return Charts.png(chart, title, subtitle);
    }
}
