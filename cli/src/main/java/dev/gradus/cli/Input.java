package dev.gradus.cli;

import dev.gradus.models.Interval;
import dev.gradus.models.series.Labels;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the command looks at.
 *
 * @param name   what to call it: the file's name
 * @param series the columns that are looked at
 * @param labels known anomalies, or {@code null} if nothing is known
 */
record Input(String name, TimeSeries series, List<Interval> labels) {
    /** The series that is looked at where no file is given. */
    static Input builtIn() {
        return new Input(BuiltInSeries.NAME, BuiltInSeries.series(), BuiltInSeries.labels());
    }

    /**
     * Reads a series and, where a file of them is given, its labels.
     *
     * @param column   name of the column, or {@code null} if there is but one, or the channels have names
     * @param channels the columns that a model sees
     * @param labels file of labels, or {@code null}
     * @throws UsageException if a file is not there or does not hold what it should, or there is no such column
     */
    static Input read(Path file, String column, Channels channels, Path labels) {
        requireFile(file, "FILE");
        TimeSeries all = reading(file, () -> TimeSeries.readCsv(file));
        TimeSeries series = channels.isOnly() ? column(all, file, column) : columns(all, file, channels);
        if (labels == null) {
            return new Input(file.getFileName().toString(), series, null);
        }
        requireFile(labels, "--labels");
        List<Interval> known = reading(labels, () -> Labels.readCsv(labels, Labels.signalOf(file)));
        return new Input(file.getFileName().toString(), series, known);
    }

    private static TimeSeries column(TimeSeries series, Path file, String column) {
        List<String> names = series.names();
        String columns = String.join("', '", names);
        if (column != null && !names.contains(column)) {
            throw new UsageException("--column: " + file + " has no column '" + column
                    + (names.size() == 1 ? "'; it has '" : "'; choose one of '") + columns + "'");
        }
        if (column == null && names.size() > 1) {
            throw new UsageException(
                    file + " has several columns of values; choose one with --column, of '" + columns + "'");
        }
        return column == null ? series : series.column(column);
    }

    private static TimeSeries columns(TimeSeries series, Path file, Channels channels) {
        for (String name : channels.columns()) {
            if (!series.names().contains(name)) {
                throw new UsageException("--columns: " + file + " has no column '" + name + "'; choose some of '"
                        + String.join("', '", series.names()) + "'");
            }
        }
        return channels.select(series);
    }

    private static void requireFile(Path file, String option) {
        if (!Files.exists(file)) {
            throw new UsageException(option + ": there is no file " + file + "; check its name and folder");
        }
        if (Files.isDirectory(file)) {
            throw new UsageException(option + ": " + file + " is a folder; name a CSV file in it");
        }
        if (!Files.isReadable(file)) {
            throw new UsageException(option + ": " + file + " may not be read; check its permissions");
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (MalformedDataException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException(e.getMessage(), e);
        }
    }
}
