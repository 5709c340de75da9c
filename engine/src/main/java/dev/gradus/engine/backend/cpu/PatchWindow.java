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

    /** Elements from which on a row is worth a block copy. */
    private static final int LONG = 24;

    private float[] held = new float[0];

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
        int size = (toChannel - from) * channelPitch();
        if (held.length < size) {
            held = new float[size];
        } else {
            Arrays.fill(held, 0, size, 0f);
        }
        for (int c = fromChannel; c < toChannel; c++) {
            for (int n = 0; n < images; n++) {
                copy(((firstImage + n) * channels + c) * height * width, channel(c) + image(n));
            }
        }
    }

    /** Copies what there is of the stretch in one image and channel, which is zero so far. */
    private void copy(int plane, int at) {
        int top = Math.max(0, -firstRow);
        int bottom = Math.min(rows, height - firstRow);
        for (int phase = 0; phase < phases; phase++) {
            int shift = firstColumn + phase;
            int left = shift >= 0 ? 0 : (-shift - 1) / phases + 1;
            int right = shift >= width ? 0 : Math.min(columns, (width - 1 - shift) / phases + 1);
            for (int r = top; r < bottom && left < right; r++) {
                int from = plane + (firstRow + r) * width + shift;
                int to = at + r * rowPitch() + phase * columns;
                if (phases == 1 && right - left >= LONG) {
                    System.arraycopy(x, from + left, held, to + left, right - left);
                } else {
                    deal(x, from, phases, held, to, left, right);
                }
            }
        }
    }

    private static void deal(float[] x, int from, int phases, float[] held, int to, int left, int right) {
        if (phases == 2) {
            for (int l = left; l < right; l++) {
                held[to + l] = x[from + 2 * l];
            }
        } else {
            for (int l = left; l < right; l++) {
                held[to + l] = x[from + l * phases];
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
