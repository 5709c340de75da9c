package dev.gradus.workloads;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The smaller networks of detectors in their published sizes, on windows of a series {@code [batch, time, 1]}. */
final class WindowWorks {
    private static final int BATCH = 64;
    private static final double RATE = 1e-3;

    private static final int WINDOW = 100;
    /** Of AER's LSTMs, in each direction. */
    private static final int AER = 30;

    private static final int REGRESSED = 250;
    private static final int REGRESSOR = 80;

    /** Of a forecaster and an autoencoder. */
    private static final int PAIRS = 5;

    private static final int[] UNITS = {60, 20, 60};

    private WindowWorks() {}

    static List<Workload> all() {
        return List.of(
                Networks.step(
                        "aer",
                        aerWhat() + ", batch 64",
                        aerFlops(BATCH).training(),
                        RATE,
                        windows(BATCH, WINDOW),
                        WindowWorks::aer),
                Networks.inference(
                        "aer-1",
                        aerWhat() + ", one window",
                        aerFlops(1).forward(),
                        windows(1, WINDOW),
                        WindowWorks::aer),
                Networks.step(
                        "lstm-regressor",
                        "LSTM regressor, 2 layers of 80 units, window 250, batch 64",
                        regressorFlops().training(),
                        RATE,
                        windows(BATCH, REGRESSED),
                        WindowWorks::regressor,
                        x -> x.slice(1, 0, 1).reshape(BATCH, 1)),
                Networks.step(
                        "window-ae",
                        "dense autoencoder 100-60-20-60-100, batch 64",
                        denseFlops(BATCH, WINDOW).training(),
                        RATE,
                        windows(BATCH, WINDOW),
                        WindowWorks::dense),
                Networks.inference(
                        "window-ae-1",
                        "dense autoencoder 100-60-20-60-100, one window",
                        denseFlops(1, WINDOW).forward(),
                        windows(1, WINDOW),
                        WindowWorks::dense),
                Networks.step(
                        "auto",
                        "ensemble of 5 forecasters 98-60-20-60-100 and 5 dense autoencoders, batch 64",
                        PAIRS
                                * (denseFlops(BATCH, WINDOW - 2).training()
                                        + denseFlops(BATCH, WINDOW).training()),
                        RATE,
                        windows(BATCH, WINDOW),
                        WindowWorks::ensemble,
                        x -> Tensor.concat(1, Collections.nCopies(2 * PAIRS, x).toArray(Tensor[]::new))));
    }

    private static Shape windows(int batch, int time) {
        return Shape.of(batch, time, 1);
    }

    private static String aerWhat() {
        return "AER, " + AER + " units in each direction, window " + WINDOW;
    }

    /** From the inside of a window the whole. */
    private static Layer aer(Init init) {
        Layer inside = (x, pass) -> x.slice(1, 1, WINDOW - 1);
        return Sequential.of(
                inside,
                Bidirectional.lstm(1, AER, init).lastStates(),
                new RepeatVector(WINDOW),
                Bidirectional.lstm(2 * AER, AER, init),
                new Dense(2 * AER, 1, init));
    }

    private static Flops.Network aerFlops(int batch) {
        int inside = WINDOW - 2;
        return Flops.network()
                .then(2 * Flops.lstm(batch, inside, 1, AER), 2 * Flops.product(batch * inside, 1, 4 * AER))
                .then(2 * Flops.lstm(batch, WINDOW, 2 * AER, AER))
                .then(Flops.product(batch * WINDOW, 2 * AER, 1));
    }

    private static Layer regressor(Init init) {
        return Sequential.of(
                new Lstm(1, REGRESSOR, init),
                new Dropout(0.3),
                new Lstm(REGRESSOR, REGRESSOR, init).lastState(),
                new Dropout(0.3),
                new Dense(REGRESSOR, 1, init));
    }

    private static Flops.Network regressorFlops() {
        return Flops.network()
                .then(Flops.lstm(BATCH, REGRESSED, 1, REGRESSOR), Flops.product(BATCH * REGRESSED, 1, 4 * REGRESSOR))
                .then(Flops.lstm(BATCH, REGRESSED, REGRESSOR, REGRESSOR))
                .then(Flops.product(BATCH, REGRESSOR, 1));
    }

    private static Layer dense(Init init) {
        return dense(WINDOW, 0.3, init);
    }

    /** A whole window from the {@code seen} samples that it is shown. */
    private static Layer dense(int seen, double dropout, Init init) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        int in = seen;
        for (int units : UNITS) {
            layers.addAll(List.of(new Dense(in, units, init), Activations.relu(), new Dropout(dropout)));
            in = units;
        }
        layers.addAll(List.of(new Dense(in, WINDOW, init), new Reshape(WINDOW, 1)));
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    /** What all networks make of a window, one behind the other: each learns as if it were alone. */
    private static Layer ensemble(Init init) {
        Cells.Builder cells = Cells.builder();
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Layer forecaster = dense(WINDOW - 2, 0, init);
            Layer autoencoder = dense(init);
            cells.add(i + ".forecaster", forecaster).add(i + ".autoencoder", autoencoder);
            all.add((x, pass) -> forecaster.apply(x.slice(1, 1, WINDOW - 1), pass));
            all.add(autoencoder);
        }
        Cells built = cells.build();
        return new Layer() {
            @Override
            public Cells cells() {
                return built;
            }

            @Override
            public Tensor apply(Tensor x, Pass pass) {
                return Tensor.concat(
                        1, all.stream().map(layer -> layer.apply(x, pass)).toArray(Tensor[]::new));
            }
        };
    }

    private static Flops.Network denseFlops(int batch, int seen) {
        Flops.Network network = Flops.network();
        int in = seen;
        for (int units : UNITS) {
            network = network.then(Flops.product(batch, in, units));
            in = units;
        }
        return network.then(Flops.product(batch, in, WINDOW));
    }
}
