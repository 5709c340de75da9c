package dev.gradus.models.fleet;

import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A series of a fleet, which is read when its turn comes. */
public interface FleetSeries {
    /** By which it is known: each series of a fleet by another. */
    String key();

    /**
     * Reads it. Whatever this throws is the series' error.
     *
     * @param longest points that it may have; more need not be read
     */
    TimeSeries read(int longest) throws IOException;

    /**
     * A CSV file, as {@link TimeSeries#readCsv(Path, ZoneId)} reads it; its key is its name without {@code .csv}.
     *
     * @param column the column of values that is looked at, or {@code null} for all that there are
     * @param zone   where times without offset were written
     */
    static FleetSeries csv(Path file, String column, ZoneId zone) {
        Objects.requireNonNull(zone, "fleet: the zone is null");
        return new CsvSeries(Objects.requireNonNull(file, "fleet: the file is null"), column, zone);
    }

    /**
     * The CSV files of a folder, in the order of their names; a file's key is its name without {@code .csv}. Folders in it are not
     * looked at. Times without offset are UTC.
     *
     * @param column the column of values that is looked at, or {@code null} for all that there are
     * @throws NoSuchFileException if there is no such folder, it is something else, or there is no CSV file in it
     * @throws IOException         if it cannot be read
     */
    static List<FleetSeries> folder(Path folder, String column) throws IOException {
        List<FleetSeries> found = files(folder).stream()
                .map(file -> csv(file, column, ZoneOffset.UTC))
                .toList();
        if (found.isEmpty()) {
            throw new NoSuchFileException(
                    folder.toString(), null, "holds no file that ends in .csv; name a folder that does");
        }
        return found;
    }

    /**
     * The files of a folder that {@link #folder} takes for series, in the order of their names; there may be none.
     *
     * @throws NoSuchFileException if there is no such folder, or it is something else
     * @throws IOException         if it cannot be read
     */
    static List<Path> files(Path folder) throws IOException {
        Objects.requireNonNull(folder, "fleet: the folder is null");
        if (Files.notExists(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder; check its name");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "is no folder; name one that holds CSV files, or see 'gradus detect'");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(CsvSeries::isSeries).sorted().toList();
        }
    }
}
