package dev.gradus.engine.nn;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import java.util.Objects;

/**
 * Where a layer's parameters are made and what they are drawn from.
 *
 * @param backend holds the parameters
 * @param rng is drawn from in the order in which layers are made; {@code null} where zeros stand for what would be drawn
 */
public record Init(Backend backend, Rng rng) {
    /** Checks that there is a backend. */
    public Init {
        Objects.requireNonNull(backend, "init: the backend is null; Backends.get() is the default one");
    }

    /**
     * For a network whose numbers come from elsewhere, such as a file: zeros stand for what would be
     * drawn, which costs next to nothing; constants stay what they are.
     */
    public static Init blank(Backend backend) {
        return new Init(backend, null);
    }

    /** Whether all numbers that would be drawn are 0. */
    public boolean isBlank() {
        return rng == null;
    }
}
