package dev.gradus.engine.backend.aparapi;

import java.util.function.Consumer;

/**
 * One operation of the backend, recorded: it can be encoded for the device or done by the CPU backend, with the same meaning.
 *
 * @param operation which one
 * @param reads what it reads
 * @param writes what it makes or changes
 * @param extra numbers that it needs for itself on the device, at most
 * @param rows how many rows it has, at most
 * @param device writes its rows
 * @param host does it on the CPU; the values of all operands are there
 */
record Task(
        DeviceOperation operation,
        AparapiStorage[] reads,
        AparapiStorage[] writes,
        long extra,
        int rows,
        Consumer<ProgramWriter> device,
        Runnable host) {
    /** The numbers that it may add to a chunk. */
    long room() {
        long room = extra;
        for (AparapiStorage storage : reads) {
            room += storage.size();
        }
        for (AparapiStorage storage : writes) {
            room += storage.size();
        }
        return room;
    }

    /** Whether there is anything to compute. */
    boolean isEmpty() {
        for (AparapiStorage storage : writes) {
            if (storage.size() > 0) {
                return false;
            }
        }
        return true;
    }
}
