package dev.gradus.engine.backend.cpu;

import java.util.Arrays;

/**
 * A padded copy of a stretch of some images, laid out so that each patch is reached by adding two offsets, one for the
 * position and one for the tap of the kernel, with no edges to mind. With strides, rows and columns are dealt out to phases,
 * so that neighbouring positions are neighbours here, too:
 *
 * <pre>{@code
 * [channel][phaseH][phaseW][row][l] = image[channel, firstRow + strideH·row + phaseH, firstColumn + strideW·l + phaseW]
 * }</pre>
 *
 * with zeros outside of the image. Several images lie one after the other, {@code [image][row][l]}, or side by side,
 * {@code [row][image][l]}, whichever takes fewer vectors. Where rows end in zeros and begin with zeros, these share their
 * place, so that fewer columns lie between the positions of one row and those of the next.
 *
 * <p>Only some of the channels are held at a time, as many as fit in the cache.
 */
final class PatchWindow {
    /** Elements that are held at a time where one channel does not need more: 256 KB. */
    private static final int BUDGET = 1 << 16;

    /** Elements from which on a row is worth a block copy, where it is not the only one. */
    static final int LONG = 24;

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
    private int strideH;
    private int firstColumn;
    private int columns;
    private int strideW;
    /** Elements that a row of one image takes. */
    private int pitch;

    private int imagePitch;
    private int rowPitch;

    /** The columns of each phase that are inside of the image: the first, and the first that is not. */
    private int[] lefts = new int[0];

    private int[] rights = new int[0];

    /** What decides where elements lie, and which places stay zero; nothing at first. */
    private final int[] layout = new int[11];

    /** Rows of the stretch that are inside of the image: the first, and the first that is not. */
    private int top;

    private int bottom;

    /** Elements from the first on that are zero unless they have been written in this layout. */
    private int clean;

    /** Where each element of an image is and where it goes; none where whole rows are copied. */
    private int[] sources = new int[0];

    private int[] places = new int[0];
    private int moved;

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
     * @param rows rows of a phase
     * @param columns columns of a phase
     * @param positions how many positions a row has
     */
    void move(
            int firstImage,
            int images,
            int firstRow,
            int rows,
            int strideH,
            int firstColumn,
            int columns,
            int positions,
            int strideW) {
        this.firstImage = firstImage;
        this.images = images;
        this.firstRow = firstRow;
        this.rows = rows;
        this.strideH = strideH;
        this.firstColumn = firstColumn;
        this.columns = columns;
        this.strideW = strideW;
        fromChannel = 0;
        toChannel = 0;
        if (lefts.length < strideW) {
            lefts = new int[strideW];
            rights = new int[strideW];
        }
        // Each row has at least this many zeros in front, and nothing else than zeros from `right` on.
        int zeros = columns;
        int right = 1;
        for (int phase = 0; phase < strideW; phase++) {
            int shift = firstColumn + phase;
            lefts[phase] = Math.min(columns, shift >= 0 ? 0 : (-shift - 1) / strideW + 1);
            rights[phase] = shift >= width ? 0 : Math.min(columns, (width - 1 - shift) / strideW + 1);
            rights[phase] = Math.max(lefts[phase], rights[phase]);
            zeros = Math.min(zeros, lefts[phase]);
            right = Math.max(right, rights[phase]);
        }
        // No more than that is shared, or positions of two rows would be the same.
        pitch = Math.max(positions, Math.max(right, columns - zeros));
        lie(false);
    }

    private void lie(boolean aside) {
        imagePitch = aside ? pitch : rows * pitch;
        rowPitch = aside ? images * pitch : pitch;
    }

    /**
     * Lays images the way that makes the fewest vectors of some positions. To be called before channels are held.
     *
     * @param spare is overwritten
     */
    void suit(int positionRows, int positionColumns, PositionVectors spare) {
        if (images == 1) {
            return;
        }
        lie(false);
        list(spare, 0, positionRows, 0, positionColumns, 0, 0, 0, 0);
        int after = spare.count();
        lie(true);
        list(spare, 0, positionRows, 0, positionColumns, 0, 0, 0, 0);
        if (after <= spare.count()) {
            lie(false);
        }
    }

