package dev.gradus.models.fleet;

import dev.gradus.engine.io.AtomicFile;
import dev.gradus.engine.io.Quoted;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.jobs.RowFile;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.TimeFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where the results of a fleet are: {@code detectors/KEY.safetensors}, {@code anomalies/KEY.csv}, {@code scores/KEY.csv} where asked for,
 * {@code report.csv} with a row for each series, written when its files are there, and {@code settings.safetensors}, by which a run that goes
 * on knows that it is of the same fleet. Files appear whole or not at all.
 */
final class FleetFolder implements AutoCloseable {
    static final String REPORT = "report.csv";
    static final String SETTINGS = "settings.safetensors";
    static final String DETECTORS = "detectors";
    static final String ANOMALIES = "anomalies";
    static final String SCORES = "scores";

    private static final String BACKEND = "fleet.backend";

    /** Bytes in a file's name, with room for an extension and for what marks a file that is being written. */
    private static final int LONGEST_NAME = 180;

    private final Path root;
    private final RowFile report;
    private final Map<String, FleetRow> rows = new LinkedHashMap<>();

    private FleetFolder(Path root, RowFile report) {
        this.root = root;
        this.report = report;
    }

    /**
     * Opens a folder, which is made if there is none.
     *
     * @throws MalformedDataException if it holds something else, or a fleet with other settings
     */
    static FleetFolder open(Path root, FleetConfig config, String backend) throws IOException {
        Files.createDirectories(root);
        RowFile report = RowFile.open(root.resolve(REPORT), FleetRow.HEADER, "a report");
        FleetFolder folder = new FleetFolder(root, report);
        try {
            folder.read();
            folder.settle(config, backend);
            Files.createDirectories(root.resolve(DETECTORS));
            Files.createDirectories(root.resolve(ANOMALIES));
            if (config.scores()) {
                Files.createDirectories(root.resolve(SCORES));
            }
        } catch (IOException | RuntimeException e) {
            report.close();
            throw e;
        }
        return folder;
    }

    private void read() {
        int number = 1;
        for (String line : report.found()) {
            number++;
            String place = root.resolve(REPORT) + ":" + number + ": ";
            FleetRow row;
            try {
                row = FleetRow.parse(line);
            } catch (IllegalArgumentException e) {
                throw new MalformedDataException(place + Quoted.of(line) + " " + e.getMessage(), e);
            }
            if (rows.put(row.series(), row) != null) {
                throw new MalformedDataException(
                        place + "is the second row of " + Quoted.of(row.series()) + "; take one of them out");
            }
        }
    }

    /** Writes down what the fleet is, or finds it written. */
    private void settle(FleetConfig config, String backend) throws IOException {
        Path file = root.resolve(SETTINGS);
        Map<String, String> asked = new LinkedHashMap<>(config.settings());
        asked.put(BACKEND, backend);
        if (Files.exists(file)) {
            requireSame(SafeTensors.read(file).metadata(), asked);
        } else if (rows.isEmpty()) {
            SafeTensors.Builder content = SafeTensors.builder();
            asked.forEach(content::metadata);
            content.build().write(file);
        } else {
            throw new MalformedDataException(file + ": is missing, beside a report; name another folder");
        }
    }

    private void requireSame(Map<String, String> there, Map<String, String> asked) {
        TreeSet<String> keys = new TreeSet<>(there.keySet());
        keys.addAll(asked.keySet());
        keys.remove(FleetConfig.LIMIT);
        for (String key : keys) {
            String before = there.getOrDefault(key, "missing");
            String now = asked.getOrDefault(key, "missing");
            if (!before.equals(now)) {
                throw new MalformedDataException(root + ": holds a fleet with other settings: " + key + " is "
                        + Quoted.of(before) + " there and " + Quoted.of(now)
                        + " here; take those settings, or name another folder");
            }
        }
    }

    /** The row of a series, or {@code null}. */
    synchronized FleetRow row(String key) {
        return rows.get(key);
    }

    /**
     * Adds a result.
     *
     * @param format of the times of anomalies and scores
     * @return its row in the report
     */
    FleetRow add(SeriesResult result, TimeFormat format) throws IOException {
        SeriesReport done = result.report();
        String file = "";
        if (!done.failed()) {
            String name = fileName(done.series());
            file = DETECTORS + "/" + name + ".safetensors";
            AtomicFile.write(root.resolve(DETECTORS).resolve(name + ".safetensors"), result.detector());
            AtomicFile.write(
                    root.resolve(ANOMALIES).resolve(name + ".csv"), DetectionCsv.anomalies(format, done.anomalies()));
            if (done.scores().length > 0) {
                AtomicFile.write(
                        root.resolve(SCORES).resolve(name + ".csv"),
                        DetectionCsv.scores(format, done.times(), done.scores()));
            }
        }
        return add(FleetRow.of(done, file));
    }

    private synchronized FleetRow add(FleetRow row) throws IOException {
        String line = row.text();
        report.append(line);
        // What a run that goes on from the file would see: the same figures, rounded.
        FleetRow kept = FleetRow.parse(line);
        rows.put(row.series(), kept);
        return kept;
    }

    /**
     * A name of a file for a series, another for each: what has a meaning in paths becomes {@code %} and two digits for each byte.
     *
     * @throws IllegalArgumentException if it would be too long
     */
    static String fileName(String key) {
        StringBuilder name = new StringBuilder();
        key.codePoints().forEach(point -> {
            boolean plain = Character.isLetterOrDigit(point) || "_-+=@,() ".indexOf(point) >= 0;
            if (plain || point == '.' && !name.isEmpty()) {
                name.appendCodePoint(point);
            } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    name.append('%')
                            .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
                }
            }
        });
        if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("the name is too long for that of a file, more than " + LONGEST_NAME
                    + " bytes: " + name + "; give the series a shorter one");
        }
        return name.toString();
    }

    @Override
    public void close() throws IOException {
        report.close();
    }
}
