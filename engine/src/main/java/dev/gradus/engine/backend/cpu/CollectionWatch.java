package dev.gradus.engine.backend.cpu;

import java.lang.ref.WeakReference;

/** Tells whether the garbage collector has run. It moves arrays when it runs, and at no other time. */
final class CollectionWatch {
    /** To a young object, which does not outlive a collection. */
    private WeakReference<Object> young = new WeakReference<>(new Object());

    /** Whether there was a collection since this was last asked. */
    boolean hasCollected() {
        if (young.get() != null) {
            return false;
        }
        young = new WeakReference<>(new Object());
        return true;
    }
}
