package dev.gradus.models.evaluation;

import dev.gradus.models.Interval;
import dev.gradus.models.series.Labels;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A benchmark on disk, laid out as the Numenta Anomaly Benchmark is: a folder for each dataset, in it a CSV file for each signal, and
 * beside the folders a file {@value #LABELS} with the columns {@code signal,start,end}, a row for each known anomaly. A signal that
 * has no row has no anomaly. Signals are in the order of their names.
 */
public final class BenchmarkFolder {
    /** The file of the known anomalies. */
    public static final String LABELS = "labels.csv";

    private static final String EXTENSION = ".csv";

    private final Path root;
    private final SortedMap<String, List<Signal>> datasets = new TreeMap<>();

    private BenchmarkFolder(Path root) {
        this.root = root;
    }

    /**
     * Looks at a folder; no series is read yet.
     *
     * @throws NoSuchFileException    if there is no such folder, or no {@value #LABELS} in it
     * @throws MalformedDataException if it has no folder with a CSV file
     * @throws IOException            if it cannot be read
     */
    public static BenchmarkFolder open(Path root) throws IOException {
        Objects.requireNonNull(root, "benchmark: the folder is null");
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "there is no such folder; check its name");
        }
        if (!Files.isRegularFile(root.resolve(LABELS))) {
            throw new NoSuchFileException(
                    root.toString(),
                    null,
                    "has no file " + LABELS + "; put the known anomalies there, in rows 'signal,start,end'");
        }
        BenchmarkFolder folder = new BenchmarkFolder(root);
        for (Path dataset : children(root)) {
            if (Files.isDirectory(dataset)) {
                folder.add(dataset);
            }
        }
        if (folder.datasets.isEmpty()) {
            throw new MalformedDataException(
                    root + ": has no folder with a CSV file in it; each dataset is a folder of series");
        }
        return folder;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private void add(Path folder) throws IOException {
        String dataset = String.valueOf(folder.getFileName());
        List<Signal> signals = new ArrayList<>();
        for (Path file : children(folder)) {
            if (Files.isRegularFile(file) && file.toString().endsWith(EXTENSION)) {
                signals.add(new Signal(dataset, Labels.signalOf(file), file));
            }
        }
        if (!signals.isEmpty()) {
            datasets.put(dataset, List.copyOf(signals));
        }
    }

    /** The names of the datasets. */
    public List<String> datasets() {
        return List.copyOf(datasets.keySet());
    }

    /**
     * Some of the signals, dataset by dataset.
     *
     * @param chosen names of datasets; none for all
     * @param named  names of signals; none for all that the published results are of
     *     ({@link PublishedSettings#isPart})
     * @throws IllegalArgumentException if there is no such dataset, or no such signal in the datasets
     */
    public List<Signal> signals(Collection<String> chosen, Collection<String> named) {
        requireKnown("dataset", chosen, datasets.keySet(), "in " + root);
        List<Signal> candidates = new ArrayList<>();
        for (Map.Entry<String, List<Signal>> dataset : datasets.entrySet()) {
            if (chosen.isEmpty() || chosen.contains(dataset.getKey())) {
                candidates.addAll(dataset.getValue());
            }
        }
        TreeSet<String> names = new TreeSet<>();
        candidates.forEach(signal -> names.add(signal.name()));
        requireKnown("signal", named, names, "in " + (chosen.isEmpty() ? "any dataset" : String.join(", ", chosen)));
        return candidates.stream()
                .filter(s -> named.isEmpty() ? PublishedSettings.isPart(s) : named.contains(s.name()))
                .toList();
    }

    private static void requireKnown(String kind, Collection<String> asked, Collection<String> known, String where) {
        Objects.requireNonNull(asked, () -> "benchmark: the " + kind + "s are null");
        for (String name : asked) {
            if (name == null || !known.contains(name)) {
                throw new IllegalArgumentException("there is no " + kind + " '" + name + "' " + where
                        + "; choose some of " + String.join(", ", known));
            }
        }
    }

    /**
     * The known anomalies of a signal.
     *
     * @param zone where times without offset were written
     * @throws MalformedDataException if the file is not what it should be
     * @throws IOException            if it cannot be read
     */
    public List<Interval> labels(Signal signal, ZoneId zone) throws IOException {
        Objects.requireNonNull(signal, "benchmark: the signal is null");
        return Labels.readCsv(root.resolve(LABELS), signal.name(), zone);
    }
}
