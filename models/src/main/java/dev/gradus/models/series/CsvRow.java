package dev.gradus.models.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;

/**
 * A row of a CSV file, which knows the line it starts on; {@link #error} puts a name to the place where a cell makes no
 * sense.
 *
 * @param file   the name of the file
 * @param record the cells
 */
record CsvRow(String file, CsvRecord record) {
    /** The number of cells. */
    int size() {
        return record.getFieldCount();
    }

    /** A cell without the blanks around it. */
    String cell(int column) {
        return record.getField(column).strip();
    }

    /** All cells, without the blanks around them. */
    List<String> cells() {
        return record.getFields().stream().map(String::strip).toList();
    }

    MalformedDataException error(String problem) {
        return new MalformedDataException(file + ":" + record.getStartingLineNumber() + ": " + problem);
    }

    MalformedDataException error(String column, String problem) {
        return error("column '" + column + "': " + problem);
    }
}
