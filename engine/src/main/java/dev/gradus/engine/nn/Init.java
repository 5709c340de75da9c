package dev.gradus.engine.nn;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import java.util.Objects;

/**
 * Where a layer's parameters are made and what they are drawn from.
 *
 * @param backend holds the parameters
 * @param rng is drawn from in the order in which layers are made
 */
public record Init(Backend backend, Rng rng) {
    /** Checks that both are there. */
    public Init {
        Objects.requireNonNull(backend, "init: the backend is null; Backends.get() is the default one");
        Objects.requireNonNull(rng, "init: the generator is null; say new Rng(seed)");
    }
}
