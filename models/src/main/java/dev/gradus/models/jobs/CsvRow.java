package dev.gradus.models.jobs;

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

/** A row of a CSV file as a line of text. What is not a number is an empty cell. */
public final class CsvRow {
    private CsvRow() {}

    /** The line, without its end; cells hold no line breaks, see {@link #line}. */
    public static String text(String... cells) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().stripTrailing();
    }

    /** A text in one line: a row is a line, by whose end it is known to be whole. */
    public static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** A number with six decimals. */
    public static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /** @throws NumberFormatException if the cell is neither a number nor empty */
    public static double number(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    /**
     * The cells of a line.
     *
     * @throws IllegalArgumentException if it is no row of so many cells; the message is the end of a sentence
     */
    public static List<String> cells(String line, int count) {
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().allowUnclosedQuote(false).ofCsvRecord(line)) {
            List<String> cells = csv.stream().findFirst().orElseThrow().getFields();
            if (cells.size() != count) {
                throw new IllegalArgumentException("has not " + count + " columns; take it out, or name another file");
            }
            return cells;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CsvParseException | NoSuchElementException e) {
            throw new IllegalArgumentException("is no row of a CSV file; take it out, or name another file", e);
        }
    }
}
