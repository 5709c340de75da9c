package dev.gradus.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A sheet to draw on: the few strokes that the picture needs. */
final class Canvas {
    /** Which point of a text lies on the given place. */
    enum Anchor {
        LEFT,
        CENTRE,
        RIGHT
    }

    private static final String ELLIPSIS = "\u2026";

    private final BufferedImage image;
    private final Graphics2D graphics;

    Canvas(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        fill(new Rectangle2D.Double(0, 0, width, height), Palette.PAPER);
    }

    void fill(Shape shape, Color colour) {
        graphics.setColor(colour);
        graphics.fill(shape);
    }

    void line(double x1, double y1, double x2, double y2, Color colour) {
        stroke(new Line2D.Double(x1, y1, x2, y2), colour, 1);
    }

    void stroke(Shape shape, Color colour, float width) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    /** As {@link #stroke}, inside of a frame only. */
    void strokeInside(Rectangle2D frame, Shape shape, Color colour, float width) {
        Shape before = graphics.getClip();
        graphics.setClip(frame);
        stroke(shape, colour, width);
        graphics.setClip(before);
    }

    /** Writes a text, {@code y} being its base line. */
    void text(String text, double x, double y, Anchor anchor, Font font, Color colour) {
        double shift = switch (anchor) {
            case LEFT -> 0;
            case CENTRE -> width(text, font) / 2;
            case RIGHT -> width(text, font);
        };
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(text, (float) (x - shift), (float) y);
    }

    /** Writes a text upwards, its middle at {@code y}. */
    void textUpwards(String text, double x, double y, Font font, Color colour) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        text(text, x, y, Anchor.CENTRE, font, colour);
        graphics.setTransform(before);
    }

    double width(String text, Font font) {
        return font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    }

    /** The text, cut where it would be wider than {@code room}. */
    String fitted(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + ELLIPSIS, font) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The sheet as a PNG file. */
    byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        graphics.dispose();
        return bytes.toByteArray();
    }
}
