package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Tensor;
import java.util.stream.IntStream;

/** A trained {@link SequenceAutoencoder}. It does not change and may be shared by threads. */
public final class TrainedSequences {
    private final SequenceNetworks networks;
    private final Backend backend;
    private final int time;
    private final int features;

    TrainedSequences(SequenceNetworks networks, Backend backend, int time, int features) {
        this.networks = networks;
        this.backend = backend;
        this.time = time;
        this.features = features;
    }

    /**
     * Repeats sequences.
     *
     * @param sequences {@code [n, time, features]}, of the length that it was trained on
     * @return {@code [n, time, features]}
     * @throws IllegalStateException if it was trained to predict only
     */
    public double[][][] reconstruct(double[][][] sequences) {
        if (networks.reconstructor() == null) {
            throw new IllegalStateException(
                    "sequence-ae: was trained to predict only; choose the objective RECONSTRUCTION or COMPOSITE");
        }
        return run(sequences, networks.reconstructor());
    }

    /**
     * Predicts what follows.
     *
     * @param sequences {@code [n, time, features]}, of the length that it was trained on
     * @return {@code [n, steps, features]}
     * @throws IllegalStateException if it was trained to repeat only
     */
    public double[][][] predict(double[][][] sequences) {
        if (networks.predictor() == null) {
            throw new IllegalStateException(
                    "sequence-ae: was trained to repeat only; choose the objective PREDICTION or COMPOSITE");
        }
        return run(sequences, networks.predictor());
    }

    /** The codes of sequences, {@code [n, time, features] → [n, code]}. */
    public double[][] encode(double[][][] sequences) {
        Sequences x = required(sequences);
        return Scope.within(() -> {
            Tensor codes = networks.encoder().apply(all(x), Pass.inference());
            double[] values = codes.toArray();
            double[][] result = new double[codes.dim(0)][codes.dim(1)];
            for (int i = 0; i < result.length; i++) {
                System.arraycopy(values, i * codes.dim(1), result[i], 0, codes.dim(1));
            }
            return result;
        });
    }

    /** The cells, under {@code encoder}, {@code reconstructor} and {@code predictor}: for {@code Weights.write}. */
    public Cells cells() {
        return networks.cells();
    }

    private double[][][] run(double[][][] sequences, Layer decoder) {
        Sequences x = required(sequences);
        return Scope.within(() -> {
            Tensor code = networks.encoder().apply(all(x), Pass.inference());
            return Sequences.array(decoder.apply(code, Pass.inference()));
        });
    }

    private Tensor all(Sequences x) {
        return x.tensor(backend, IntStream.range(0, x.count()).toArray(), 0, x.count());
    }

    private Sequences required(double[][][] sequences) {
        Sequences x = Sequences.of("sequences", sequences);
        if (x.time() != time || x.features() != features) {
            throw new IllegalArgumentException(
                    "sequence-ae: the sequences are " + x + ", it was trained on [*, " + time + ", " + features + "]");
        }
        return x;
    }
}
