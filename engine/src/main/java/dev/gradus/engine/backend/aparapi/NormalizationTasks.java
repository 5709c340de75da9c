package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Normalized;
import dev.gradus.engine.backend.NormalizedGradients;
import dev.gradus.engine.backend.Storage;
import java.util.Arrays;
import java.util.Objects;

/** Normalisations as tasks. See {@link AparapiBackend}. */
final class NormalizationTasks {
    private final AparapiBackend backend;

    NormalizationTasks(AparapiBackend backend) {
        this.backend = backend;
    }

    Normalized normalize(
            Storage x, Storage weight, Storage bias, NormalizationNumbers numbers, NormalizationGeometry g) {
        AparapiStorage in = backend.own(x);
        AparapiStorage scale = given(weight);
        AparapiStorage shift = given(bias);
        AparapiStorage value = backend.made(g.size());
        AparapiStorage mean = backend.made(g.channels());
        AparapiStorage variance = backend.made(g.channels());
        backend.submit(
                DeviceOperation.NORMALIZE,
                present(in, scale, shift),
                AparapiBackend.all(value, mean, variance),
                NormalizationRows.extra(g),
                9,
                rows -> new NormalizationRows(
                                rows,
                                g,
                                numbers,
                                in.address(),
                                address(scale),
                                address(shift),
                                mean.address(),
                                variance.address())
                        .forward(value.address(), mean.address(), variance.address()),
                () -> {
                    Normalized done = backend.cpu().normalize(in.host(), host(scale), host(shift), numbers, g);
                    value.take(done.value());
                    mean.take(done.mean());
                    variance.take(done.variance());
                });
        return new Normalized(value, mean, variance);
    }

    NormalizedGradients normalizeBackward(
            Storage x,
            Storage weight,
            Storage bias,
            Normalized forward,
            Storage gradient,
            NormalizationNumbers numbers,
            NormalizationGeometry g) {
        AparapiStorage in = backend.own(x);
        AparapiStorage scale = given(weight);
        AparapiStorage shift = given(bias);
        AparapiStorage mean = backend.own(forward.mean());
        AparapiStorage variance = backend.own(forward.variance());
        AparapiStorage arriving = backend.own(gradient);
        AparapiStorage dx = backend.made(g.size());
        AparapiStorage dweight = backend.made(g.channels());
        AparapiStorage dbias = backend.made(g.channels());
        backend.submit(
                DeviceOperation.NORMALIZE,
                present(in, scale, shift, mean, variance, arriving),
                AparapiBackend.all(dx, dweight, dbias),
                NormalizationRows.extra(g),
                7,
                rows -> new NormalizationRows(
                                rows,
                                g,
                                numbers,
                                in.address(),
                                address(scale),
                                address(shift),
                                mean.address(),
                                variance.address())
                        .backward(arriving.address(), dx.address(), dweight.address(), dbias.address()),
                () -> {
                    // The value is not read.
                    Normalized before = new Normalized(in.host(), mean.host(), variance.host());
                    NormalizedGradients done = backend.cpu()
                            .normalizeBackward(
                                    in.host(), host(scale), host(shift), before, arriving.host(), numbers, g);
                    dx.take(done.x());
                    dweight.take(done.weight());
                    dbias.take(done.bias());
                });
        return new NormalizedGradients(dx, dweight, dbias);
    }

    private AparapiStorage given(Storage x) {
        return x == null ? null : backend.own(x);
    }

    private static Storage host(AparapiStorage x) {
        return x == null ? null : x.host();
    }

    private static AparapiStorage[] present(AparapiStorage... storages) {
        return Arrays.stream(storages).filter(Objects::nonNull).toArray(AparapiStorage[]::new);
    }

    private static int address(AparapiStorage x) {
        return x == null ? -1 : x.address();
    }
}
