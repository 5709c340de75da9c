package dev.gradus.models.fleet.engine;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** Where the series of a fleet are. */
public sealed interface FleetSource {
    /** Where times without offset were written. */
    ZoneId zone();

    /**
     * CSV files of a folder, one for each series, which all machines that work find under the same name.
     *
     * @param column the column of values, or an empty text for all that there are
     */
    record Files(Path folder, String column, ZoneId zone) implements FleetSource {
        /** Checks that all is there. */
        public Files {
            Objects.requireNonNull(folder, "fleet: the folder is null");
            Objects.requireNonNull(column, "fleet: the column is null; none is an empty text");
            Objects.requireNonNull(zone, "fleet: the zone is null");
        }
    }

    /**
     * A table in long format: a row for each time of each series.
     *
     * @param location a file or a folder of files, in the words of the engine
     * @param series   column with the key of the series
     * @param time     column with the time
     * @param values   columns with values
     */
    record Table(String location, String series, String time, List<String> values, ZoneId zone) implements FleetSource {
        /** Checks that all is there. */
        public Table {
            Objects.requireNonNull(location, "fleet: the location is null");
            Objects.requireNonNull(series, "fleet: the column of the series is null");
            Objects.requireNonNull(time, "fleet: the column of the times is null");
            values = List.copyOf(Objects.requireNonNull(values, "fleet: the columns of the values are null"));
            Objects.requireNonNull(zone, "fleet: the zone is null");
        }
    }
}
