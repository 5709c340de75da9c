package dev.gradus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** A folder of made series with known anomalies, laid out as {@code gradus evaluate} reads them. */
final class SeriesFolder {
    private static final long START = Instant.parse("2020-01-06T00:00:00Z").getEpochSecond();

    private final Path folder;
    private final Path dataset;
    private final StringBuilder labels = new StringBuilder("signal,start,end\n");

    /** Creates the folder where there is none. */
    SeriesFolder(Path folder) throws IOException {
        this.folder = folder;
        dataset = Files.createDirectories(folder.resolve("synthetic"));
    }

    /**
     * Writes a series.
     *
     * @param spacing of its samples, in seconds
     * @param kept    which samples are there; asked once for each, in their order
     */
    void series(String name, long spacing, double[] values, IntPredicate kept) throws IOException {
        List<String> lines = new ArrayList<>(List.of("time,value"));
        for (int i = 0; i < values.length; i++) {
            if (kept.test(i)) {
                lines.add(String.format(Locale.ROOT, "%d,%.6f", time(spacing, i), values[i]));
            }
        }
        Files.write(dataset.resolve(name + ".csv"), lines, StandardCharsets.UTF_8);
    }

    /** Takes down that these samples of a series are unusual, the first and the last included. */
    void label(String name, long spacing, int first, int last) {
        labels.append(name).append(',').append(time(spacing, first));
        labels.append(',').append(time(spacing, last)).append('\n');
    }

    /** Writes the labels of all series. */
    void writeLabels() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    private static long time(long spacing, int index) {
        return START + spacing * index;
    }

    static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double deviation(double... values) {
        double mean = mean(values);
        return Math.sqrt(
                mean(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray()));
    }
}
