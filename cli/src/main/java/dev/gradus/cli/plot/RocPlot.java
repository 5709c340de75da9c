package dev.gradus.cli.plot;

import dev.gradus.models.evaluation.Roc;
import java.awt.Color;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** ROC curves with the areas under them: the same curves give the same bytes. */
public final class RocPlot {
    /** Width of the picture in pixels. */
    public static final int WIDTH = 800;

    /** Height of the picture in pixels. */
    public static final int HEIGHT = 960;

    private static final int TICKS = 100;
    private static final Color GUESSING = new Color(0xA0A0A0);

    private RocPlot() {}

    /**
     * The picture as a PNG file.
     *
     * @param curves by what they are of, in this order; at least one
     */
    public static byte[] png(String title, String subtitle, Map<String, Roc> curves) {
        XYChart chart = Charts.chart(
                WIDTH, HEIGHT, "share of the normal images that are found", "share of the others that are found");
        XYSeries guessing = chart.addSeries("guessing", new double[] {0, 1}, new double[] {0, 1});
        guessing.setLabel("guessing (0.5)");
        guessing.setLineColor(GUESSING);
        guessing.setLineStyle(Charts.dashes());
        guessing.setMarker(SeriesMarkers.NONE);
        chart.getStyler().setLegendLayout(LegendLayout.Vertical);
        int colour = 0;
        for (Map.Entry<String, Roc> curve : curves.entrySet()) {
            double[] x = curve.getValue().points().stream()
                    .mapToDouble(Roc.Point::falsePositiveRate)
                    .toArray();
            double[] y = curve.getValue().points().stream()
                    .mapToDouble(Roc.Point::truePositiveRate)
                    .toArray();
            XYSeries line = chart.addSeries(curve.getKey(), x, y);
            line.setLabel(String.format(
                    Locale.ROOT, "%s (%.4f)", curve.getKey(), curve.getValue().area()));
            line.setLineColor(Charts.COLOURS.get(colour++ % Charts.COLOURS.size()));
            line.setLineStyle(Charts.line());
            line.setMarker(SeriesMarkers.NONE);
        }
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        chart.getStyler().setXAxisTickMarkSpacingHint(TICKS).setYAxisTickMarkSpacingHint(TICKS);
        return Charts.png(chart, title, subtitle);
    }
}
