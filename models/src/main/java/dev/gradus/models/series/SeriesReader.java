package dev.gradus.models.series;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** Makes a {@link TimeSeries} of a CSV file, whose cells {@link SeriesColumns} understands. */
final class SeriesReader {
    private final CsvFile file;
    private final SeriesColumns columns;
    private final ZoneId zone;
    private TimeFormat format;

    private SeriesReader(CsvFile file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
        List<String> first = file.first().cells();
        if (first.size() < 2) {
            throw file.error(SeriesColumns.ONE_COLUMN);
        }
        try {
            this.columns = SeriesColumns.of(first);
        } catch (IllegalArgumentException e) {
            throw file.first().error(e.getMessage());
        }
    }

    static TimeSeries read(Path path, ZoneId zone) throws IOException {
        Objects.requireNonNull(zone, "the zone of times without offset is null");
        return CsvFile.read(path, file -> new SeriesReader(file, zone).series());
    }

    private TimeSeries series() {
        List<String> names = columns.names();
        GrowingColumns values = new GrowingColumns(names.size());
        for (CsvRow row = columns.header() ? file.next() : file.first(); row != null; row = file.next()) {
            values.add(time(row));
            for (int c = 0; c < names.size(); c++) {
                values.set(c, number(row, columns.cellOf(c), names.get(c)));
            }
        }
        if (values.length() == 0) {
            throw file.error("has a header but no rows");
        }
        return new TimeSeries(format, values.times(), names, values.columns());
    }

    private long time(CsvRow row) {
        String cell = row.cell(columns.timeColumn());
        try {
            format = format == null ? TimeFormat.of(cell, zone) : format;
            return format.parse(cell);
        } catch (IllegalArgumentException e) {
            throw row.error(columns.timeName(), e.getMessage());
        }
    }

    private static double number(CsvRow row, int column, String name) {
        try {
            return SeriesColumns.number(row.cell(column));
        } catch (IllegalArgumentException e) {
            throw row.error(name, e.getMessage());
        }
    }
}
