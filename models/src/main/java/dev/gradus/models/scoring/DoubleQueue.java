package dev.gradus.models.scoring;

import java.io.IOException;

/** Numbers that wait, first in first out. Once it has been as long as it gets, it allocates nothing. */
final class DoubleQueue {
    private double[] ring = new double[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(double value) {
        if (size == ring.length) {
            ring = contents(2 * size);
            head = 0;
        }
        ring[(head + size) % ring.length] = value;
        size++;
    }

    double poll() {
        if (size == 0) {
            throw new IllegalStateException("there is nothing that waits; ask for the size first");
        }
        double value = ring[head];
        head = (head + 1) % ring.length;
        size--;
        return value;
    }

    /** @param length of the array, which may have room for more */
    private double[] contents(int length) {
        double[] all = new double[length];
        for (int i = 0; i < size; i++) {
            all[i] = ring[(head + i) % ring.length];
        }
        return all;
    }

    /** @param expected how many wait at this moment */
    void remember(String name, StreamMemory memory, long expected) throws IOException {
        double[] all = size == expected ? contents(size) : new double[Math.toIntExact(expected)];
        memory.numbers(name, all);
        head = 0;
        size = 0;
        for (double value : all) {
            add(value);
        }
    }
}
