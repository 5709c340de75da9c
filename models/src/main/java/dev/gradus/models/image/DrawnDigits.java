package dev.gradus.models.image;

import dev.gradus.engine.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * Digits of our own drawing, 28 × 28, light on dark as those of MNIST are. Each digit is a few strokes (lines and arcs), whose
 * points are jittered, and which are slanted, turned, stretched, shifted and drawn with a pen of varying thickness whose edge is
 * smooth. They make the models run without any file; they are far more alike than what people write, so no figure that is
 * measured on them says anything about handwriting.
 */
public final class DrawnDigits {
    /** Rows and columns of an image. */
    public static final int SIZE = 28;

    /** How many kinds there are, 0 to 9, which are the labels. */
    public static final int CLASSES = 10;

    /** Points on an arc of a full turn. */
    private static final int ROUND = 24;

    private static final double JITTER = 0.02;

    /** Strokes of each digit in a box from (−0.5, −1) to (0.5, 1), y downwards. */
    private static final List<List<double[][]>> STROKES = List.of(
            digit(arc(0, 0, 0.5, 1, 0, 360)),
            digit(line(-0.25, -0.65, 0.08, -1, 0.08, 1)),
            digit(join(arc(0, -0.5, 0.48, 0.5, 190, 395), line(-0.5, 1, 0.52, 1))),
            digit(join(arc(-0.05, -0.5, 0.47, 0.5, 200, 450), arc(-0.05, 0.5, 0.53, 0.5, -90, 160))),
            digit(line(0.15, -1, -0.5, 0.25, 0.55, 0.25), line(0.25, -0.35, 0.25, 1)),
            digit(join(line(0.45, -1, -0.38, -1, -0.42, -0.15), arc(-0.03, 0.38, 0.52, 0.6, 230, 510))),
            digit(join(line(0.3, -1, -0.15, -0.6), arc(0, 0.42, 0.5, 0.58, 205, 565))),
            digit(line(-0.5, -1, 0.5, -1, -0.1, 1)),
            digit(arc(0, -0.52, 0.4, 0.48, 90, 450), arc(0, 0.48, 0.5, 0.52, -90, 270)),
            digit(arc(0, -0.45, 0.45, 0.55, 0, 360), line(0.45, -0.45, 0.35, 0.3, 0.1, 1)));

    private DrawnDigits() {}

    /**
     * Draws digits with their labels, as many of each kind as of any other (one more of some where it does not divide), in
     * random order.
     *
     * @param count at least 1
     * @param seed  the same one gives the same images
     */
    public static Images of(int count, long seed) {
        if (count < 1 || count > Integer.MAX_VALUE / (SIZE * SIZE)) {
            throw new IllegalArgumentException(
                    "drawn digits: there must be 1 to " + Integer.MAX_VALUE / (SIZE * SIZE) + " of them, not " + count);
        }
        Rng rng = new Rng(seed);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
        }
        rng.shuffle(labels);
        byte[] pixels = new byte[count * SIZE * SIZE];
        for (int i = 0; i < count; i++) {
            draw(labels[i], rng, pixels, i * SIZE * SIZE);
        }
        return Images.of(count, SIZE, SIZE, pixels).withLabels(labels);
    }

    /** Draws one digit: what a hand varies is drawn from the generator first, then the strokes are put on paper. */
    private static void draw(int digit, Rng rng, byte[] pixels, int offset) {
        double height = between(rng, 8, 10);
        double width = between(rng, 10, 15);
        double slant = between(rng, -0.05, 0.35);
        double turn = between(rng, -0.12, 0.12);
        double centreX = SIZE / 2.0 + between(rng, -1.5, 1.5);
        double centreY = SIZE / 2.0 + between(rng, -1.5, 1.5);
        double radius = between(rng, 0.8, 1.7);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        List<double[]> segments = new ArrayList<>();
        for (double[][] stroke : STROKES.get(digit)) {
            double[] before = null;
            for (double[] point : stroke) {
                double x = width * (point[0] + between(rng, -JITTER, JITTER) - slant * point[1] / 2);
                double y = height * (point[1] + between(rng, -JITTER, JITTER));
                double[] now = {centreX + x * cos - y * sin, centreY + x * sin + y * cos};
                if (before != null) {
                    segments.add(new double[] {before[0], before[1], now[0], now[1]});
                }
                before = now;
            }
        }
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double distance = Double.POSITIVE_INFINITY;
                for (double[] segment : segments) {
                    distance = Math.min(distance, distance(segment, column + 0.5, row + 0.5));
                }
                // A pixel is covered as far as the pen's edge, half a pixel wide to either side, reaches into it.
                double covered = Math.max(0, Math.min(1, radius + 0.5 - distance));
                pixels[offset + row * SIZE + column] = (byte) Math.round(255 * covered);
            }
        }
    }

    /** From a point to a line of finite length. */
    private static double distance(double[] segment, double x, double y) {
        double dx = segment[2] - segment[0];
        double dy = segment[3] - segment[1];
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : ((x - segment[0]) * dx + (y - segment[1]) * dy) / length;
        double nearest = Math.max(0, Math.min(1, along));
        double ex = x - segment[0] - nearest * dx;
        double ey = y - segment[1] - nearest * dy;
        return Math.sqrt(ex * ex + ey * ey);
    }

    private static double between(Rng rng, double low, double high) {
        return low + (high - low) * rng.nextDouble();
    }

    private static List<double[][]> digit(double[][]... strokes) {
        return List.of(strokes);
    }

    /** Points on an ellipse, between two angles in degrees, clockwise from the right. */
    private static double[][] arc(double x, double y, double radiusX, double radiusY, double from, double to) {
        int steps = (int) Math.ceil(ROUND * (to - from) / 360);
        double[][] points = new double[steps + 1][];
        for (int i = 0; i <= steps; i++) {
            double angle = Math.toRadians(from + (to - from) * i / steps);
            points[i] = new double[] {x + radiusX * StrictMath.cos(angle), y + radiusY * StrictMath.sin(angle)};
        }
        return points;
    }

    /** Points given as x, y, x, y and so on. */
    private static double[][] line(double... coordinates) {
        double[][] points = new double[coordinates.length / 2][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {coordinates[2 * i], coordinates[2 * i + 1]};
        }
        return points;
    }

    private static double[][] join(double[][] first, double[][] second) {
        double[][] points = new double[first.length + second.length][];
        System.arraycopy(first, 0, points, 0, first.length);
        System.arraycopy(second, 0, points, first.length, second.length);
        return points;
    }
}
