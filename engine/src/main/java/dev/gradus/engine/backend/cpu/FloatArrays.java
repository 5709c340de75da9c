package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Recording;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Heap;
import dev.gradus.engine.memory.StaleTensorException;
import java.util.function.UnaryOperator;

/**
 * The arrays of a {@link CpuBackend} and the storages around them, which are used again when their scope has closed, and the
 * {@link Tape} of the kernels that fill them.
 */
final class FloatArrays {
    private static final int SHELL = 1;

    private final Backend backend;
    private final ArrayPool<float[]> pool = new ArrayPool<>();
    /** Storages without an array, all under one key. */
    private final ArrayPool<FloatStorage> shells = new ArrayPool<>();

    private final Tape tape = new Tape();

    /** For the storages of this backend. */
    FloatArrays(Backend backend) {
        this.backend = backend;
    }

    /** An array with undefined content. */
    float[] allocate(int size) {
        float[] free = pool.take(size);
        return free == null ? Heap.floats(size) : free;
    }

    /** Takes back an array that nobody references any more. */
    void recycle(float[] array) {
        pool.give(array, array.length);
    }

    /** Takes back a storage that has given its array back. */
    void recycle(FloatStorage empty) {
        refuse();
        shells.give(empty, SHELL);
    }

    /** How many arrays wait to be used again. */
    int freeArrays() {
        return pool.free();
    }

    /** How many storages wait to be used again. */
    int freeStorages() {
        return shells.free();
    }

    /** The storage of numbers that a repetition would not make again, so that a recording of them is of no use. */
    Storage storage(float[] array) {
        refuse();
        return repeated(array);
    }

    /** The storage of what stays as it is, or is made by kernels that were {@linkplain #run noted}. */
    Storage repeated(float[] array) {
        FloatStorage free = shells.take(SHELL);
        return free == null ? new FloatStorage(backend, this, array) : free.around(array);
    }

    /** The storage of what a kernel makes, which runs now and is noted where the thread records. */
    Storage made(float[] out, Runnable kernel) {
        run(kernel);
        return repeated(out);
    }

    /** The array behind an argument, which must be open and of this backend. */
    float[] floats(Storage x) {
        if (x.backend() != backend || !(x instanceof FloatStorage own)) {
            throw new IllegalArgumentException("backend " + backend.name() + ": an argument belongs to backend "
                    + x.backend().name() + "; move it with download and upload");
        }
        float[] array = own.array();
        if (array == null) {
            throw new StaleTensorException("backend " + backend.name()
                    + ": an argument was used after its scope closed"
                    + (x.owner() == null ? "" : " (" + x.owner() + ")"));
        }
        return array;
    }

    /** As {@link #floats(Storage)}, or {@code null} for {@code null}. */
    float[] given(Storage x) {
        return x == null ? null : floats(x);
    }

    /** Something happens that a repetition would not do, so that a recording of it is of no use. */
    void refuse() {
        tape.refuse();
    }

    /** Runs a kernel, and notes it down where the thread records. */
    void run(Runnable kernel) {
        tape.note(kernel);
        kernel.run();
    }

    /** Runs a computation of an input of so many elements and notes it down; {@code null} if it cannot be repeated. */
    Recording record(int size, UnaryOperator<Storage> computation) {
        return tape.record(this, size, computation);
    }
}
