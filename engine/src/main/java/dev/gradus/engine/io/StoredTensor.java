package dev.gradus.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The numbers of a tensor as a file holds them: row-major, little-endian, as many bytes as type and shape need. */
record StoredTensor(DType dtype, int[] shape, byte[] bytes) {
    static StoredTensor of(int[] shape, float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        view(bytes).asFloatBuffer().put(values);
        return new StoredTensor(DType.F32, shape.clone(), bytes);
    }

    static StoredTensor of(int[] shape, double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        view(bytes).asDoubleBuffer().put(values);
        return new StoredTensor(DType.F64, shape.clone(), bytes);
    }

    static StoredTensor of(int[] shape, long[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        view(bytes).asLongBuffer().put(values);
        return new StoredTensor(DType.I64, shape.clone(), bytes);
    }

    int count() {
        return bytes.length / dtype.width();
    }

    /** All numbers; the type must fit. */
    float[] floats() {
        float[] values = new float[count()];
        if (dtype == DType.F32) {
            view(bytes).asFloatBuffer().get(values);
            return values;
        }
        ByteBuffer view = view(bytes);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) real(view, i);
        }
        return values;
    }

    /** All numbers; the type must fit. */
    double[] doubles() {
        double[] values = new double[count()];
        if (dtype == DType.F64) {
            view(bytes).asDoubleBuffer().get(values);
            return values;
        }
        ByteBuffer view = view(bytes);
        for (int i = 0; i < values.length; i++) {
            values[i] = real(view, i);
        }
        return values;
    }

    /** All numbers of an integer type. */
    long[] longs() {
        long[] values = new long[count()];
        ByteBuffer view = view(bytes);
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(view, i);
        }
        return values;
    }

    /** The bytes, little-endian. */
    ByteBuffer view() {
        return view(bytes);
    }

    /** Number i of {@link #view()}. */
    double real(ByteBuffer view, int i) {
        return switch (dtype) {
            case F64 -> view.getDouble(i * 8);
            case F32 -> view.getFloat(i * 4);
            case F16 -> half(view.getShort(i * 2));
            case BF16 -> Float.intBitsToFloat(view.getShort(i * 2) << 16);
            default -> whole(view, i);
        };
    }

    private long whole(ByteBuffer view, int i) {
        return switch (dtype) {
            case I64 -> view.getLong(i * 8);
            case I32 -> view.getInt(i * 4);
            case I16 -> view.getShort(i * 2);
            case I8 -> view.get(i);
            case U8, BOOL -> view.get(i) & 0xFF;
            default -> throw new IllegalStateException(dtype + " is no integer type");
        };
    }

    /** {@code ±2^(e−15)·(1 + f/1024)}; subnormal {@code ±2^−14·f/1024} where e is 0, infinity or NaN where it is 31. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As in {@code F32 [64, 100]}. */
    @Override
    public String toString() {
        return dtype + " " + Arrays.toString(shape);
    }
}
