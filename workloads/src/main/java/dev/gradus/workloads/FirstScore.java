package dev.gradus.workloads;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detector;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What a service does when it starts: loads a detector and scores the latest window. In a JVM of its own. */
final class FirstScore {
    private static final int WINDOW = 100;

    private FirstScore() {}

    /** Trains a detector of the published architecture, barely, and saves it. */
    static void save(Path file) throws IOException {
        TadGan.builder()
                .window(WINDOW)
                .epochs(1)
                .batch(1)
                .criticIterations(1)
                .build()
                .fit(series(WINDOW + 2))
                .save(file);
    }

    private static TimeSeries series(int length) {
        return TimeSeries.of(
                LongStream.range(0, length).map(i -> i * 60).toArray(),
                IntStream.range(0, length)
                        .mapToDouble(i -> StrictMath.sin(i * 0.3))
                        .toArray());
    }

    /** Prints the bytes that were allocated on the way, when the score is there. */
    public static void main(String[] arguments) throws IOException {
        Allocation allocation = new Allocation();
        Detector detector = Detector.load(
                Path.of(arguments[0]), Backends.named(arguments[1], Workers.of(Integer.parseInt(arguments[2]))));
        double[] scores = detector.examine(series(WINDOW + 1)).scores();
        if (scores.length == 0 || Double.isNaN(scores[0])) {
            throw new IllegalStateException("there is no score");
        }
        System.out.println(allocation.bytes());
    }
}
