package dev.gradus.models.evaluation;

import dev.gradus.models.jobs.CsvRow;
import java.util.List;

/**
 * A {@link TrialResult} as a line of a CSV file.
 *
 * @param zone    where times without offset are read
 * @param backend what computes
 */
record ResultsRow(String zone, String backend) {
    static final String HEADER =
            "dataset,signal,pipeline,seed,zone,backend,tp,fp,fn,precision,recall,f1,flagged,vus_pr,"
                    + "training_s,scoring_s,error";

    private static final int COLUMNS = HEADER.split(",").length;

    String text(TrialResult r) {
        Confusion c = r.counts();
        return CsvRow.text(
                r.dataset(),
                r.signal(),
                r.pipeline(),
                Long.toString(r.seed()),
                zone,
                backend,
                Integer.toString(c.truePositives()),
                Integer.toString(c.falsePositives()),
                Integer.toString(c.falseNegatives()),
                CsvRow.number(c.precision()),
                CsvRow.number(c.recall()),
                CsvRow.number(c.f1()),
                CsvRow.number(r.flagged()),
                CsvRow.number(r.vusPr()),
                CsvRow.number(r.trainingSeconds()),
                CsvRow.number(r.scoringSeconds()),
                CsvRow.line(r.error()));
    }

    /** @throws IllegalArgumentException if the line is no result, or one of another zone or backend; the end of a sentence */
    TrialResult parse(String line) {
        List<String> cells = CsvRow.cells(line, COLUMNS);
        require(
                cells.get(4).equals(zone),
                "is of the zone " + cells.get(4) + ", not of " + zone + "; name another file");
        require(
                cells.get(5).equals(backend),
                "is of the backend " + cells.get(5) + ", not of " + backend + "; name another file");
        try {
            Confusion counts = new Confusion(whole(cells.get(6)), whole(cells.get(7)), whole(cells.get(8)));
            return new TrialResult(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    Long.parseLong(cells.get(3)),
                    counts,
                    CsvRow.number(cells.get(12)),
                    CsvRow.number(cells.get(13)),
                    CsvRow.number(cells.get(14)),
                    CsvRow.number(cells.get(15)),
                    cells.get(16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has a cell that is no number; take it out, or name another file", e);
        }
    }

    private static int whole(String cell) {
        return Integer.parseInt(cell);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
