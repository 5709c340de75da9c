package dev.gradus.models.image;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Grey images of one size, perhaps each with a label; immutable. A pixel is a number from 0 to 255, in the order of the
 * images, of their rows and of the places in a row. What white and black mean is up to the data: the digits of MNIST are
 * light (255) on dark (0).
 */
public final class Images {
    private static final int HIGHEST = 255;

    /** Pixels along a side, at most. */
    private static final int LONGEST = 1 << 16;

    private final int count;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;

    /** Takes the arrays as they are. */
    private Images(int count, int height, int width, byte[] pixels, int[] labels) {
        this.count = count;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Images without labels.
     *
     * @param pixels {@code [count, height, width]}, copied
     * @throws IllegalArgumentException if an extent is not positive (there may be 0 images), or there are more or fewer pixels
     */
    public static Images of(int count, int height, int width, byte[] pixels) {
        requireExtents(count, height, width);
        Objects.requireNonNull(pixels, "images: the pixels are null");
        if ((long) count * height * width != pixels.length) {
            throw new IllegalArgumentException("images: " + count + " of " + height + " x " + width + " do not go with "
                    + pixels.length + " pixels");
        }
        return new Images(count, height, width, pixels.clone(), null);
    }

    private static void requireExtents(int count, int height, int width) {
        boolean sides = height >= 1 && width >= 1 && height <= LONGEST && width <= LONGEST;
        if (count < 0 || !sides || (long) count * height > (Integer.MAX_VALUE - 8) / width) {
            throw new IllegalArgumentException("images: there cannot be " + count + " of " + height + " x " + width
                    + "; height and width must be 1 to " + LONGEST + ", and no more than 2^31 pixels in all");
        }
    }

    /**
     * Images of numbers, each rounded to the nearest pixel and none beyond black and white.
     *
     * @param values {@code [count, 1, height, width]}
     * @param scale  by which pixels became such numbers
     */
    public static Images of(Tensor values, PixelScale scale) {
        Objects.requireNonNull(values, "images: the tensor is null");
        Objects.requireNonNull(scale, "images: the scale is null");
        Shape shape = values.shape();
        if (shape.rank() != 4 || shape.dim(1) != 1) {
            throw new IllegalArgumentException("images: the tensor must be [count, 1, height, width], not " + shape);
        }
        requireExtents(shape.dim(0), shape.dim(2), shape.dim(3));
        double[] numbers = values.toArray();
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(Math.max(0, Math.min(HIGHEST, scale.pixel(numbers[i]))));
        }
        return new Images(shape.dim(0), shape.dim(2), shape.dim(3), pixels, null);
    }

