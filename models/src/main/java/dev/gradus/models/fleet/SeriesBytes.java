package dev.gradus.models.fleet;

import dev.gradus.engine.io.DType;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.series.TimeSeries;
import java.util.Objects;

/**
 * A series as bytes: a safetensors file with the tensors {@code times} (I64, milliseconds since 1970-01-01 UTC) and {@code column.0}, {@code
 * column.1} and so on (F64, NaN for a gap), each {@code [rows]}, and the columns' names as strings under the same keys. How times were
 * written where they came from is not kept.
 */
public final class SeriesBytes {
    private static final int VERSION = 1;
    private static final String FORMAT = "gradus.series";
    private static final String COUNT = "columns";
    private static final String TIMES = "times";

    private SeriesBytes() {}

    private static String column(int index) {
        return "column." + index;
    }

    /** The bytes of a series. */
    public static byte[] of(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        FieldWriter out = new FieldWriter();
        out.put(FORMAT, VERSION).put(COUNT, series.names().size());
        int[] shape = {series.length()};
        out.tensors().longs(TIMES, shape, series.times());
        for (int c = 0; c < series.names().size(); c++) {
            String name = series.names().get(c);
            out.put(column(c), name).tensors().doubles(column(c), shape, series.values(name));
        }
        return out.tensors().build().toBytes();
    }

    /**
     * The series that some bytes are of; its rows may be in any order.
     *
     * @param name what messages call it
     * @throws ModelFileException if they are none of a series; the message names the field or the tensor
     */
    public static TimeSeries read(byte[] content, String name) throws ModelFileException {
        Objects.requireNonNull(content, "series: the bytes are null");
        Objects.requireNonNull(name, "series: the name is null");
        SafeTensors file = SafeTensors.read(content, name);
        FieldReader in = new FieldReader(file);
        if (!in.has(FORMAT)) {
            throw new ModelFileException(
                    name + ": is no series (no metadata '" + FORMAT + "'); make it with SeriesBytes.of");
        }
        if (in.integer(FORMAT) != VERSION) {
            throw in.wrong(FORMAT, VERSION + ", what this version of Gradus reads");
        }
        int count = in.integer(COUNT);
        if (count < 1 || count != file.names().size() - 1) {
            throw in.wrong(
                    COUNT,
                    "the number of tensors but for '" + TIMES + "', "
                            + (file.names().size() - 1));
        }
        requireRow(file, TIMES, DType.I64);
        long[] times = file.longs(TIMES);
        String[] names = new String[count];
        double[][] values = new double[count][];
        for (int c = 0; c < count; c++) {
            names[c] = in.text(column(c));
            requireRow(file, column(c), DType.F64);
            values[c] = file.doubles(column(c));
        }
        in.end();
        return in.made("series", () -> TimeSeries.ofMillis(times, names, values));
    }

    private static void requireRow(SafeTensors file, String tensor, DType type) throws ModelFileException {
        if (file.dtype(tensor) != type || file.shape(tensor).length != 1) {
            throw file.malformed("tensor '" + tensor + "'", "must be one row of numbers of type " + type);
        }
    }
}
