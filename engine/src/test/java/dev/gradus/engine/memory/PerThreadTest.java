package dev.gradus.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gradus.engine.Collected;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PerThreadTest {
    @Test
    void eachThreadHasItsOwnForGood() throws Exception {
        AtomicInteger made = new AtomicInteger();
        PerThread<float[]> scratch = new PerThread<>(() -> {
            made.incrementAndGet();
            return new float[4];
        });
        float[] mine = scratch.get();
        AtomicReference<float[]> another = new AtomicReference<>();
        Thread thread = new Thread(() -> another.set(scratch.get()));
        thread.start();
        thread.join();
        assertNotNull(another.get());
        assertNotSame(mine, another.get());
        System.gc(); // what only the thread knows must not be lost to the collector
        assertSame(mine, scratch.get());
        assertEquals(2, made.get());
    }

    @Test
    void aLiveThreadDoesNotHoldTheValue() throws Exception {
        Collected.soon(usedAndDropped(), "the value of a PerThread that is gone");
    }

    private static WeakReference<float[]> usedAndDropped() {
        return new WeakReference<>(new PerThread<>(() -> new float[4]).get());
    }

    @Test
    void theValueOfADeadThreadIsGivenUp() throws Exception {
        PerThread<float[]> scratch = new PerThread<>(() -> new float[4]);
        WeakReference<float[]> value = ofAThreadThatEnds(scratch);
        Collected.soon(value, () -> runInThread(scratch::get), "the value of a thread that has ended");
    }

    private static WeakReference<float[]> ofAThreadThatEnds(PerThread<float[]> scratch) {
        AtomicReference<WeakReference<float[]>> value = new AtomicReference<>();
        runInThread(() -> value.set(new WeakReference<>(scratch.get())));
        return value.get();
    }

    private static void runInThread(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
