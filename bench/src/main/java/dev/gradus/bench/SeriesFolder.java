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
import java.util.function.IntToLongFunction;

/** A folder of series with known anomalies, laid out as {@code gradus evaluate} reads them. */
final class SeriesFolder {
    private static final long START = Instant.parse("2020-01-06T00:00:00Z").getEpochSecond();

    private static final String HEADER = "time,value";

    private final Path folder;
    private final Path dataset;
    private final StringBuilder labels = new StringBuilder("signal,start,end\n");

    /**
     * Creates the folder where there is none.
     *
     * @param dataset name of the one folder of series in it
     */
    SeriesFolder(Path folder, String dataset) throws IOException {
        this.folder = folder;
        this.dataset = Files.createDirectories(folder.resolve(dataset));
    }

    /**
     * Writes a series with all its digits.
     *
     * @param time of each sample, in seconds since 1970-01-01 UTC
     */
    void series(String name, IntToLongFunction time, double... values) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int i = 0; i < values.length; i++) {
            lines.add(time.applyAsLong(i) + "," + values[i]);
        }
        write(name, lines);
    }

    /**
     * Writes a series.
     *
     * @param spacing of its samples, in seconds
     * @param kept    which samples are there; asked once for each, in their order
     */
    void series(String name, long spacing, double[] values, IntPredicate kept) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int i = 0; i < values.length; i++) {
            if (kept.test(i)) {
                lines.add(String.format(Locale.ROOT, "%d,%.6f", time(spacing, i), values[i]));
            }
        }
        write(name, lines);
    }

    private void write(String name, List<String> lines) throws IOException {
        Files.write(dataset.resolve(name + ".csv"), lines, StandardCharsets.UTF_8);
    }

    /** Takes down that these samples of a series are unusual, the first and the last included. */
    void label(String name, long spacing, int first, int last) {
        label(name, time(spacing, first), time(spacing, last));
    }

    /** The same by times, in seconds since 1970-01-01 UTC. */
    void label(String name, long first, long last) {
        labels.append(name).append(',').append(first);
        labels.append(',').append(last).append('\n');
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
