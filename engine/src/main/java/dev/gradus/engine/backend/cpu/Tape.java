package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Recording;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Notes down the kernels of a computation in the order in which they ran, with the arrays that they read and write. These arrays
 * belong to no scope: nobody else gets them as long as the recording is there.
 */
final class Tape {
    /** The thread's present recording, if there is one. */
    private static final class Mine {
        private List<Runnable> kernels;
        private boolean repeatable;
    }

    private final PerThread<Mine> mine = new PerThread<>(Mine::new);
    /** How many threads record: mostly none, which is cheaper to know than which. */
    private final AtomicInteger recording = new AtomicInteger();

    /** A kernel is about to run. */
    void note(Runnable kernel) {
        if (recording.get() > 0 && mine.get().kernels != null) {
            mine.get().kernels.add(kernel);
        }
    }

    /** Something happens that a repetition would not do, or that it might do differently. */
    void refuse() {
        if (recording.get() > 0) {
            mine.get().repeatable = false;
        }
    }

    /** Runs a computation of {@code input} and notes it down; {@code null} if it cannot be repeated. */
    Recording record(FloatArrays arrays, int size, UnaryOperator<Storage> computation) {
        Mine own = mine.get();
        if (own.kernels != null) {
            own.repeatable = false;
            return null;
        }
        List<Runnable> kernels = new ArrayList<>();
        own.kernels = kernels;
        own.repeatable = true;
        recording.incrementAndGet();
        try {
            return Scope.outside(() -> {
                float[] input = arrays.allocate(size);
                Arrays.fill(input, 0f);
                float[] result = arrays.floats(computation.apply(arrays.repeated(input)));
                return own.repeatable ? new Kernels(kernels.toArray(Runnable[]::new), input, result) : null;
            });
        } finally {
            recording.decrementAndGet();
            own.kernels = null;
        }
    }

    /** Kernels in their order. */
    private record Kernels(Runnable[] kernels, float[] input, float[] result) implements Recording {
        @Override
        public void run(double[] numbers, double[] out) {
            for (int i = 0; i < input.length; i++) {
                input[i] = (float) numbers[i];
            }
            for (Runnable kernel : kernels) {
                kernel.run();
            }
            for (int i = 0; i < result.length; i++) {
                out[i] = result[i];
            }
        }
    }
}
