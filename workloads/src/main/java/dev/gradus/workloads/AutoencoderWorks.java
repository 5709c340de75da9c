package dev.gradus.workloads;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Autoencoders of layers: of sequences by two LSTMs, of rows by dense layers. */
final class AutoencoderWorks {
    private static final int[] WIDTHS = {5, 64, 128, 256, 256, 128, 64, 5};
    private static final int ROWS = 1000;

    private AutoencoderWorks() {}

    static List<Workload> all() {
        return List.of(
                Networks.step(
                        "lstm-ae",
                        lstmWhat(64, 100, 60),
                        lstmFlops(64, 100, 60).training(),
                        1e-3,
                        sequence(64, 100),
                        init -> lstm(100, 60, init)),
                Networks.step(
                        "lstm-ae-1",
                        lstmWhat(1, 9, 100),
                        lstmFlops(1, 9, 100).training(),
                        1e-3,
                        sequence(1, 9),
                        init -> lstm(9, 100, init)),
                Networks.inference(
                        "lstm-ae-reconstruct",
                        lstmWhat(64, 100, 60) + ", reconstruct",
                        lstmFlops(64, 100, 60).forward(),
                        sequence(64, 100),
                        init -> lstm(100, 60, init)),
                Networks.inference(
                        "lstm-ae-reconstruct-1",
                        lstmWhat(1, 9, 100) + ", reconstruct",
                        lstmFlops(1, 9, 100).forward(),
                        sequence(1, 9),
                        init -> lstm(9, 100, init)),
                Networks.step(
                        "dense-ae",
                        "dense autoencoder 5-64-128-256-256-128-64-5, 1000 rows",
                        denseFlops().training(),
                        5e-3,
                        Shape.of(ROWS, WIDTHS[0]),
                        AutoencoderWorks::dense));
    }

    private static Shape sequence(int batch, int time) {
        return Shape.of(batch, time, 1);
    }

    private static String lstmWhat(int batch, int time, int units) {
        return "LSTM autoencoder, " + units + " units, " + time + " steps, batch " + batch;
    }

    /** The last state of one LSTM, repeated, through another and a dense layer. */
    private static Layer lstm(int time, int units, Init init) {
        return Sequential.of(
                new Lstm(1, units, init).lastState(),
                new RepeatVector(time),
                new Lstm(units, units, init),
                new Dense(units, 1, init));
    }

    private static Flops.Network lstmFlops(int batch, int time, int units) {
        return Flops.network()
                .then(Flops.lstm(batch, time, 1, units), Flops.product(batch * time, 1, 4 * units))
                .then(Flops.lstm(batch, time, units, units))
                .then(Flops.product(batch * time, units, 1));
    }

    private static Layer dense(Init init) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < WIDTHS.length; i++) {
            if (i > 1) {
                layers.add(Activations.relu());
            }
            layers.add(new Dense(WIDTHS[i - 1], WIDTHS[i], init));
        }
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    private static Flops.Network denseFlops() {
        Flops.Network network = Flops.network();
        for (int i = 1; i < WIDTHS.length; i++) {
            network = network.then(Flops.product(ROWS, WIDTHS[i - 1], WIDTHS[i]));
        }
        return network;
    }
}
