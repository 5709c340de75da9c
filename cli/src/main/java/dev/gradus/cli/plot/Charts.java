package dev.gradus.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** What charts with a title have in common: how they look, and their way into a PNG file. */
final class Charts {
    /** Colours that colour-blind people can tell apart (Okabe and Ito). */
    static final List<Color> COLOURS = List.of(
            new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00));

    /** Ends an entry of a legend in a row: XChart leaves as little room between entries as within one. */
    static final String APART = "  \u00b7";

    static final Color INK = new Color(0x202020);
    static final Color FAINT_INK = new Color(0x606060);

    private static final Color AXIS = new Color(0x909090);
    private static final Color GRID = new Color(0xE6E6E6);
    private static final int HEADER = 84;
    private static final int LEFT = 24;

    private Charts() {}

    /** A chart for a picture of this size. */
    static XYChart chart(int width, int height, String xAxis, String yAxis) {
        XYChart chart = new XYChart(width, height - HEADER);
        chart.setXAxisTitle(xAxis);
        chart.setYAxisTitle(yAxis);
        XYStyler styler = chart.getStyler();
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
        return chart;
    }

    /** A line without markers. */
    static BasicStroke line() {
        return new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashes() {
        return new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {8f, 6f}, 0f);
    }

    /** The chart under its title and a line that explains it. */
    static byte[] png(XYChart chart, String title, String subtitle) {
        BufferedImage image =
                new BufferedImage(chart.getWidth(), chart.getHeight() + HEADER, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(INK);
        graphics.setFont(Fonts.TITLE);
        graphics.drawString(title, LEFT, 42);
        graphics.setColor(FAINT_INK);
        graphics.setFont(Fonts.TEXT);
        graphics.drawString(subtitle, LEFT, 70);
        graphics.translate(0, HEADER);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return Png.of(image);
    }
}
