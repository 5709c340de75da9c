package dev.gradus.models.image;

/**
 * Bilinear resizing: a pixel of the new image lies at {@code (i + ½)·from/to − ½} in the old one, along each axis, and takes
 * the mean of the four pixels around that place, each by its nearness; beyond the edge the pixels of the edge go on. Nothing is
 * smoothed beforehand, so an image should not be made much smaller.
 */
final class Resizing {
    private Resizing() {}

    /**
     * Where the pixels of one axis come from.
     *
     * @param low   the nearer end, {@code [to]}
     * @param high  the farther end, {@code [to]}
     * @param share of the farther end, {@code [to]}
     */
    private record Axis(int[] low, int[] high, double[] share) {
        static Axis of(int from, int to) {
            Axis axis = new Axis(new int[to], new int[to], new double[to]);
            for (int i = 0; i < to; i++) {
                double place = Math.max(0, Math.min(from - 1.0, (i + 0.5) * from / to - 0.5));
                axis.low[i] = (int) place;
                axis.high[i] = Math.min(from - 1, axis.low[i] + 1);
                axis.share[i] = place - axis.low[i];
            }
            return axis;
        }
    }

    /** From {@code [count, height, width]} to {@code [count, toHeight, toWidth]}. */
    static byte[] bilinear(byte[] pixels, int count, int height, int width, int toHeight, int toWidth) {
        Axis rows = Axis.of(height, toHeight);
        Axis columns = Axis.of(width, toWidth);
        byte[] resized = new byte[count * toHeight * toWidth];
        int next = 0;
        for (int i = 0; i < count; i++) {
            int image = i * height * width;
            for (int row = 0; row < toHeight; row++) {
                int upper = image + rows.low[row] * width;
                int lower = image + rows.high[row] * width;
                for (int column = 0; column < toWidth; column++) {
                    double top = between(pixels, upper, columns, column);
                    double bottom = between(pixels, lower, columns, column);
                    resized[next++] = (byte) Math.round(top + rows.share[row] * (bottom - top));
                }
            }
        }
        return resized;
    }

    private static double between(byte[] pixels, int row, Axis columns, int column) {
        int left = pixels[row + columns.low[column]] & 0xFF;
        int right = pixels[row + columns.high[column]] & 0xFF;
        return left + columns.share[column] * (right - left);
    }
}
