package dev.gradus.engine.memory;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ArrayPoolTest {
    @Test
    void givesBackArraysOfExactlyTheSameLength() {
        ArrayPool<float[]> pool = new ArrayPool<>();
        assertNull(pool.take(3));
        float[] three = new float[3];
        float[] other = new float[3];
        pool.give(three, 3);
        pool.give(other, 3);
        assertNull(pool.take(4));
        assertSame(other, pool.take(3));
        assertNotSame(other, pool.take(3));
        assertNull(pool.take(3));
    }

    @Test
    void keepsNoEmptyArrays() {
        ArrayPool<float[]> pool = new ArrayPool<>();
        pool.give(new float[0], 0);
        assertNull(pool.take(0));
    }
}
