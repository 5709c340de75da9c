package dev.gradus.engine.io;

/**
 * How a file stores the numbers of a tensor; the constants are named as in the file. Numbers are little-endian. The order
 * of the constants is that of the format's own writer, which puts wide types before narrow ones, last constant first, so
 * that every tensor is aligned.
 */
public enum DType {
    /** A byte, 0 or 1. */
    BOOL(1),
    /** An unsigned byte. */
    U8(1),
    /** A signed byte. */
    I8(1),
    /** A signed 16-bit integer. */
    I16(2),
    /** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
    F16(2),
    /** The upper half of an {@link #F32}. */
    BF16(2),
    /** A signed 32-bit integer. */
    I32(4),
    /** IEEE 754 single precision, Java's {@code float}. */
    F32(4),
    /** IEEE 754 double precision, Java's {@code double}. */
    F64(8),
    /** A signed 64-bit integer. */
    I64(8);

    private final int width;

    DType(int width) {
        this.width = width;
    }

    /** How many bytes a number takes. */
    public int width() {
        return width;
    }

    /** Whether its numbers are floating-point numbers. */
    public boolean isFloating() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** Whether every number of the type is a {@code float}. */
    boolean fitsFloat() {
        return this != F64 && this != I64 && this != I32;
    }

    /** Whether every number of the type is a {@code double}. */
    boolean fitsDouble() {
        return this != I64;
    }

    /** The type that a file calls {@code name}, or {@code null}. */
    static DType named(String name) {
        for (DType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
