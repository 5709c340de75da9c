package dev.gradus.engine.backend.cpu;

/**
 * Cuts the positions of a batch of images into blocks of about a wanted size: several whole images, or some rows of one, or
 * a part of one row. Decided by the sizes alone.
 */
final class PositionBlocks {
    private final int batch;
    private final int height;
    private final int width;
    private final int wanted;
    private final int images;
    private final int rows;
    private final int columns;
    private final int down;
    private final int across;
    private final int count;
    /** The only block, if there is just one. */
    private final Block only;

    /** One block: images, rows and columns from the first (inclusive) to the last (exclusive). */
    record Block(int image, int imageEnd, int row, int rowEnd, int column, int columnEnd) {
        /** The same with rows and columns counted from elsewhere. */
        Block shifted(int rows, int columns) {
            return new Block(image, imageEnd, row + rows, rowEnd + rows, column + columns, columnEnd + columns);
        }

        int images() {
            return imageEnd - image;
        }

        int rows() {
            return rowEnd - row;
        }

        int columns() {
            return columnEnd - column;
        }

        int positions() {
            return images() * rows() * columns();
        }
    }

    /** @param wanted positions that a block has at most */
    PositionBlocks(int batch, int height, int width, int wanted) {
        this.batch = batch;
        this.height = height;
        this.width = width;
        this.wanted = wanted;
        long positions = Math.max(1, (long) height * width);
        images = evenly(batch, (int) Math.max(1, wanted / positions));
        rows = positions <= wanted ? height : evenly(height, Math.max(1, wanted / width));
        columns = width <= wanted ? width : evenly(width, wanted);
        down = pieces(height, rows);
        across = pieces(width, columns);
        count = pieces(batch, images) * down * across;
        only = count == 1 ? made(0) : null;
    }

    /** Whether these are the blocks of such positions. */
    boolean areOf(int ofBatch, int ofHeight, int ofWidth, int ofWanted) {
        return batch == ofBatch && height == ofHeight && width == ofWidth && wanted == ofWanted;
    }

    private static int pieces(int length, int most) {
        return length == 0 ? 0 : (length - 1) / most + 1;
    }

    /** The size of pieces of at most this size that are as equal as can be. */
    private static int evenly(int length, int most) {
        return length == 0 ? 1 : (length - 1) / pieces(length, most) + 1;
    }

    int count() {
        return count;
    }

    Block block(int index) {
        return only != null ? only : made(index);
    }

    /** How many images a block has a part of. */
    int images(int index) {
        int image = index / across / down * images;
        return Math.min(batch, image + images) - image;
    }

    private Block made(int index) {
        int column = index % across * columns;
        int row = index / across % down * rows;
        int image = index / across / down * images;
        return new Block(
                image,
                Math.min(batch, image + images),
                row,
                Math.min(height, row + rows),
                column,
                Math.min(width, column + columns));
    }
}
