package dev.gradus.cli.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnomalyPlotTest {
    private static final long START = 1_404_185_400_000L;
    private static final long HOUR = 3_600_000;
    private static final int LENGTH = 500;
    private static final int LEFT = 110;

    private static AnomalyPlot.Content content(
            int length, long step, IntToDoubleFunction value, List<Anomaly> found, List<Interval> known) {
        long[] times = LongStream.range(0, length).map(i -> START + i * step).toArray();
        double[] values = IntStream.range(0, length).mapToDouble(value).toArray();
        double[] other = Arrays.stream(values)
                .limit(Math.max(1, length - 5))
                .map(v -> v * 0.8)
                .toArray();
        double[] scores = Arrays.stream(other).map(Math::abs).toArray();
        TimeFormat format = TimeFormat.epochSeconds();
        return new AnomalyPlot.Content(
                "a.csv",
                "b",
                times,
                List.of(new Detection.Channel("value", values, other)),
                scores,
                found,
                known,
                format);
    }

    private static AnomalyPlot.Content usual() {
        Random random = new Random(3);
        List<Anomaly> found = List.of(new Anomaly(START + 100 * HOUR, START + 130 * HOUR, 1));
        List<Interval> known = List.of(new Interval(START + 300 * HOUR, START + 310 * HOUR));
        return content(LENGTH, HOUR, i -> Math.sin(i / 20.0) + random.nextGaussian() / 5, found, known);
    }

    private static BufferedImage drawn(AnomalyPlot.Content content) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(new AnomalyPlot(content).png()));
        assertEquals(AnomalyPlot.WIDTH, image.getWidth());
        assertEquals(AnomalyPlot.HEIGHT, image.getHeight());
        return image;
    }

    /** The columns of a picture in which a colour is, within rows. */
    private static int[] columns(BufferedImage image, Color colour, int fromRow, int toRow) {
        return IntStream.range(LEFT, image.getWidth())
                .filter(x -> IntStream.range(fromRow, toRow).anyMatch(y -> isLike(image.getRGB(x, y), colour)))
                .toArray();
    }

    /** The edges of lines are blurred, those of areas are not. */
    private static boolean isLike(int rgb, Color colour) {
        int difference = List.of(AnomalyPlot.FOUND, AnomalyPlot.KNOWN).contains(colour) ? 0 : 60;
        Color other = new Color(rgb);
        return Math.abs(other.getRed() - colour.getRed()) <= difference
                && Math.abs(other.getGreen() - colour.getGreen()) <= difference
                && Math.abs(other.getBlue() - colour.getBlue()) <= difference;
    }

    private static int[] above(BufferedImage image, Color colour) {
        return columns(image, colour, 90, 545);
    }

    private static int[] below(BufferedImage image, Color colour) {
        return columns(image, colour, 620, 840);
    }

    private static void assertBetween(double from, double to, int[] columns) {
        assertTrue(columns.length > 0);
        double width = AnomalyPlot.WIDTH - 32 - LEFT;
        assertEquals(LEFT + from * width, columns[0], 5);
        assertEquals(LEFT + to * width, columns[columns.length - 1], 5);
    }

    @Test
    void everythingIsWhereItsTimeIs() throws IOException {
        BufferedImage image = drawn(usual());
        double last = LENGTH - 1;
        assertBetween(0, 1, above(image, AnomalyPlot.SERIES));
        assertBetween(0, (last - 5) / last, above(image, AnomalyPlot.RECONSTRUCTION));
        assertBetween(0, (last - 5) / last, below(image, AnomalyPlot.SCORE));
        assertBetween(100 / last, 130 / last, above(image, AnomalyPlot.FOUND));
        assertBetween(100 / last, 130 / last, below(image, AnomalyPlot.FOUND));
        assertBetween(300 / last, 310 / last, above(image, AnomalyPlot.KNOWN));
    }

    @Test
    void thePlotsAreAlignedWhateverTheWidthOfTheNumbers() throws IOException {
        List<Anomaly> found = List.of(new Anomaly(START + 50 * HOUR, START + 60 * HOUR, 1));
        AnomalyPlot.Content usual = content(100, HOUR, i -> 123_456_789.0 + 1000 * i, found, null);
        double[] scores = new double[100];
        scores[55] = 1;
        BufferedImage image = drawn(new AnomalyPlot.Content(
                "a", "b", usual.times(), usual.channels(), scores, found, null, usual.format()));
        int[] above = above(image, AnomalyPlot.FOUND);
        int[] below = below(image, AnomalyPlot.FOUND);
        assertEquals(above[0], below[0], 1);
        assertEquals(above[above.length - 1], below[below.length - 1], 1);
    }

    @Test
    void theSameContentGivesTheSameBytes() {
        assertArrayEquals(new AnomalyPlot(usual()).png(), new AnomalyPlot(usual()).png());
    }

    @Test
    void aShortAnomalyIsSeen() throws IOException {
        Anomaly found = new Anomaly(START + 5000 * HOUR, START + 5000 * HOUR, 1);
        BufferedImage image = drawn(content(20_000, HOUR, i -> i == 7 ? 9 : i % 2, List.of(found), null));
        assertTrue(below(image, AnomalyPlot.FOUND).length >= 2);
    }

    @Test
    void aSpikeAmongManyPointsIsSeen() throws IOException {
        BufferedImage image = drawn(content(200_000, 60_000, i -> i == 77_777 ? 100 : i % 3, List.of(), List.of()));
        int paper = Color.WHITE.getRGB();
        int row = 680;
        assertTrue(IntStream.range(620, 700).anyMatch(x -> image.getRGB(x, row) != paper));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, -5, 1e-300, 1e-9, 1e9, -1e15, 1e300})
    void aConstantSeriesIsDrawn(double value) throws IOException {
        BufferedImage image = drawn(content(50, HOUR, i -> value, List.of(), List.of()));
        // Orange, however pale: a level line may lie between two rows of pixels.
        assertTrue(IntStream.range(LEFT, AnomalyPlot.WIDTH)
                        .filter(x -> IntStream.range(90, 545)
                                .mapToObj(y -> new Color(image.getRGB(x, y)))
                                .anyMatch(c -> c.getRed() - c.getBlue() > 100))
                        .count()
                > 1000);
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-12", "0, 1e-7", "0, 1e-3", "-1e5, 10", "1e9, 1e-3", "1e12, 1e9", "0, 1e30"})
    void anyRangeIsDrawn(double low, double size) throws IOException {
        BufferedImage image = drawn(content(50, HOUR, i -> low + size * (i % 7), List.of(), null));
        assertTrue(above(image, AnomalyPlot.SERIES).length > 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void fewSamplesAreDrawn(int length) throws IOException {
        BufferedImage image = drawn(content(length, HOUR, i -> i, List.of(), null));
        assertEquals(0, above(image, AnomalyPlot.FOUND).length);
        assertEquals(0, columns(image, AnomalyPlot.KNOWN, 0, AnomalyPlot.HEIGHT).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT1S", "PT1M", "PT1H", "P1D", "P30D", "P365D"})
    void anySpacingIsDrawnWithTimesBeneath(Duration step) throws IOException {
        BufferedImage image = drawn(content(1000, step.toMillis(), i -> i % 10, List.of(), List.of()));
        int[] labels = columns(image, new Color(0x202020), 845, 865);
        assertTrue(labels[labels.length - 1] - labels[0] > 600, labels.length + " columns");
    }

    @Test
    void whatLiesOutsideOfTheSeriesIsNotDrawn() throws IOException {
        List<Anomaly> found = List.of(new Anomaly(START - 90 * HOUR, START - 80 * HOUR, 1));
        List<Interval> known = List.of(new Interval(START + 900 * HOUR, START + 990 * HOUR));
        BufferedImage image = drawn(content(100, HOUR, i -> i % 10, found, known));
        assertEquals(0, above(image, AnomalyPlot.FOUND).length);
        assertEquals(0, above(image, AnomalyPlot.KNOWN).length);
    }

    @Test
    void theClockIsTheOneOfTheInput() {
        TimeFormat utc = TimeFormat.of("2014-07-01 00:00", ZoneId.of("UTC"));
        TimeFormat there = TimeFormat.of("2014-07-01 00:00", ZoneId.of("Asia/Kolkata"));
        assertFalse(Arrays.equals(new AnomalyPlot(read(utc)).png(), new AnomalyPlot(read(there)).png()));
    }

    private static AnomalyPlot.Content read(TimeFormat format) {
        AnomalyPlot.Content c = content(20, HOUR, i -> i, List.of(), null);
        return new AnomalyPlot.Content(
                c.title(), c.subtitle(), c.times(), c.channels(), c.scores(), c.found(), null, format);
    }

    @Test
    void everyColumnHasAChart() throws IOException {
        AnomalyPlot.Content one = usual();
        int before = 0;
        for (int columns = 1; columns <= AnomalyPlot.MOST_CHANNELS + 1; columns++) {
            List<Detection.Channel> channels =
                    Collections.nCopies(columns, one.channels().get(0));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(new AnomalyPlot(new AnomalyPlot.Content(
                            one.title(),
                            one.subtitle(),
                            one.times(),
                            channels,
                            one.scores(),
                            one.found(),
                            one.known(),
                            one.format()))
                    .png()));
            boolean more = columns <= AnomalyPlot.MOST_CHANNELS;
            assertEquals(more, columns == 1 || columns == 2 || image.getHeight() > before);
            before = image.getHeight();
        }
    }

    @Test
    void thisMachineHasFonts() {
        assertTrue(Fonts.problem().isEmpty());
    }
}
