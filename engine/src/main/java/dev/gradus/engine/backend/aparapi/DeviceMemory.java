package dev.gradus.engine.backend.aparapi;

import com.aparapi.Kernel;

/**
 * What a kernel sees of memory: the program, row by row, and three arrays of numbers. An address is one integer: which
 * array in the upper bits, the place in it in the lower {@value #OFFSET_BITS}, so that addresses can be added to.
 *
 * <p>The kernel is split into classes by inheritance because Aparapi translates the methods of one object. Its language is
 * a small part of Java: no {@code switch}, no {@code break}, no {@code boolean} field, no written field, no recursion.
 */
abstract class DeviceMemory extends Kernel {
    /** Integers in a row of the program: the operation, then its parameters. */
    static final int ROW = 32;
    /** Numbers that belong to a row. */
    static final int ROW_NUMBERS = 8;
    /** Work items in a group; the products' tiles are made for it. */
    static final int GROUP = 256;

    static final int OFFSET_BITS = 28;
    static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
    /** Addresses from here on lie in {@link #scratch}, those below in {@link #data}. */
    static final int SCRATCH = 1 << OFFSET_BITS;
    /** Addresses from here on lie in {@link #state}. */
    static final int STATE = 2 << OFFSET_BITS;

    /** Rows of {@value #ROW} integers. */
    int[] program = new int[1];
    /** Indices that rows refer to. */
    int[] tables = new int[1];
    /** {@value #ROW_NUMBERS} for each row. */
    float[] numbers = new float[1];
    /** What the chunk reads and does not change. */
    float[] data = new float[1];
    /** What nobody needs when the chunk has ended. */
    float[] scratch = new float[1];
    /** What is fetched when the chunk has ended. */
    float[] state = new float[1];

    final int parameter(int i) {
        return program[getPassId() * ROW + i];
    }

    final float number(int i) {
        return numbers[getPassId() * ROW_NUMBERS + i];
    }

    final float load(int at) {
        float value = 0f;
        if (at >= STATE) {
            value = state[at & OFFSET_MASK];
        } else {
            if (at >= SCRATCH) {
                value = scratch[at & OFFSET_MASK];
            } else {
                value = data[at];
            }
        }
        return value;
    }

    final void store(int at, float value) {
        if (at >= STATE) {
            state[at & OFFSET_MASK] = value;
        } else {
            scratch[at & OFFSET_MASK] = value;
        }
    }
}
