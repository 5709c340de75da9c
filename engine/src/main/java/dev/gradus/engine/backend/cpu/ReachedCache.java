package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was found out about the positions of one image of a convolution, which takes longer than to look it up.
 *
 * @param <T> what is found out
 */
final class ReachedCache<T> {
    /** More geometries than the networks of a program have; it begins anew behind them. */
    private static final int MOST = 256;

    private final Map<ConvolutionGeometry, T> known = new ConcurrentHashMap<>();
    private final Function<ConvolutionGeometry, T> finder;

    /** @param finder does not look at the size of the batch */
    ReachedCache(Function<ConvolutionGeometry, T> finder) {
        this.finder = finder;
    }

    T of(ConvolutionGeometry g) {
        if (known.size() > MOST) {
            known.clear();
        }
        return known.computeIfAbsent(g.withBatch(1), finder);
    }
}
