package dev.gradus.models.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final Images FOUR = Images.of(4, 1, 2, new byte[] {0, 1, 10, 11, 20, 21, (byte) 254, (byte) 255})
            .withLabels(5, 6, 5, 7);

    @Test
    void partsKeepPixelsAndLabels() {
        assertEquals(Images.of(2, 1, 2, new byte[] {0, 1, 20, 21}).withLabels(5, 5), FOUR.labelled(5));
        assertEquals(FOUR.select(1, 3), FOUR.where(label -> label > 5));
        assertEquals(FOUR.select(1, 2), FOUR.range(1, 3));
        assertEquals(FOUR, FOUR.range(0, 1).and(FOUR.range(1, 4)));
        assertFalse(FOUR.and(Images.of(1, 1, 2, new byte[2])).hasLabels());
        assertEquals(0, FOUR.labelled(9).count());
        assertEquals(255, FOUR.pixel(3, 0, 1));
    }

    @Test
    void nothingOutsideCanChangeThem() {
        byte[] pixels = {1, 2};
        Images images = Images.of(1, 1, 2, pixels).withLabels(3);
        pixels[0] = 9;
        images.pixels()[0] = 9;
        images.labels()[0] = 9;
        assertEquals(1, images.pixel(0, 0, 0));
        assertEquals(3, images.label(0));
    }

    @Test
    void numbersAreScaledPixels() {
        Tensor batch = FOUR.tensor(new int[] {3, 0}, 0, 2, Backends.get(), PixelScale.SYMMETRIC);
        assertEquals(Shape.of(2, 1, 1, 2), batch.shape());
        assertArrayEquals(new double[] {254 / 127.5 - 1, 1, -1, 1 / 127.5 - 1}, batch.toArray(), 1e-7);
        assertArrayEquals(
                new double[] {0, 1 / 255.0},
                FOUR.range(0, 1).tensor(Backends.get(), PixelScale.UNIT).toArray(),
                1e-8);
    }

    @Test
    void numbersBecomeTheNearestPixels() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Images every = Images.of(1, 16, 16, all);
        for (PixelScale scale : new PixelScale[] {PixelScale.SYMMETRIC, PixelScale.UNIT, new PixelScale(127, -1)}) {
            assertEquals(every, Images.of(every.tensor(Backends.get(), scale), scale));
        }
        Tensor beyond = Tensor.of(Backends.get(), new double[] {-3, 3}, Shape.of(1, 1, 1, 2));
        assertEquals(Images.of(1, 1, 2, new byte[] {0, (byte) 255}), Images.of(beyond, PixelScale.SYMMETRIC));
    }

    @Test
    void resizingIsBilinearWithPixelsAsAreas() {
        // The values of torch.nn.functional.interpolate(mode="bilinear", align_corners=False), which TensorFlow shares.
        Images two = Images.of(1, 2, 2, new byte[] {0, 100, (byte) 200, 40}).withLabels(1);
        assertEquals(
                Images.of(1, 4, 4, new byte[] {
                            0, 25, 75, 100, 50, 59, 76, 85, (byte) 150, 126, 79, 55, (byte) 200, (byte) 160, 80, 40
                        })
                        .withLabels(1),
                two.resized(4, 4));
        assertEquals(Images.of(1, 1, 1, new byte[] {85}).withLabels(1), two.resized(1, 1));
    }

    @Test
    void anEvenImageStaysEvenInAnySize() {
        byte[] grey = new byte[28 * 28];
        Arrays.fill(grey, (byte) 200);
        for (int size : new int[] {64, 32, 28, 7}) {
            byte[] pixels = Images.of(1, 28, 28, grey).resized(size, size).pixels();
            assertEquals(size * size, pixels.length);
            for (byte pixel : pixels) {
                assertEquals(200, pixel & 0xFF);
            }
        }
    }

    @Test
    void fingerprintsAreOfPixelsSizesAndLabels() {
        String print = FOUR.fingerprint();
        assertEquals(64, print.length());
        assertEquals(print, FOUR.range(0, 4).fingerprint());
        assertNotEquals(print, FOUR.withLabels(5, 6, 5, 8).fingerprint());
        assertNotEquals(
                print, Images.of(4, 2, 1, FOUR.pixels()).withLabels(5, 6, 5, 7).fingerprint());
        assertNotEquals(print, FOUR.select(1, 0, 2, 3).fingerprint());
    }

    @Test
    void drawnDigitsAreTheSameForASeedAndOfEveryKind() {
        Images digits = DrawnDigits.of(200, 5);
        assertEquals(digits, DrawnDigits.of(200, 5));
        assertNotEquals(digits, DrawnDigits.of(200, 6));
        for (int label = 0; label < DrawnDigits.CLASSES; label++) {
            Images kind = digits.labelled(label);
            assertEquals(20, kind.count());
            for (int i = 0; i < kind.count(); i++) {
                int dark = 0;
                int light = 0;
                for (byte pixel : kind.range(i, i + 1).pixels()) {
                    dark += pixel == 0 ? 1 : 0;
                    light += (pixel & 0xFF) > 200 ? 1 : 0;
                }
                assertTrue(dark > 400 && light > 10, label + ": " + dark + " dark and " + light + " light pixels");
            }
        }
        // The same bits on every JDK: nothing but the four operations, roots and StrictMath.
        assertEquals(
                "699cd0af9618d64741723db0f0c2c41b7f787865f0b2c33a18bc3e6f30af6856",
                DrawnDigits.of(10, 1).fingerprint());
    }
}
