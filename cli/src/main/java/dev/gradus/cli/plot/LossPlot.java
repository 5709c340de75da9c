package dev.gradus.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The losses of a training, a curve for each, epoch by epoch: the same losses give the same bytes. */
public final class LossPlot {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 600;
    private static final int HEADER = 60;

    // Colours that colour-blind people can tell apart (Okabe and Ito).
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00)
    };
    private static final Color INK = new Color(0x202020);
    private static final Color AXIS = new Color(0x909090);
    private static final Color GRID = new Color(0xE6E6E6);

    private LossPlot() {}

    /**
     * The picture as a PNG file.
     *
     * @param losses by name, each {@code [epochs]}; at least one, of at least one epoch
     */
    public static byte[] png(String title, Map<String, double[]> losses) {
        XYChart chart = new XYChart(WIDTH, HEIGHT - HEADER);
        chart.setXAxisTitle("epoch");
        chart.setYAxisTitle("mean loss of the epoch");
        style(chart.getStyler());
        int colour = 0;
        for (Map.Entry<String, double[]> loss : losses.entrySet()) {
            double[] values = loss.getValue();
            double[] epochs =
                    IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
            XYSeries line = chart.addSeries(loss.getKey(), epochs, values);
            line.setLabel(String.format(Locale.ROOT, "%s (%.4g)", loss.getKey(), values[values.length - 1]));
            line.setLineColor(COLOURS[colour++ % COLOURS.length]);
            line.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            line.setMarker(SeriesMarkers.NONE);
        }
        double least =
                losses.values().stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        chart.getStyler().setYAxisMin(Math.min(0, least));

        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(INK);
        graphics.setFont(Fonts.TITLE);
        graphics.drawString(title, 24, 42);
        graphics.translate(0, HEADER);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return Png.of(image);
    }

    private static void style(XYStyler styler) {
        styler.setChartTitleVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(INK)
                .setChartPadding(16)
                .setPlotBorderColor(AXIS)
                .setPlotContentSize(1)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(Fonts.TEXT)
                .setLegendSeriesLineLength(28);
        styler.setPlotMargin(0)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTickMarksColor(AXIS)
                .setAxisTickLabelsFont(Fonts.TICK)
                .setAxisTitleFont(Fonts.TEXT)
                .setXAxisDecimalPattern("#,##0.#")
                .setYAxisDecimalPattern("#,##0.####")
                .setLocale(Locale.ENGLISH);
    }
}
