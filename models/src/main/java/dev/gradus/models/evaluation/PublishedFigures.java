package dev.gradus.models.evaluation;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Orion 0.7.1 published of a pipeline on a dataset of the Numenta Anomaly Benchmark, from the benchmark of that release
 * (github.com/sintel-dev/Orion): one run of each signal, so a figure is one draw of its spread.
 *
 * @param signals how many there were
 * @param counts  summed over the signals
 * @param seconds that a signal took there, on average
 */
public record PublishedFigures(int signals, Confusion counts, double seconds) {
    private static final String RESOURCE = "orion-0.7.1-nab.csv";

    private static final Map<String, PublishedFigures> ALL = read();

    /** Checks that the counts are there. */
    public PublishedFigures {
        Objects.requireNonNull(counts, "published figures: the counts are null");
    }

    /**
     * The figures of a pipeline on a dataset, where there are any.
     *
     * @param pipeline its name here, such as {@code lstm-ae}
     */
    public static Optional<PublishedFigures> of(String pipeline, String dataset) {
        return Optional.ofNullable(ALL.get(pipeline + "/" + dataset));
    }

    private static Map<String, PublishedFigures> read() {
        Map<String, PublishedFigures> all = new HashMap<>();
        try (Reader text = new InputStreamReader(
                        Objects.requireNonNull(PublishedFigures.class.getResourceAsStream(RESOURCE), RESOURCE),
                        StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                        .commentStrategy(CommentStrategy.SKIP)
                        .ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                Confusion counts = new Confusion(number(row, "tp"), number(row, "fp"), number(row, "fn"));
                double seconds = Double.parseDouble(row.getField("mean_elapsed_s"));
                all.put(
                        row.getField("pipeline") + "/" + row.getField("dataset"),
                        new PublishedFigures(number(row, "signals"), counts, seconds));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static int number(NamedCsvRecord row, String name) {
        return Integer.parseInt(row.getField(name));
    }
}
