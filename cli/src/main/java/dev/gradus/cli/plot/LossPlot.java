package dev.gradus.cli.plot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The losses of a training, a curve for each, epoch by epoch: the same losses give the same bytes. */
public final class LossPlot {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 600;
    private static final int MOST_TICKS = 12;

    private LossPlot() {}

    /**
     * The picture as a PNG file.
     *
     * @param losses by name, each {@code [epochs]}; at least one, of at least one epoch
     */
    public static byte[] png(String title, String subtitle, Map<String, double[]> losses) {
        XYChart chart = chart(losses);
        double least =
                losses.values().stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        chart.getStyler().setYAxisMin(Math.min(0, least));
        return Charts.png(chart, title, subtitle);
    }

    /** As {@link #png}, with a logarithmic axis, for losses that are positive and fall by orders of magnitude. */
    public static byte[] logarithmic(String title, String subtitle, Map<String, double[]> losses) {
        XYChart chart = chart(losses);
        chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern("0.#E0");
        return Charts.png(chart, title, subtitle);
    }

    private static XYChart chart(Map<String, double[]> losses) {
        XYChart chart = Charts.chart(WIDTH, HEIGHT, "epoch", "mean loss of the epoch");
        int colour = 0;
        for (Map.Entry<String, double[]> loss : losses.entrySet()) {
            double[] values = loss.getValue();
            double[] epochs =
                    IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
            XYSeries line = chart.addSeries(loss.getKey(), epochs, values);
            boolean last = colour == losses.size() - 1;
            line.setLabel(String.format(
                    Locale.ROOT, "%s (%.3g)%s", loss.getKey(), values[values.length - 1], last ? "" : Charts.APART));
            line.setLineColor(Charts.COLOURS.get(colour++ % Charts.COLOURS.size()));
            line.setLineStyle(Charts.line());
            line.setMarker(SeriesMarkers.NONE);
        }
        chart.getStyler().setXAxisMin(0.0).setXAxisMaxLabelCount(MOST_TICKS);
        return chart;
    }
}
