package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;

/** A training that uses every kind of kernel: a convolution, normalisation, an LSTM in both directions, dropout, Adam. */
final class DeviceTraining {
    private final Layer convolution;
    private final Layer rest;
    private final Adam optimizer;
    private final Rng dropout;
    private final Tensor x;
    private final Tensor y;
    final Checkpoint checkpoint;

    DeviceTraining(Backend backend) {
        Rng rng = new Rng(3);
        Init init = new Init(backend, rng.split());
        convolution = Sequential.of(new Conv1d(2, 6, 3, init), new BatchNorm(6, init), Activations.leakyRelu(0.2));
        rest = Sequential.of(
                Bidirectional.lstm(6, 5, 0, 0.2, init).lastStates(), new Dropout(0.2), new Dense(10, 1, init));
        optimizer = new Adam(
                Cells.builder()
                        .add("convolution", convolution)
                        .add("rest", rest)
                        .build()
                        .parameters(),
                0.01);
        dropout = rng.split();
        x = rng.uniform(backend, Shape.of(12, 2, 9), -1, 1);
        double[] sums = new double[12]; // not by the backend, so that they are the same on each
        double[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            sums[i / 18] += values[i];
        }
        y = Tensor.of(backend, sums, Shape.of(12, 1));
        checkpoint = Checkpoint.builder()
                .network("convolution", convolution)
                .network("rest", rest)
                .optimizer("adam", optimizer)
                .generator("dropout", dropout)
                .build();
    }

    /** One step; returns the loss before it. */
    double step() {
        return Scope.within(() -> {
            Pass pass = Pass.training(dropout);
            Tensor sequence = convolution.apply(x, pass).permute(0, 2, 1);
            Tensor loss = Losses.mse(rest.apply(sequence, pass), y);
            optimizer.minimize(loss);
            return loss.item();
        });
    }

    /** All cells, as text whose equality is that of the bits. */
    String numbers() {
        StringBuilder text = new StringBuilder();
        for (Layer part : new Layer[] {convolution, rest}) {
            part.cells()
                    .byName()
                    .forEach((name, cell) -> text.append(name)
                            .append(Arrays.toString(cell.constant().toFloats()))
                            .append('\n'));
        }
        return text.toString();
    }

    /** What {@link #numbers} says after so many steps. */
    static String numbersAfter(int steps, Backend backend) {
        DeviceTraining training = new DeviceTraining(backend);
        byte[][] garbage = new byte[64][];
        for (int step = 0; step < steps; step++) {
            training.step();
            garbage[step % garbage.length] = new byte[10_000 + step]; // so that what lies behind it is moved
        }
        return training.numbers();
    }

    /**
     * Trains and prints the cells, while another thread makes the garbage collector run again and again.
     *
     * @param args the steps
     */
    public static void main(String[] args) {
        Thread collector = new Thread(() -> {
            while (!Thread.interrupted()) {
                System.gc();
                Thread.yield();
            }
        });
        collector.setDaemon(true);
        collector.start();
        AparapiBackend backend = (AparapiBackend) Backends.named("aparapi", Workers.of(2));
        String numbers = numbersAfter(Integer.parseInt(args[0]), backend);
        System.out.println("failure " + backend.queue().failure());
        System.out.print(numbers);
    }
}
