package dev.gradus.engine.backend.cpu;

import java.util.Arrays;

/**
 * A padded copy of a stretch of some images, laid out so that each patch is reached by adding two offsets, one for the
 * position and one for the tap of the kernel, with no edges to mind. With stride s along a row, the row is dealt out to s
 * phases, so that neighbouring positions are neighbours here, too:
 *
 * <pre>{@code
 * [channel][image][row][phase][l] = image[channel, firstRow + row, firstColumn + s·l + phase], zero outside of it
 * }</pre>
 *
 * Only some of the channels are held at a time, as many as fit in the cache.
 */
final class PatchWindow {
    /** Elements that are held at a time where one channel does not need more: 256 KB. */
    private static final int BUDGET = 1 << 16;

    private float[] held = new float[0];
    /** For each phase, a row of all ones where there is an image and zeros beside it, rounded up to whole vectors. */
    private int[] mask = new int[0];

    // The images.
    private float[] x;
    private int channels;
    private int height;
    private int width;

    // The stretch.
    private int firstImage;
    private int images;
    private int firstRow;
    private int rows;
    private int firstColumn;
    private int columns;
    private int phases;

    // The channels that are held.
    private int fromChannel;
    private int toChannel;

    /** Says which images these are: x is {@code [.., channels, height, width]}. */
    void of(float[] x, int channels, int height, int width) {
        this.x = x;
        this.channels = channels;
        this.height = height;
        this.width = width;
        fromChannel = 0;
        toChannel = 0;
    }

    /**
     * Moves to another stretch.
     *
     * @param columns columns of a phase
     */
    void move(int firstImage, int images, int firstRow, int rows, int firstColumn, int columns, int phases) {
        this.firstImage = firstImage;
        this.images = images;
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstColumn = firstColumn;
        this.columns = columns;
        this.phases = phases;
        fromChannel = 0;
        toChannel = 0;
        int rounded = WindowRows.rounded(columns);
        if (mask.length < phases * rounded) {
            mask = new int[phases * rounded];
        }
        for (int phase = 0; phase < phases; phase++) {
            for (int l = 0; l < rounded; l++) {
                int column = firstColumn + phases * l + phase;
                mask[phase * rounded + l] = l < columns && column >= 0 && column < width ? -1 : 0;
            }
        }
    }

    /**
     * Sees to it that channels {@code from … to − 1} are held.
     *
     * @param ahead whether the next ones will be asked for as well
     */
    void hold(int from, int to, boolean ahead) {
        if (from >= fromChannel && to <= toChannel) {
            return;
        }
        fromChannel = from;
        int times = ahead ? Math.max(1, BUDGET / channelPitch() / (to - from)) : 1;
        toChannel = Math.min(channels, from + times * (to - from));
        int size = (toChannel - from) * channelPitch() + WindowRows.LANES;
        if (held.length < size) {
            held = new float[size];
        }
        for (int c = fromChannel; c < toChannel; c++) {
            for (int n = 0; n < images; n++) {
                int plane = ((firstImage + n) * channels + c) * height * width;
                fill(plane, channel(c) + image(n));
            }
        }
    }

    /** Copies the stretch of one image and channel, rows from the first to the last. */
    private void fill(int plane, int at) {
        int top = Math.min(rows, Math.max(0, -firstRow));
        int bottom = Math.max(top, Math.min(rows, height - firstRow));
        int pitch = rowPitch();
        int from = plane + (firstRow + top) * width + firstColumn;
        int to = at + top * pitch;
        Arrays.fill(held, at, to, 0f);
        int end = from + (bottom - top - 1) * width + phases * WindowRows.rounded(columns);
        if (phases > 2 || from < 0 || end > x.length) {
            copy(from, to, bottom - top);
        } else if (phases == 2) {
            WindowRows.halves(bottom - top, columns, x, from, width, mask, held, to, pitch);
        } else {
            WindowRows.whole(bottom - top, columns, x, from, width, mask, held, to, pitch);
        }
        Arrays.fill(held, at + bottom * pitch, at + rows * pitch, 0f);
    }

    /** Row by row, element by element: any number of phases, and not beyond the ends of x. */
    private void copy(int from, int to, int count) {
        int rounded = WindowRows.rounded(columns);
        for (int r = 0; r < count; r++) {
            for (int phase = 0; phase < phases; phase++) {
                int read = from + r * width + phase;
                int put = to + r * rowPitch() + phase * columns;
                for (int l = 0; l < columns; l++) {
                    held[put + l] = mask[phase * rounded + l] == 0 ? 0 : x[read + l * phases];
                }
            }
        }
    }

    /** The array that all offsets are meant for. */
    float[] array() {
        return held;
    }

    /** The offset of a channel that is held. */
    int channel(int c) {
        return (c - fromChannel) * channelPitch();
    }

    /** The offset of an image of the stretch. */
    int image(int n) {
        return n * rows * rowPitch();
    }

    /** Elements from row to row. */
    int rowPitch() {
        return phases * columns;
    }

    /** The offset of an input column within its row. */
    int column(int t) {
        return t % phases * columns + t / phases;
    }

    private int channelPitch() {
        return images * rows * rowPitch();
    }
}
