package dev.gradus.models.fleet;

import dev.gradus.models.jobs.CsvRow;
import java.util.List;
import java.util.Objects;

/**
 * A series in the report of a fleet.
 *
 * @param series          its key
 * @param points          rows of the series; 0 where it could not be read
 * @param anomalies       how many were found
 * @param trainingSeconds that training took; NaN where it failed
 * @param scoringSeconds  that detecting took; NaN where it failed
 * @param file            its detector, as seen from the report; empty where it failed
 * @param error           why it failed, or an empty text
 */
public record FleetRow(
        String series,
        int points,
        int anomalies,
        double trainingSeconds,
        double scoringSeconds,
        String file,
        String error) {
    static final String HEADER = "series,status,points,anomalies,training_s,scoring_s,file,error";

    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final int COLUMNS = HEADER.split(",").length;

    /** Checks that all is there. */
    public FleetRow {
        Objects.requireNonNull(series, "fleet: the series is null");
        Objects.requireNonNull(file, "fleet: the file is null; none is an empty text");
        Objects.requireNonNull(error, "fleet: the error is null; of a series that did not fail it is empty");
    }

    static FleetRow of(SeriesReport report, String file) {
        return new FleetRow(
                report.series(),
                report.points(),
                report.anomalies().size(),
                report.trainingSeconds(),
                report.scoringSeconds(),
                file,
                report.error());
    }

    /** Whether it failed. */
    public boolean failed() {
        return !error.isEmpty();
    }

    /** As a line of the report. */
    String text() {
        return CsvRow.text(
                series,
                failed() ? FAILED : DONE,
                Integer.toString(points),
                Integer.toString(anomalies),
                CsvRow.number(trainingSeconds),
                CsvRow.number(scoringSeconds),
                file,
                CsvRow.line(error));
    }

    /** @throws IllegalArgumentException if the line is none of a report; the end of a sentence */
    static FleetRow parse(String line) {
        List<String> cells = CsvRow.cells(line, COLUMNS);
        boolean failed = cells.get(1).equals(FAILED);
        if (!failed && !cells.get(1).equals(DONE) || failed == cells.get(7).isEmpty()) {
            throw new IllegalArgumentException("is neither done nor failed with an error; take it out");
        }
        try {
            return new FleetRow(
                    cells.get(0),
                    Integer.parseInt(cells.get(2)),
                    Integer.parseInt(cells.get(3)),
                    CsvRow.number(cells.get(4)),
                    CsvRow.number(cells.get(5)),
                    cells.get(6),
                    cells.get(7));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has a cell that is no number; take it out", e);
        }
    }
}
