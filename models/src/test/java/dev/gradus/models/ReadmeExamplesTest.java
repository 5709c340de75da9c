package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples, as they stand there but for sizes that finish at once. */
class ReadmeExamplesTest {
    private final Rng points = new Rng(1);

    private Tensor batchOfRealPoints() {
        return points.normal(Backends.get(), Shape.of(64, 2), 3, 0.5);
    }

    private Tensor batchOfGeneratedPoints() {
        return points.normal(Backends.get(), Shape.of(64, 2), 0, 0.5);
    }

    @Test
    void theEngineInTwentyLines() {
        List<Double> losses = new ArrayList<>();
        Rng rng = new Rng(7);
        Init init = new Init(Backends.get(), rng.split());
        Layer critic = Sequential.of(
                new Dense(2, 64, init),
                Activations.leakyRelu(0.2),
                new Dense(64, 64, init),
                Activations.leakyRelu(0.2),
                new Dense(64, 1, init));
        Optimizer adam = new Adam(critic.cells().parameters(), 1e-3);
        for (int step = 0; step < 100; step++) {
            double loss = Scope.within(() -> {
                Tensor real = batchOfRealPoints();
                Tensor fake = batchOfGeneratedPoints();
                Pass pass = Pass.training(rng);
                Tensor distance = critic.apply(fake, pass)
                        .mean()
                        .sub(critic.apply(real, pass).mean());
                Tensor penalty = GradientPenalty.of(critic, real, fake, rng);
                Tensor total = distance.add(penalty);
                adam.minimize(total);
                return total.item();
            });
            losses.add(loss);
        }
        // The centres are 3√2 apart, which is what a critic of slope 1 can tell them apart by.
        assertTrue(losses.get(99) < -3, () -> "losses " + losses);
    }

    @Test
    void gradientsOfGradients() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 3).tracked();
        Tensor[] first = Gradients.recorded(x.pow(3).sum(), x);
        Tensor[] second = Gradients.of(first[0].sum(), x);
        assertArrayEquals(new double[] {3, 12, 27}, first[0].toArray(), 1e-5);
        assertArrayEquals(new double[] {6, 12, 18}, second[0].toArray(), 1e-5);
    }

    @Test
    void theDetectorInFiveLines(@TempDir Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 130; i++) {
            csv.append(1_400_000_000L + 1800L * i).append(',').append(i % 12).append('\n');
        }
        Path file = Files.writeString(folder.resolve("nyc_taxi.csv"), csv);

        TimeSeries series = TimeSeries.readCsv(file);
        Detector detector = TadGan.builder().epochs(1).seed(7).build().fit(series);
        for (Anomaly anomaly : detector.detect(series)) {
            assertTrue(anomaly.start() <= anomaly.end());
        }
    }

    @Test
    void aStream(@TempDir Path folder) throws IOException {
        TimeSeries series = TimeSeries.of(
                LongStream.range(0, 60).toArray(),
                IntStream.range(0, 60).mapToDouble(i -> i % 12).toArray());
        Detector detector = TadGan.builder().window(20).epochs(1).build().fit(series);
        Path state = folder.resolve("taxi.state");
        int known = 0;

        OnlineDetector online = OnlineDetector.of(detector);
        for (int i = 0; i < series.length(); i++) {
            OnlineUpdate update = online.add(series.time(i), series.values()[i]);
            double soFar = update.provisional();
            for (Anomaly anomaly : update.anomalies()) {
                assertTrue(anomaly.start() <= anomaly.end());
            }
            known += Double.isFinite(soFar) ? 1 : 0;
        }
        online.save(state);
        assertEquals(60 - 19, known);
        assertEquals(
                online.finish().count(),
                OnlineDetector.load(state, detector).finish().count());
    }

    @Test
    void aTrainingThatCanBeInterrupted(@TempDir Path folder) throws IOException {
        TimeSeries series = TimeSeries.of(
                LongStream.range(0, 60).toArray(),
                IntStream.range(0, 60).mapToDouble(i -> i % 12).toArray());
        Path file = folder.resolve("taxi.checkpoint");
        TrainingListener listener = TrainingListener.none();

        TadGan tadGan = TadGan.builder().window(20).epochs(1).seed(7).build();
        Detector detector = tadGan.fit(series, listener, Checkpoints.in(file));
        Detector again = tadGan.fit(series, listener, Checkpoints.in(file).every(5));
        assertArrayEquals(
                detector.examine(series).scores(), again.examine(series).scores());
    }
}
