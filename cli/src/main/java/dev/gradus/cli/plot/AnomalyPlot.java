package dev.gradus.cli.plot;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeFormat;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The picture of a detection, {@value #WIDTH} × {@value #HEIGHT}: above, the series with its reconstruction; below, the
 * score; through both, what was found. Further columns add {@value #FURTHER} pixels each, up to {@value #MOST_CHANNELS}
 * in all. A strip along the foot of the series shows what is known, where anything is.
 */
public final class AnomalyPlot {
    /** Width of the picture in pixels. */
    public static final int WIDTH = 1600;

    /** Height of the picture of one column in pixels. */
    public static final int HEIGHT = 900;

    /** Columns that are drawn at most. */
    public static final int MOST_CHANNELS = 4;

    private static final int FURTHER = 260;

    // Colours that colour-blind people can tell apart (Okabe and Ito), and greys for what is around.
    static final Color SERIES = new Color(0x0072B2);
    static final Color RECONSTRUCTION = new Color(0xE69F00);
    static final Color SCORE = new Color(0x404040);
    static final Color FOUND = new Color(0xEFD5E3);
    static final Color KNOWN = new Color(0x009E73);
    private static final Color INK = new Color(0x202020);
    private static final Color FAINT_INK = new Color(0x606060);
    private static final Color AXIS = new Color(0x909090);
    private static final Color GRID = new Color(0xE6E6E6);

    private static final int HEADER = 84;
    private static final int SERIES_HEIGHT = 514;
    private static final int PADDING = 16;
    private static final int LEFT = 110;

    /** A reconstruction that leaves the range of the series is followed this far, as a share of the range. */
    private static final double LEEWAY = 0.25;

    /** The height of the strip of what is known, as a share of the range. */
    private static final double STRIP = 0.03;

    /** An interval is at least this share of the time wide, to be seen. */
    private static final double LEAST_WIDTH = 0.002;

    /** The size that XChart's legend gives an area; lines take as much room, to be level with it. */
    private static final int LEGEND_BOX = 20;

    /** Ends an entry of the legend: XChart leaves as little room between entries as within one. */
    private static final String APART = "  \u00b7";

    /** Height of the legend beneath a smaller chart. */
    private static final int LEGEND = 48;

    private static final int LONGEST_NAME = 48;

    /** Of a longer line, only the lowest and the highest of neighbouring points are drawn, about so many in all. */
    private static final int MOST_POINTS = 6000;

    /**
     * What is drawn.
     *
     * @param title          in large letters
     * @param subtitle       beneath it
     * @param times          of the values, in milliseconds since 1970-01-01 UTC, ascending
     * @param channels       the columns with their reconstructions, of the first values or of all
     * @param scores         of the first values, or of all
     * @param found          anomalies
     * @param known          known anomalies, or {@code null} if nothing is known
     * @param format         how times are written, for the clock to read them off
     */
    public record Content(
            String title,
            String subtitle,
            long[] times,
            List<Detection.Channel> channels,
            double[] scores,
            List<Anomaly> found,
            List<Interval> known,
            TimeFormat format) {}

    /** The ends of a vertical axis. */
    private record Range(double low, double high) {
        static Range of(double[] values) {
            return new Range(
                    Arrays.stream(values).min().orElse(0),
                    Arrays.stream(values).max().orElse(1));
        }

        /** More of it, as a share of what it is. */
        Range widened(double below, double above) {
            double size = high > low ? high - low : Math.max(1, Math.abs(low));
            return new Range(low - size * below, high + size * above);
        }
    }

    private final Content content;
    private final long from;
    private final long to;

    /** What the clock shows, less UTC, in milliseconds. */
    private final long offset;

    public AnomalyPlot(Content content) {
        this.content = content;
        long[] times = content.times();
        this.from = times[0];
        this.to = Math.max(times[times.length - 1], from + TimeUnit.SECONDS.toMillis(1));
        ZoneRules clock = content.format().zone().getRules();
        this.offset = clock.getOffset(Instant.ofEpochMilli(from)).getTotalSeconds() * 1000L;
    }

    /** The picture as a PNG file. */
    public byte[] png() {
        List<XYChart> charts = new ArrayList<>();
        List<Detection.Channel> channels = content.channels()
                .subList(0, Math.min(MOST_CHANNELS, content.channels().size()));
        for (Detection.Channel channel : channels) {
            charts.add(seriesChart(channel, charts.size() == channels.size() - 1));
        }
        charts.add(scoreChart());
        int left = align(charts.toArray(XYChart[]::new));
        int height = HEADER + charts.stream().mapToInt(XYChart::getHeight).sum();

        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, height);
        graphics.setColor(INK);
        graphics.setFont(Fonts.TITLE);
        graphics.drawString(content.title(), left, 46);
        graphics.setColor(FAINT_INK);
        graphics.setFont(Fonts.TEXT);
        graphics.drawString(content.subtitle(), left, 74);
        graphics.translate(0, HEADER);
        for (XYChart chart : charts) {
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.translate(0, chart.getHeight());
        }
        graphics.dispose();

        return Png.of(image);
    }

    /** @param last whether it stands above the score, and so has the legend */
    private XYChart seriesChart(Detection.Channel channel, boolean last) {
        Range values = Range.of(channel.values());
        Range near = values.widened(LEEWAY, LEEWAY);
        Range followed = Range.of(channel.reconstruction());
        double low = Math.min(values.low(), Math.max(followed.low(), near.low()));
        double high = Math.max(values.high(), Math.min(followed.high(), near.high()));
        Range range = new Range(low, high).widened(content.known() == null ? 0.04 : 2 * STRIP, 0.04);

        int alone = last ? FURTHER + LEGEND : FURTHER;
        XYChart chart = chart(content.channels().size() == 1 ? SERIES_HEIGHT : alone, channel.name(), range);
        chart.getStyler().setXAxisTicksVisible(false);
        chart.getStyler().setLegendVisible(last);
        found(chart, range);
        if (content.known() != null) {
            Range strip = new Range(range.low(), range.low() + (range.high() - range.low()) * STRIP);
            shade(chart, "known (" + content.known().size() + ")", content.known(), strip, KNOWN);
        }
        line(chart, "series", channel.values(), SERIES).setLabel("series" + APART);
        line(chart, "reconstruction", channel.reconstruction(), RECONSTRUCTION);
        return chart;
    }

    private XYChart scoreChart() {
        Range scores = Range.of(content.scores());
        Range range = new Range(Math.min(0, scores.low()), scores.high()).widened(0.03, 0.06);
        XYChart chart = chart(HEIGHT - HEADER - SERIES_HEIGHT, "score", range);
        chart.getStyler().setLegendVisible(false);
        if (content.format().equals(TimeFormat.epochSeconds())
                || content.format().equals(TimeFormat.epochMillis())) {
            chart.setXAxisTitle("UTC");
        }
        found(chart, range);
        line(chart, "score", content.scores(), SCORE);
        return chart;
    }

    private XYChart chart(int height, String name, Range range) {
        XYChart chart = new XYChart(WIDTH - PADDING, height);
        chart.setYAxisTitle(name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "\u2026");
        XYStyler styler = chart.getStyler();
        styler.setChartTitleVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(INK)
                .setChartPadding(PADDING)
                .setPlotBorderColor(AXIS)
                .setPlotContentSize(1)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(Fonts.TEXT)
                .setLegendSeriesLineLength(28)
                .setLegendPadding(10)
                .setMarkerSize(LEGEND_BOX)
                .setYAxisLeftWidthHint(LEFT);
        styler.setPlotMargin(0)
                .setPlotTicksMarksVisible(false)
                .setAxisTicksLineVisible(false)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTickMarksColor(AXIS)
                .setAxisTickLabelsFont(Fonts.TICK)
                .setAxisTitleFont(Fonts.TEXT)
                .setYAxisLabelAlignment(TextAlignment.Right)
                .setXAxisTickMarkSpacingHint(110)
                .setYAxisTickMarkSpacingHint(60)
                .setDatePattern(datePattern(to - from))
                .setTimezone(TimeZone.getTimeZone("UTC"))
                .setLocale(Locale.ENGLISH)
                .setXAxisMin((double) from + offset)
                .setXAxisMax((double) to + offset)
                .setYAxisMin(range.low())
                .setYAxisMax(range.high());
        if (range.high() - range.low() >= 1e-6 && Math.max(range.high(), -range.low()) < 1e9) {
            styler.setYAxisDecimalPattern("#,##0.########");
        }
        return chart;
    }

    private static String datePattern(long milliseconds) {
        long minutes = TimeUnit.MILLISECONDS.toMinutes(milliseconds);
        if (minutes < 20) {
            return minutes < 1 ? "HH:mm:ss.SSS" : "HH:mm:ss";
        }
        long days = TimeUnit.MINUTES.toDays(minutes);
        return days < 13 ? "d MMM HH:mm" : days < 2000 ? "d MMM yyyy" : "MMM yyyy";
    }

    /** Makes the plots begin at the same place, however wide the numbers beside them are, and says where that is. */
    private int align(XYChart... charts) {
        double left = LEFT;
        for (int pass = 0; pass < 2; pass++) {
            for (XYChart chart : charts) {
                Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
                chart.paint(nowhere, chart.getWidth(), chart.getHeight());
                nowhere.dispose();
                double now = chart.getScreenXFromChart((double) from + offset);
                XYStyler styler = chart.getStyler();
                left = Math.max(left, now);
                styler.setYAxisLeftWidthHint((int) Math.round(styler.getYAxisLeftWidthHint() + left - now));
            }
        }
        return (int) Math.round(left);
    }

    private void found(XYChart chart, Range height) {
        List<Interval> intervals =
                content.found().stream().map(Anomaly::interval).toList();
        shade(chart, "found (" + intervals.size() + ")", intervals, height, FOUND);
    }

    /** Fills rectangles; NaN lies between them. */
    private void shade(XYChart chart, String name, List<Interval> intervals, Range height, Color colour) {
        List<Date> x = new ArrayList<>(List.of(date(from)));
        List<Double> y = new ArrayList<>(List.of(Double.NaN));
        for (Interval interval : intervals) {
            long lack = Math.max(0, (long) ((to - from) * LEAST_WIDTH) - (interval.end() - interval.start())) / 2;
            Date start = date(interval.start() - lack);
            Date end = date(interval.end() + lack);
            x.addAll(List.of(start, start, end, end, end));
            y.addAll(List.of(height.low(), height.high(), height.high(), height.low(), Double.NaN));
        }
        XYSeries area = chart.addSeries(name, x, y);
        area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        area.setLabel(name + APART);
        area.setFillColor(colour);
        area.setLineColor(colour);
        area.setLineStyle(SeriesLines.NONE);
        area.setMarker(SeriesMarkers.NONE);
    }

    private XYSeries line(XYChart chart, String name, double[] values, Color colour) {
        List<Date> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        int step = values.length <= MOST_POINTS ? 1 : 2 * ((values.length + MOST_POINTS - 1) / MOST_POINTS);
        for (int start = 0; start < values.length; start += step) {
            int low = start;
            int high = start;
            for (int i = start; i < Math.min(start + step, values.length); i++) {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
            }
            for (int i : IntStream.of(low, high).sorted().distinct().toArray()) {
                x.add(date(content.times()[i]));
                y.add(values[i]);
            }
        }
        XYSeries line = chart.addSeries(name, x, y);
        line.setLineColor(colour);
        line.setLineStyle(new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        line.setMarker(SeriesMarkers.NONE);
        return line;
    }

    private Date date(long time) {
        return new Date(time + offset);
    }
}
