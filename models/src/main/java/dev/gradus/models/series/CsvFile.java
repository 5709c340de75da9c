package dev.gradus.models.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a CSV file in UTF-8, read one after the other, so that only what is made of them takes memory. The separator
 * is whichever of comma, semicolon and tab the first line holds most of; a byte order mark, either line ending and blank
 * lines are taken in stride. All rows have as many cells as the first. What the cells mean is not known here.
 */
final class CsvFile {
    /** What rows are made into. */
    interface Use<T> {
        T of(CsvFile file);
    }

    /** More rows than this are taken for a mistake; four years of seconds fit. */
    private static final int MOST_ROWS = 1 << 27;

    /** More characters than this are no cell: a quote is open, or the ends of lines are missing. */
    private static final int LONGEST_CELL = 1 << 20;

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final String name;
    private final Iterator<CsvRecord> records;
    private final char separator;
    private final CsvRow first;
    private int rows = 1;

    private CsvFile(String name, Iterator<CsvRecord> records, char separator) {
        this.name = name;
        this.records = records;
        this.separator = separator;
        if (!records.hasNext()) {
            throw error("the file is empty");
        }
        this.first = new CsvRow(name, records.next());
    }

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException    if the file is not there
     * @throws MalformedDataException if the file is empty, not text, no CSV, or too large
     * @throws IOException            if it cannot be read
     */
    static <T> T read(Path path, Use<T> use) throws IOException {
        Objects.requireNonNull(path, "the file to read is null");
        String name = String.valueOf(path.getFileName() == null ? path : path.getFileName());
        requireThere(path, name);
        try (TextFile text = TextFile.open(path, name);
                CsvReader<CsvRecord> reader = reader(text.reader(), text.separator())) {
            return use.of(new CsvFile(name, reader.iterator(), text.separator()));
        } catch (CsvParseException e) {
            throw explained(name, e);
        } catch (UncheckedIOException e) {
            throw explained(path, name, e.getCause());
        } catch (IOException e) {
            throw explained(path, name, e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, e);
        }
    }

    private static CsvReader<CsvRecord> reader(Reader text, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(LONGEST_CELL)
                .ofCsvRecord(text);
    }

    /** The first row. */
    CsvRow first() {
        return first;
    }

    /** The next row after the first, and so on; null behind the last. */
    CsvRow next() {
        if (!records.hasNext()) {
            return null;
        }
        CsvRow row = new CsvRow(name, records.next());
        if (row.size() != first.size()) {
            String hint = row.size() > first.size()
                    ? "; a cell that holds a '" + shown(separator) + "' needs quotes around it"
                    : "";
            throw row.error("has " + count(row.size(), "column") + " where the first line has " + first.size() + hint);
        }
        if (++rows > MOST_ROWS) {
            throw error("has more than " + MOST_ROWS + " rows; average them over bins or split the file");
        }
        return row;
    }

    private static String shown(char separator) {
        return separator == '\t' ? "tab" : String.valueOf(separator);
    }

    MalformedDataException error(String problem) {
        return new MalformedDataException(name + ": " + problem);
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    // ---- what goes wrong -----------------------------------------------------------------------------------------

    private static void requireThere(Path path, String name) throws NoSuchFileException {
        if (Files.isDirectory(path)) {
            throw new MalformedDataException(name + ": is a directory, not a CSV file; name a file in it");
        }
        if (Files.notExists(path)) {
            String reason = Files.isSymbolicLink(path)
                    ? "the file that this link leads to is not there"
                    : "there is no such file";
            throw new NoSuchFileException(path.toString(), null, reason);
        }
    }

    /** What the CSV library says, in words about the file. */
    private static RuntimeException explained(String name, CsvParseException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedDataException malformed) {
                return malformed;
            } else if (cause instanceof OutOfMemoryError full) {
                return tooLarge(name, full);
            }
        }
        String said = String.valueOf(e.getMessage());
        Matcher line = LINE.matcher(said);
        String place = line.find() ? name + ":" + line.group(1) : name;
        if (said.startsWith("Unclosed quote")) {
            said = "a quote is opened and never closed";
        } else if (said.startsWith("Unexpected character after closing quote")) {
            said = "a quote is closed before its cell ends; write a quote inside of quotes twice";
        } else if (said.startsWith("The maximum buffer size")) {
            said = "a cell of more than " + LONGEST_CELL
                    + " characters; is a quote never closed, or are the ends of lines missing?";
        } else if (said.contains("maximum limit of") && said.contains("fields")) {
            said = "has more columns than any series";
        }
        return new MalformedDataException(place + ": not a CSV file: " + said, e);
    }

    private static IOException explained(Path path, String name, IOException e) {
        if (e instanceof CharacterCodingException) {
            throw new MalformedDataException(name + ": is not text in UTF-8; save it in this encoding", e);
        }
        if (e instanceof AccessDeniedException) {
            AccessDeniedException denied = new AccessDeniedException(
                    path.toString(), null, "there is no permission to read it; change that, or copy the file");
            denied.initCause(e);
            return denied;
        }
        boolean known = e instanceof FileSystemException file && file.getReason() != null;
        String reason = known ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
        return new IOException(path + ": cannot be read: " + reason + "; check the disk, or copy the file", e);
    }

    private static MalformedDataException tooLarge(String name, OutOfMemoryError e) {
        return new MalformedDataException(
                name + ": holds more than fits into the memory of this JVM ("
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB); give it more with -Xmx, or average the rows over bins or split the file first",
                e);
    }
}
