package dev.gradus.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gradus.models.Anomaly;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Anomalies as a CSV file: {@code start,end,severity}, the times as the series' source writes them. */
final class AnomalyCsv {
    private AnomalyCsv() {}

    /** The content of the file, in UTF-8. */
    static byte[] bytes(TimeSeries series, List<Anomaly> anomalies) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("start", "end", "severity");
            for (Anomaly a : anomalies) {
                csv.writeRecord(series.format(a.start()), series.format(a.end()), severity(a));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With six decimals: {@code Double.toString} differs between versions of Java. */
    private static String severity(Anomaly anomaly) {
        return String.format(Locale.ROOT, "%.6f", anomaly.severity());
    }
}
