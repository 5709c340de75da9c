package dev.gradus.models.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a CSV file, in UTF-8, with the line each row starts on. The separator is whichever of comma, semicolon
 * and tab the first line holds most of; a byte order mark, either line ending and blank lines are taken in stride.
 * What the cells mean is not known here; {@link #error} puts a name to the place where they make no sense.
 */
final class CsvTable {
    private static final char[] SEPARATORS = {';', '\t', ','};

    private final String file;
    private final List<CsvRecord> rows;

    private CsvTable(String file, List<CsvRecord> rows) {
        this.file = file;
        this.rows = rows;
    }

    /**
     * Reads a whole file; all rows have as many cells as the first.
     *
     * @throws NoSuchFileException    if the file is not there
     * @throws MalformedDataException if the file is empty, not text, or its rows differ in length
     */
    static CsvTable read(Path path) throws IOException {
        String file = path.getFileName() == null
                ? path.toString()
                : path.getFileName().toString();
        String text = text(path, file);
        List<CsvRecord> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                rows.add(row);
            }
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new MalformedDataException(file + ": not a CSV file: " + reason.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new MalformedDataException(file + ": the file is empty");
        }
        CsvTable table = new CsvTable(file, rows);
        for (int row = 1; row < rows.size(); row++) {
            int cells = rows.get(row).getFieldCount();
            if (cells != table.columns()) {
                throw table.error(
                        row, "has " + count(cells, "column") + " where the first line has " + table.columns());
            }
        }
        return table;
    }

    private static String text(Path path, String file) throws IOException {
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new MalformedDataException(file + ": is a directory, not a CSV file");
        }
        String text;
        try {
            text = Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new MalformedDataException(file + ": is not text in UTF-8", e);
        }
        if (text.indexOf('\0') >= 0) {
            throw new MalformedDataException(file + ": is not a text file (it holds zero bytes)");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The commonest separator of the first line that is not blank; a comma in a file of one column. */
    private static char separator(String text) {
        String line = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        char best = ',';
        int most = 0;
        for (char candidate : SEPARATORS) {
            int count = 0;
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                quoted ^= line.charAt(i) == '"';
                count += !quoted && line.charAt(i) == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    int rows() {
        return rows.size();
    }

    int columns() {
        return rows.get(0).getFieldCount();
    }

    /** A cell without the blanks around it. */
    String cell(int row, int column) {
        return rows.get(row).getField(column).strip();
    }

    /** The cells of a row, without the blanks around them. */
    List<String> row(int row) {
        return rows.get(row).getFields().stream().map(String::strip).toList();
    }

    MalformedDataException error(String problem) {
        return new MalformedDataException(file + ": " + problem);
    }

    MalformedDataException error(int row, String problem) {
        return new MalformedDataException(place(row) + ": " + problem);
    }

    MalformedDataException error(int row, String column, String problem) {
        return new MalformedDataException(place(row) + ": column '" + column + "': " + problem);
    }

    private String place(int row) {
        return file + ":" + rows.get(row).getStartingLineNumber();
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
