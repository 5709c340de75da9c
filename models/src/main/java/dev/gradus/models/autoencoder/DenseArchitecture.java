package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.models.file.FieldWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Dense layers.
 *
 * @param units      of the hidden layers
 * @param dropout    behind each hidden layer
 * @param tied       whether the decoder's matrices are those of the encoder, transposed
 * @param corruption of the input in training
 */
record DenseArchitecture(List<Integer> units, double dropout, boolean tied, Corruption corruption)
        implements WindowAutoencoder.Architecture {
    static final String MODEL = "dense-ae";

    DenseArchitecture {
        Objects.requireNonNull(corruption, "dense-ae: the corruption is null");
        units = DenseStack.requireUnits(MODEL, units, tied);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dense-ae: dropout must be at least 0 and below 1, not " + dropout);
        }
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public Layer network(WindowAutoencoder.Extents extents, Init init) {
        int seen = (int) extents.seen();
        int made = (int) extents.made();
        return Sequential.of(
                new Flatten(),
                DenseStack.of(seen, units, made, dropout, tied, init),
                new Reshape(extents.window(), extents.targets()));
    }

    @Override
    public double parameterCount(WindowAutoencoder.Extents extents) {
        return DenseStack.parameterCount(extents.seen(), units, extents.made(), tied);
    }

    @Override
    public void require(WindowAutoencoder.Extents extents) {
        if (tied && extents.channels() != extents.targets()) {
            throw new IllegalArgumentException("dense-ae: with tied weights, all " + extents.channels()
                    + " columns must be reconstructed, not " + extents.targets() + " of them");
        }
    }

    @Override
    public WindowAutoencoder untrained(WindowAutoencoder.Config config, Backend backend, boolean checkFinite) {
        return new DenseAutoencoder(config, backend, checkFinite);
    }

    @Override
    public void put(FieldWriter out) {
        out.put("dense-ae.units", units.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .put("dense-ae.dropout", dropout)
                .put("dense-ae.tied", tied);
    }
}