    /** These images with labels: one for each, copied; none may be negative. */
    public Images withLabels(int... of) {
        Objects.requireNonNull(of, "images: the labels are null");
        if (of.length != count) {
            throw new IllegalArgumentException(
                    "images: " + of.length + " labels do not go with " + count + " images; give one for each");
        }
        for (int i = 0; i < count; i++) {
            if (of[i] < 0) {
                throw new IllegalArgumentException(
                        "images: the label of image " + i + " is " + of[i] + ", must not be negative");
            }
        }
        return new Images(count, height, width, pixels, of.clone());
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Rows of each. */
    public int height() {
        return height;
    }

    /** Columns of each. */
    public int width() {
        return width;
    }

    /** Pixels of each. */
    public int size() {
        return height * width;
    }

    /** A pixel, 0 to 255. */
    public int pixel(int image, int row, int column) {
        requireImage(image);
        if (row < 0 || row >= height || column < 0 || column >= width) {
            throw new IndexOutOfBoundsException("images: there is no pixel [" + row + ", " + column + "]; images have "
                    + height + " rows and " + width + " columns");
        }
        return pixels[(image * height + row) * width + column] & HIGHEST;
    }

    /** A copy of all pixels, {@code [count, height, width]}. */
    public byte[] pixels() {
        return pixels.clone();
    }

    /** Whether each has a label. */
    public boolean hasLabels() {
        return labels != null;
    }

    /** The label of an image. */
    public int label(int image) {
        requireLabels();
        requireImage(image);
        return labels[image];
    }

    /** A copy of the labels, {@code [count]}. */
    public int[] labels() {
        requireLabels();
        return labels.clone();
    }

    private void requireLabels() {
        if (labels == null) {
            throw new IllegalStateException("images: these have no labels; read them with a file of labels");
        }
    }

    private void requireImage(int image) {
        if (image < 0 || image >= count) {
            throw new IndexOutOfBoundsException("images: there is no image " + image + "; there are " + count);
        }
    }

    // ---- some of them --------------------------------------------------------------------------------------------

    /** The images in these places, in this order; any may be taken more than once. */
    public Images select(int... places) {
        Objects.requireNonNull(places, "images: the places are null");
        requireExtents(places.length, height, width);
        byte[] chosen = new byte[places.length * size()];
        for (int i = 0; i < places.length; i++) {
            requireImage(places[i]);
            System.arraycopy(pixels, places[i] * size(), chosen, i * size(), size());
        }
        int[] theirs = labels == null
                ? null
                : Arrays.stream(places).map(place -> labels[place]).toArray();
        return new Images(places.length, height, width, chosen, theirs);
    }

    /** The images from one place, included, to another, excluded. */
    public Images range(int from, int to) {
        if (from < 0 || to < from || to > count) {
            throw new IndexOutOfBoundsException(
                    "images: there is no range from " + from + " to " + to + "; there are " + count);
        }
        return select(IntStream.range(from, to).toArray());
    }

    /** The images with one of these labels, in their order; there may be none. */
    public Images labelled(int... wanted) {
        Objects.requireNonNull(wanted, "images: the labels are null");
        return where(label -> Arrays.stream(wanted).anyMatch(w -> w == label));
    }

    /** The images whose labels are as said, in their order; there may be none. */
    public Images where(IntPredicate label) {
        Objects.requireNonNull(label, "images: what is asked of labels is null");
        requireLabels();
        return select(
                IntStream.range(0, count).filter(i -> label.test(labels[i])).toArray());
    }

    /** These images and then those, which must be of the same size; with labels if both have them. */
    public Images and(Images others) {
        Objects.requireNonNull(others, "images: the other images are null");
        if (others.height != height || others.width != width) {
            throw new IllegalArgumentException("images: " + height + " x " + width + " and " + others.height + " x "
                    + others.width + " do not go together; resize one of them");
        }
        long sum = (long) count + others.count;
        requireExtents((int) Math.min(Integer.MAX_VALUE, sum), height, width);
        byte[] all = Arrays.copyOf(pixels, pixels.length + others.pixels.length);
        System.arraycopy(others.pixels, 0, all, pixels.length, others.pixels.length);
        int[] both = null;
        if (labels != null && others.labels != null) {
            both = Arrays.copyOf(labels, (int) sum);
            System.arraycopy(others.labels, 0, both, count, others.count);
        }
        return new Images((int) sum, height, width, all, both);
    }

    /** These images in another size, bilinearly; see {@link Resizing}. */
    public Images resized(int toHeight, int toWidth) {
        requireExtents(count, toHeight, toWidth);
        if (toHeight == height && toWidth == width) {
            return this;
        }
        return new Images(
                count, toHeight, toWidth, Resizing.bilinear(pixels, count, height, width, toHeight, toWidth), labels);
    }

    // ---- as numbers ----------------------------------------------------------------------------------------------

    /** All images as numbers, {@code [count, 1, height, width]}. */
    public Tensor tensor(Backend backend, PixelScale scale) {
        return tensor(IntStream.range(0, count).toArray(), 0, count, backend, scale);
    }

    /**
     * A batch as numbers, {@code [to − from, 1, height, width]}: the images whose places stand in {@code order} from one index,
     * included, to another, excluded.
     */
    public Tensor tensor(int[] order, int from, int to, Backend backend, PixelScale scale) {
        Objects.requireNonNull(order, "images: the order is null");
        Objects.requireNonNull(backend, "images: the backend is null; Backends.get() is the default one");
        Objects.requireNonNull(scale, "images: the scale is null");
        if (from < 0 || to <= from || to > order.length) {
            throw new IndexOutOfBoundsException(
                    "images: there is no batch from " + from + " to " + to + " of " + order.length);
        }
        requireExtents(to - from, height, width);
        float[] numbers = new float[(to - from) * size()];
        float[] scaled = scale.table();
        for (int i = from; i < to; i++) {
            requireImage(order[i]);
            int source = order[i] * size();
            int target = (i - from) * size();
            for (int j = 0; j < size(); j++) {
                numbers[target + j] = scaled[pixels[source + j] & HIGHEST];
            }
        }
        return Tensor.wrap(Shape.of(to - from, 1, height, width), backend.upload(numbers));
    }

    /** By what the images are recognised: the SHA-256 of their sizes, pixels and labels, 64 hexadecimal digits. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(IdxFile.imageHeader(this));
            digest.update(pixels);
            if (labels != null) {
                for (int label : labels) {
                    digest.update(
                            new byte[] {(byte) (label >> 24), (byte) (label >> 16), (byte) (label >> 8), (byte) label});
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether the other has the same images with the same labels, in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Images images
                && images.count == count
                && images.height == height
                && images.width == width
                && Arrays.equals(images.pixels, pixels)
                && Arrays.equals(images.labels, labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(pixels) + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return count + (count == 1 ? " image" : " images") + " of " + height + " x " + width
                + (labels == null ? "" : ", with labels");
    }
}
