package dev.gradus.models.evaluation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * A {@link TrialResult} as a line of a CSV file. What is not a number there is an empty cell.
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
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(
                    r.dataset(),
                    r.signal(),
                    r.pipeline(),
                    Long.toString(r.seed()),
                    zone,
                    backend,
                    Integer.toString(c.truePositives()),
                    Integer.toString(c.falsePositives()),
                    Integer.toString(c.falseNegatives()),
                    number(c.precision()),
                    number(c.recall()),
                    number(c.f1()),
                    number(r.flagged()),
                    number(r.vusPr()),
                    number(r.trainingSeconds()),
                    number(r.scoringSeconds()),
                    // A row is a line: by its end it is known to be whole.
                    r.error().replaceAll("\\s+", " "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().stripTrailing();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /** @throws IllegalArgumentException if the line is no result, or one of another zone or backend; the end of a sentence */
    TrialResult parse(String line) {
        List<String> cells = cells(line);
        require(cells.size() == COLUMNS, "has not " + COLUMNS + " columns; take it out, or name another file");
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
                    real(cells.get(12)),
                    real(cells.get(13)),
                    real(cells.get(14)),
                    real(cells.get(15)),
                    cells.get(16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has a cell that is no number; take it out, or name another file", e);
        }
    }

    private static List<String> cells(String line) {
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().allowUnclosedQuote(false).ofCsvRecord(line)) {
            return csv.stream().findFirst().orElseThrow().getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CsvParseException | NoSuchElementException e) {
            throw new IllegalArgumentException("is no row of a CSV file; take it out, or name another file", e);
        }
    }

    private static int whole(String cell) {
        return Integer.parseInt(cell);
    }

    private static double real(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
