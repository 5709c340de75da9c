package dev.gradus.cli.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.evaluation.Roc;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pictures of scores and of ROC curves. */
@Timeout(60)
class ScorePlotTest {
    /** Above the foot of the plot, where the legend shows all colours too. */
    private static final int FOOT = 600;

    private static final int HEAD = 100;

    private static BufferedImage drawn(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static boolean isLike(int rgb, Color colour) {
        Color other = new Color(rgb);
        // Points are translucent, on white.
        return Math.abs(other.getRed() - colour.getRed()) <= 90
                && Math.abs(other.getGreen() - colour.getGreen()) <= 60
                && Math.abs(other.getBlue() - colour.getBlue()) <= 90
                && Math.abs(other.getRed() - other.getBlue()) > 60;
    }

    /** The rows of the plot in which a colour is. */
    private static int[] rows(BufferedImage image, Color colour) {
        return IntStream.range(HEAD, FOOT)
                .filter(y ->
                        IntStream.range(70, image.getWidth() - 20).anyMatch(x -> isLike(image.getRGB(x, y), colour)))
                .toArray();
    }

    private static int[] columns(BufferedImage image, Color colour) {
        return IntStream.range(70, image.getWidth() - 20)
                .filter(x -> IntStream.range(HEAD, FOOT).anyMatch(y -> isLike(image.getRGB(x, y), colour)))
                .toArray();
    }

    private static List<ScorePlot.Group> groups(double low, double high) {
        double[] normal = new double[30];
        double[] others = new double[50];
        Arrays.fill(normal, low);
        Arrays.fill(others, high);
        return List.of(new ScorePlot.Group("normal", normal), new ScorePlot.Group("others", others));
    }

    @Test
    void groupsStandSideBySideOnTheirScores() throws IOException {
        byte[] png = ScorePlot.png("a", "b", groups(1, 3), 2);
        assertArrayEquals(png, ScorePlot.png("a", "b", groups(1, 3), 2), "the same bytes");
        BufferedImage image = drawn(png);
        assertEquals(ScorePlot.WIDTH, image.getWidth());
        assertEquals(ScorePlot.HEIGHT, image.getHeight());
        int[] normal = columns(image, ScorePlot.COLOURS[0]);
        int[] others = columns(image, ScorePlot.COLOURS[1]);
        assertTrue(normal.length > 100 && others.length > 100);
        assertTrue(normal[normal.length - 1] <= others[0] + 12, "from the left, one after the other");
        int[] low = rows(image, ScorePlot.COLOURS[0]);
        int[] high = rows(image, ScorePlot.COLOURS[1]);
        assertTrue(high[high.length - 1] < low[0], "higher scores are higher");
        int between = (high[0] + low[0]) / 2;
        boolean dashed = IntStream.range(between - 40, between + 40)
                .anyMatch(y -> IntStream.range(100, 1100)
                                .filter(x -> new Color(image.getRGB(x, y)).getRed() < 90)
                                .count()
                        > 300);
        assertTrue(dashed, "the threshold is between them");
    }

    @Test
    void scaledScoresFillTheSamePlaces() throws IOException {
        // The lower ones are on the foot itself.
        int[] rows = rows(drawn(ScorePlot.scaled("a", "b", groups(1000, 1001), 1000.5)), ScorePlot.COLOURS[1]);
        int[] same = rows(drawn(ScorePlot.scaled("a", "b", groups(0, 1), 0.5)), ScorePlot.COLOURS[1]);
        assertArrayEquals(same, rows);
        assertTrue(rows.length > 0);
    }

    @Test
    void oddScoresAreDrawn() throws IOException {
        drawn(ScorePlot.png("a", "b", groups(0, 0), 0));
        drawn(ScorePlot.scaled("a", "b", groups(5, 5), 5));
        drawn(ScorePlot.png("a", "b", List.of(new ScorePlot.Group("one", new double[] {-3})), 1e-9));
        List<ScorePlot.Group> none =
                List.of(new ScorePlot.Group("none", new double[0]), new ScorePlot.Group("one", new double[] {1}));
        assertEquals(0, rows(drawn(ScorePlot.png("a", "b", none, 2)), ScorePlot.COLOURS[0]).length);
    }

    @Test
    void curvesRunWhereTheirPointsAre() throws IOException {
        double[] scores = {4, 3, 2, 1};
        Roc best = Roc.of(scores, new boolean[] {true, true, false, false});
        Roc worst = Roc.of(scores, new boolean[] {false, false, true, true});
        BufferedImage image = drawn(RocPlot.png("a", "b", Map.of("best", best)));
        assertEquals(RocPlot.WIDTH, image.getWidth());
        assertEquals(RocPlot.HEIGHT, image.getHeight());
        assertTrue(blue(image, 60, 200) > 40, "up the left edge and along the top");
        BufferedImage other = drawn(RocPlot.png("a", "b", Map.of("worst", worst)));
        assertEquals(0, blue(other, 300, 400), "along the foot and up the right edge");
        assertTrue(blue(other, 700, 795) > 40);
    }

    /** Rows between which the first colour is in some columns, away from the edges. */
    private static long blue(BufferedImage image, int fromColumn, int toColumn) {
        return IntStream.range(200, 700)
                .filter(y -> IntStream.range(fromColumn, toColumn)
                        .anyMatch(x -> isLike(image.getRGB(x, y), ScorePlot.COLOURS[0])))
                .count();
    }
}
