package dev.gradus.models.fleet;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Series and settings that are done in a moment. */
final class FleetData {
    static final Backend BACKEND = Backends.configured(Workers.of(1));
    static final FleetConfig CONFIG = config(3).withScores(true).withLongest(1000);

    private FleetData() {}

    static FleetConfig config(int epochs) {
        return FleetConfig.of(
                DenseAutoencoder.builder()
                        .window(12)
                        .units(6, 3, 6)
                        .epochs(epochs)
                        .finder(FinderOptions.builder()
                                .fixedThreshold(1.5)
                                .padding(3)
                                .build())
                        .backend(BACKEND)
                        .build(),
                7);
    }

    /** A wave with noise and something odd in the middle. */
    static TimeSeries series(int length, long seed) {
        Rng noise = new Rng(seed);
        long[] times = new long[length];
        double[] values = new double[length];
        Arrays.setAll(times, i -> i * 60L);
        Arrays.setAll(
                values,
                i -> StrictMath.sin(i / 3.0) + 0.1 * noise.nextDouble() + (Math.abs(i - length / 2) < 2 ? 10 : 0));
        return TimeSeries.of(times, values);
    }

    /** As a CSV file with times in seconds. */
    static void write(Path file, TimeSeries series) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        double[] values = series.values();
        for (int i = 0; i < values.length; i++) {
            text.append(String.format(Locale.ROOT, "%d,%.6f%n", series.time(i) / 1000, values[i]));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
