package dev.gradus.models.fleet;

import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * A series in a CSV file.
 *
 * @param file   its name ends in {@code .csv}
 * @param column the column of values that is looked at, or {@code null} for all that there are
 * @param zone   where times without offset were written
 */
record CsvSeries(Path file, String column, ZoneId zone) implements FleetSeries {
    private static final String EXTENSION = ".csv";
    private static final int PIECE = 1 << 16;

    /** Whether a file is taken for one; hidden ones are not. */
    static boolean isSeries(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(EXTENSION)
                && name.length() > EXTENSION.length()
                && !name.startsWith(".")
                && Files.isRegularFile(file);
    }

    @Override
    public String key() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - EXTENSION.length());
    }

    @Override
    public TimeSeries read(int longest) throws IOException {
        // The last line may lack its end, and the first may be a header: as many rows as line ends, or one more or
        // less.
        SeriesWork.requireShort(key(), lineEnds() - 1, "rows", longest);
        TimeSeries all = TimeSeries.readCsv(file, zone);
        return column == null ? all : all.column(column);
    }

    private long lineEnds() throws IOException {
        long count = 0;
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                for (int i = 0; i < length; i++) {
                    count += piece[i] == '\n' ? 1 : 0;
                }
            }
        }
        return count;
    }
}