    /**
     * Lists positions as vectors.
     *
     * @param place where the result of the first position of the first image goes
     * @param imageStep how far it is to the place of the next image's
     * @param rowStep how far it is to the place of the next row's
     * @param step how far it is to the place of the next column's
     */
    void list(
            PositionVectors out,
            int row,
            int rowEnd,
            int column,
            int columnEnd,
            int place,
            int imageStep,
            int rowStep,
            int step) {
        out.clear();
        boolean aside = rowPitch > imagePitch;
        int outer = aside ? rowEnd - row : images;
        int inner = aside ? images : rowEnd - row;
        for (int a = 0; a < outer; a++) {
            for (int b = 0; b < inner; b++) {
                int n = aside ? b : a;
                int r = aside ? a : b;
                out.add(position(n, row + r, column), place + n * imageStep + r * rowStep, columnEnd - column, step);
            }
        }
        out.settle(step);
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
        settle();
        fromChannel = from;
        int times = ahead ? Math.max(1, BUDGET / channelPitch() / (to - from)) : 1;
        toChannel = Math.min(channels, from + times * (to - from));
        // Behind the last row are the zeros that it would share with the next, and what fills the last vector.
        int end = (toChannel - from) * channelPitch() + columns + StripProduct.LANES;
        if (held.length < end) {
            held = new float[end];
            clean = end;
        } else if (clean < end) {
            Arrays.fill(held, clean, end, 0f);
            clean = end;
        }
        for (int n = 0; n < images; n++) {
            for (int c = fromChannel; c < toChannel; c++) {
                int plane = ((firstImage + n) * channels + c) * height * width + firstRow * width;
                int at = channel(c) + n * imagePitch;
                if (moved == 0) {
                    copyRows(plane, at);
                } else if (sources[moved - 1] - sources[0] == moved - 1) {
                    copyNeighbours(plane + sources[0], at);
                } else {
                    copy(plane, at);
                }
            }
        }
    }

    /** Where the elements of an image come to lie: as for the stretch before, or else all places are cleared. */
    private void settle() {
        top = Math.max(0, -firstRow);
        bottom = Math.min(rows * strideH, height - firstRow);
        boolean same = isLaid(0, images) & isLaid(1, rows) & isLaid(2, strideH) & isLaid(3, firstColumn);
        same &= isLaid(4, columns) & isLaid(5, strideW) & isLaid(6, pitch) & isLaid(7, rowPitch);
        if (same & isLaid(8, width) & isLaid(9, top) & isLaid(10, bottom)) {
            return;
        }
        clean = 0;
        moved = 0;
        boolean one = bottom - top == 1;
        if (strideW == 1 && strideH == 1 && (one || rights[0] - lefts[0] >= LONG)) {
            return;
        }
        int most = Math.max(0, bottom - top) * width;
        if (places.length < most) {
            places = new int[most];
            sources = new int[most];
        }
        for (int r = top; r < bottom; r++) {
            for (int t = Math.max(0, -firstColumn); t < Math.min(columns * strideW, width - firstColumn); t++) {
                sources[moved] = r * width + firstColumn + t;
                places[moved++] = reach(r, t);
            }
        }
    }

    /** Takes a number of the layout; whether it was the same before. */
    private boolean isLaid(int place, int now) {
        boolean same = layout[place] == now;
        layout[place] = now;
        return same;
    }

    private void copyRows(int plane, int at) {
        int length = rights[0] - lefts[0];
        for (int r = top; r < bottom && length > 0; r++) {
            System.arraycopy(x, plane + r * width + firstColumn + lefts[0], held, at + r * rowPitch + lefts[0], length);
        }
    }

    /** As {@link #copy} where all elements are neighbours. */
    private void copyNeighbours(int first, int at) {
        float[] to = held;
        float[] from = x;
        for (int i = 0; i < moved; i++) {
            to[at + places[i]] = from[first + i];
        }
    }

    /** Many short loops would take longer than one that looks each place up. */
    private void copy(int plane, int at) {
        float[] to = held;
        float[] from = x;
        for (int i = 0; i < moved; i++) {
            to[at + places[i]] = from[plane + sources[i]];
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

    /** How far it is from a channel to the next. */
    int channelPitch() {
        return strideH * strideW * planePitch();
    }

    /** The offset of a position of one image, whose patch begins there. */
    int position(int image, int row, int column) {
        return image * imagePitch + row * rowPitch + column;
    }

    /** The offset of an input row and column that are this far behind a position. */
    int reach(int down, int right) {
        int plane = down % strideH * strideW + right % strideW;
        return plane * planePitch() + down / strideH * rowPitch + right / strideW;
    }

    private int planePitch() {
        return images * rows * pitch;
    }
}
