package dev.gradus.engine.memory;

/** New arrays on the Java heap; where there is no room, the error says how much was asked for and what helps. */
public final class Heap {
    private Heap() {}

    /**
     * An array of zeros.
     *
     * @throws OutOfMemoryError with the size, the limit and the remedy
     */
    public static float[] floats(int length) {
        requireLength(length);
        try {
            return new float[length];
        } catch (OutOfMemoryError e) {
            throw full(length, Float.BYTES, e);
        }
    }

    /**
     * An array of zeros.
     *
     * @throws OutOfMemoryError with the size, the limit and the remedy
     */
    public static double[] doubles(int length) {
        requireLength(length);
        try {
            return new double[length];
        } catch (OutOfMemoryError e) {
            throw full(length, Double.BYTES, e);
        }
    }

    private static void requireLength(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("memory: an array cannot hold " + length + " numbers");
        }
    }

    private static OutOfMemoryError full(long length, int bytes, OutOfMemoryError cause) {
        long most = Runtime.getRuntime().maxMemory();
        OutOfMemoryError error = new OutOfMemoryError("memory: no room for an array of " + length + " numbers ("
                + (length * bytes >> 20) + " MiB); this JVM may use " + (most >> 20)
                + " MiB in all: give it more with -Xmx, or work in smaller batches");
        error.initCause(cause);
        return error;
    }
}
