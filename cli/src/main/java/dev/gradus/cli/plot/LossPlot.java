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
    private static final int TICKS = 100;

    /** No distance in the picture. */
    private static final double NEXT = 1e-3;

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
                    IntStream.rangeClosed(1, values.length + 1).asDoubleStream().toArray();
            // XChart would put a label at every few of evenly spaced places, however close; the last place breaks the
            // evenness.
            epochs[values.length] = values.length + NEXT;
            double[] twice = Arrays.copyOf(values, values.length + 1);
            twice[values.length] = values[values.length - 1];
            XYSeries line = chart.addSeries(loss.getKey(), epochs, twice);
            boolean last = colour == losses.size() - 1;
            line.setLabel(String.format(
                    Locale.ROOT, "%s (%.3g)%s", loss.getKey(), values[values.length - 1], last ? "" : Charts.APART));
            line.setLineColor(Charts.COLOURS.get(colour++ % Charts.COLOURS.size()));
            line.setLineStyle(Charts.line());
            line.setMarker(SeriesMarkers.NONE);
        }
        chart.getStyler().setXAxisMin(0.0).setXAxisTickMarkSpacingHint(TICKS);
        return chart;
    }
}
