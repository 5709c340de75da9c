package dev.gradus.cli.plot;

import dev.gradus.models.image.Images;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Sheets of images in rows and columns, as PNG files: the same images give the same bytes. */
public final class ImageSheet {
    /** Pixels of the sheet, along each side, for one of an image; larger images take fewer. */
    private static final int LARGEST_ZOOM = 3;

    /** An image is drawn about this large. */
    private static final int WANTED = 84;

    private static final int GAP = 4;
    private static final int MARGIN = 24;
    private static final int TITLE = 40;
    private static final int CAPTION = 30;
    private static final int LABEL = 130;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x202020);
    private static final Color FAINT_INK = new Color(0x606060);

    /**
     * Images under or beside a caption.
     *
     * @param caption what they are
     * @param images  at least one
     */
    public record Panel(String caption, Images images) {}

    private ImageSheet() {}

    /** Nothing but images, side by side in so many columns, on black. Needs no fonts. */
    public static byte[] grid(Images images, int columns) {
        int zoom = zoom(images);
        BufferedImage sheet = new BufferedImage(
                GAP + columns * (images.width() * zoom + GAP),
                GAP + rows(images, columns) * (images.height() * zoom + GAP),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        draw(graphics, images, columns, GAP, GAP);
        graphics.dispose();
        return Png.of(sheet);
    }

    /** Panels side by side, each with its caption above it and its images in so many columns. */
    public static byte[] beside(String title, List<Panel> panels, int columns) {
        Images first = panels.get(0).images();
        int zoom = zoom(first);
        int width = columns * (first.width() * zoom + GAP) - GAP;
        int rows = panels.stream()
                .mapToInt(panel -> rows(panel.images(), columns))
                .max()
                .orElse(1);
        BufferedImage sheet = new BufferedImage(
                MARGIN + panels.size() * (width + MARGIN),
                MARGIN + TITLE + CAPTION + rows * (first.height() * zoom + GAP) - GAP + MARGIN,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(sheet, title);
        for (int i = 0; i < panels.size(); i++) {
            int x = MARGIN + i * (width + MARGIN);
            graphics.setColor(FAINT_INK);
            graphics.setFont(Fonts.TEXT);
            graphics.drawString(panels.get(i).caption(), x, MARGIN + TITLE + CAPTION - 12);
            draw(graphics, panels.get(i).images(), columns, x, MARGIN + TITLE + CAPTION);
        }
        graphics.dispose();
        return Png.of(sheet);
    }

    /** A row of images for each panel, its caption to the left. */
    public static byte[] below(String title, List<Panel> panels) {
        Images first = panels.get(0).images();
        int zoom = zoom(first);
        int columns =
                panels.stream().mapToInt(panel -> panel.images().count()).max().orElse(1);
        int height = first.height() * zoom + GAP;
        BufferedImage sheet = new BufferedImage(
                MARGIN + LABEL + columns * (first.width() * zoom + GAP) - GAP + MARGIN,
                MARGIN + TITLE + panels.size() * height - GAP + MARGIN,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(sheet, title);
        for (int i = 0; i < panels.size(); i++) {
            int y = MARGIN + TITLE + i * height;
            graphics.setColor(FAINT_INK);
            graphics.setFont(Fonts.TEXT);
            graphics.drawString(panels.get(i).caption(), MARGIN, y + height / 2 + 5);
            draw(graphics, panels.get(i).images(), columns, MARGIN + LABEL, y);
        }
        graphics.dispose();
        return Png.of(sheet);
    }

    private static Graphics2D paper(BufferedImage sheet, String title) {
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setColor(INK);
        graphics.setFont(Fonts.TITLE);
        graphics.drawString(title, MARGIN, MARGIN + 20);
        return graphics;
    }

    private static int zoom(Images images) {
        return Math.max(1, Math.min(LARGEST_ZOOM, WANTED / Math.max(images.height(), images.width())));
    }

    private static int rows(Images images, int columns) {
        return (images.count() + columns - 1) / columns;
    }

    /** Pixels as squares: nothing is made smoother than it is. */
    private static void draw(Graphics2D graphics, Images images, int columns, int left, int top) {
        int zoom = zoom(images);
        for (int i = 0; i < images.count(); i++) {
            int x = left + i % columns * (images.width() * zoom + GAP);
            int y = top + i / columns * (images.height() * zoom + GAP);
            for (int row = 0; row < images.height(); row++) {
                for (int column = 0; column < images.width(); column++) {
                    graphics.setColor(new Color(images.pixel(i, row, column) * 0x010101));
                    graphics.fillRect(x + column * zoom, y + row * zoom, zoom, zoom);
                }
            }
        }
    }
}
