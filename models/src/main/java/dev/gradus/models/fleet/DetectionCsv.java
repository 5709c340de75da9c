package dev.gradus.models.fleet;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gradus.models.Anomaly;
import dev.gradus.models.series.TimeFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What was detected as CSV files in UTF-8. */
public final class DetectionCsv {
    private DetectionCsv() {}

    private interface Rows {
        void write(CsvWriter csv) throws IOException;
    }

    /**
     * Anomalies: {@code start,end,severity}.
     *
     * @param format how the times are written
     */
    public static byte[] anomalies(TimeFormat format, List<Anomaly> anomalies) {
        Objects.requireNonNull(format, "detection: the format of the times is null");
        Objects.requireNonNull(anomalies, "detection: the anomalies are null");
        return bytes(csv -> {
            csv.writeRecord("start", "end", "severity");
            for (Anomaly a : anomalies) {
                csv.writeRecord(format.format(a.start()), format.format(a.end()), number(a.severity()));
            }
        });
    }

    /**
     * The score of each step: {@code time,score}.
     *
     * @param format how the times are written
     * @param times  in milliseconds since 1970-01-01 UTC
     * @param scores as many
     */
    public static byte[] scores(TimeFormat format, long[] times, double[] scores) {
        Objects.requireNonNull(format, "detection: the format of the times is null");
        Objects.requireNonNull(times, "detection: the times are null");
        Objects.requireNonNull(scores, "detection: the scores are null");
        if (times.length != scores.length) {
            throw new IllegalArgumentException(
                    "detection: " + times.length + " times do not go with " + scores.length + " scores");
        }
        return bytes(csv -> {
            csv.writeRecord("time", "score");
            for (int i = 0; i < times.length; i++) {
                csv.writeRecord(format.format(times[i]), number(scores[i]));
            }
        });
    }

    private static byte[] bytes(Rows rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.write(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With six decimals: {@code Double.toString} differs between versions of Java. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
