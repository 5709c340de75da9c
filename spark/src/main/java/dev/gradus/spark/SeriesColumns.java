package dev.gradus.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * Where a table in long format has its series: a row for each time of each series.
 *
 * @param series column with the key of the series, of any type that can be cast to a string
 * @param time   column of type {@code timestamp}, or {@code bigint} or {@code int} with milliseconds since 1970-01-01 UTC
 * @param values columns with numbers; null and NaN are gaps. A detector knows them by these names
 */
public record SeriesColumns(String series, String time, List<String> values) {
    /** Names of the columns that {@link #points} gives. */
    static final String KEY = "series";

    static final String TIME = "time";
    private static final String VALUE = "value";
    private static final String WATERMARK = "watermark";

    /** Checks that all names are there, each once. */
    public SeriesColumns {
        Objects.requireNonNull(series, "columns: that of the series is null");
        Objects.requireNonNull(time, "columns: that of the time is null");
        values = List.copyOf(Objects.requireNonNull(values, "columns: those of the values are null"));
        if (values.isEmpty()) {
            throw new IllegalArgumentException("columns: there must be at least one with values");
        }
        List<String> all = new ArrayList<>(values);
        all.add(series);
        all.add(time);
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException("columns: " + all + " has a name twice");
        }
    }

    /** The columns of these names. */
    public static SeriesColumns of(String series, String time, String... values) {
        return new SeriesColumns(
                series, time, Arrays.asList(Objects.requireNonNull(values, "columns: those of the values are null")));
    }

    /** What rows of a series are put in order by: all that they hold, so that the order does not depend on where they come from. */
    Column[] order() {
        List<Column> order = new ArrayList<>();
        order.add(functions.col(TIME));
        for (int i = 0; i < values.size(); i++) {
            order.add(functions.col(VALUE + i));
        }
        return order.toArray(Column[]::new);
    }

    /**
     * A stream's series, as {@link #points} gives those of a table, with the time as a timestamp behind all else: the watermark.
     *
     * @throws IllegalArgumentException as {@link #points}; the time must be a timestamp
     */
    Dataset<Row> points(Dataset<Row> stream, String lateness) {
        Dataset<Row> points = points(stream);
        DataType type = type(stream, time);
        if (!type.equals(DataTypes.TimestampType)) {
            throw new IllegalArgumentException("fleet: column '" + time + "' is of type " + type.simpleString()
                    + ", the times of a stream must be timestamp: by them Spark tells what is late");
        }
        List<Column> columns = new ArrayList<>();
        for (String name : points.columns()) {
            columns.add(functions.col(name));
        }
        columns.add(functions.timestamp_millis(functions.col(TIME)).as(WATERMARK));
        return points.select(columns.toArray(Column[]::new)).withWatermark(WATERMARK, lateness);
    }

    /**
     * A table's series: the key as a string, empty where it is null; the time in milliseconds, or null; and each value as a double, or
     * null.
     *
     * @throws IllegalArgumentException if the table lacks one of the columns, or its type does not suit
     */
    Dataset<Row> points(Dataset<Row> table) {
        Objects.requireNonNull(table, "fleet: the table is null");
        List<Column> columns = new ArrayList<>();
        Column key = column(table, series).cast(DataTypes.StringType);
        columns.add(functions.coalesce(key, functions.lit("")).as(KEY));
        columns.add(millis(table).as(TIME));
        for (int i = 0; i < values.size(); i++) {
            String name = values.get(i);
            Column value = column(table, name);
            DataType type = type(table, name);
            if (!(type instanceof NumericType)) {
                throw new IllegalArgumentException(
                        "fleet: column '" + name + "' is of type " + type.simpleString() + ", values must be numbers");
            }
            columns.add(value.cast(DataTypes.DoubleType).as(VALUE + i));
        }
        return table.select(columns.toArray(Column[]::new));
    }

    private Column millis(Dataset<Row> table) {
        Column column = column(table, time);
        DataType type = type(table, time);
        if (type.equals(DataTypes.TimestampType)) {
            return functions.unix_millis(column);
        }
        if (type.equals(DataTypes.LongType) || type.equals(DataTypes.IntegerType)) {
            return column.cast(DataTypes.LongType);
        }
        throw new IllegalArgumentException(
                "fleet: column '" + time + "' is of type " + type.simpleString()
                        + ", times must be timestamp, or bigint with milliseconds since 1970; cast it, in the zone that it is in");
    }

    private static Column column(Dataset<Row> table, String name) {
        if (!List.of(table.columns()).contains(name)) {
            throw new IllegalArgumentException(
                    "fleet: the table has no column '" + name + "', it has " + String.join(", ", table.columns()));
        }
        return table.col("`" + name.replace("`", "``") + "`");
    }

    private static DataType type(Dataset<Row> table, String name) {
        return table.schema().apply(name).dataType();
    }
}
