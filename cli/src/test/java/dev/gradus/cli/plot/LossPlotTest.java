package dev.gradus.cli.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossPlotTest {
    private static Map<String, double[]> losses(int epochs) {
        double[] falling = new double[epochs];
        double[] rising = new double[epochs];
        for (int i = 0; i < epochs; i++) {
            falling[i] = 1.0 / (i + 1);
            rising[i] = -0.3 + 0.01 * i;
        }
        return new TreeMap<>(Map.of("critic", rising, "reconstruction", falling));
    }

    private static int pixels(BufferedImage image, int colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
            }
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 50, 3000})
    void everyLossHasACurve(int epochs) throws IOException {
        byte[] png = LossPlot.png("Losses", "of a test", losses(epochs));
        assertArrayEquals(png, LossPlot.png("Losses", "of a test", losses(epochs)));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(1200, image.getWidth());
        assertEquals(600, image.getHeight());
        assertTrue(pixels(image, 0x0072B2) > 300, pixels(image, 0x0072B2) + " pixels of the first curve");
        assertTrue(pixels(image, 0xD55E00) > 300, pixels(image, 0xD55E00) + " pixels of the second curve");
    }

    @Test
    void aSingleEpochIsDrawnToo() throws IOException {
        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(LossPlot.png("One", "of a test", Map.of("loss", new double[] {0.5}))));
        assertEquals(1200, image.getWidth());
    }
}
