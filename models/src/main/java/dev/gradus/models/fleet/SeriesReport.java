package dev.gradus.models.fleet;

import dev.gradus.engine.io.DType;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Anomaly;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What came of a series of a fleet, besides its detector.
 *
 * @param series          its key
 * @param points          rows of the series; 0 where it could not be read
 * @param anomalies       those of the series, scored by itself
 * @param times           of each score, in milliseconds since 1970-01-01 UTC; empty where scores are not kept
 * @param scores          how unusual each of these steps is, as many
 * @param trainingSeconds that training took, which includes scoring the series once; NaN where it failed
 * @param scoringSeconds  that detecting took; NaN where it failed
 * @param error           why it failed, or an empty text
 */
public record SeriesReport(
        String series,
        int points,
        List<Anomaly> anomalies,
        long[] times,
        double[] scores,
        double trainingSeconds,
        double scoringSeconds,
        String error) {
    private static final int VERSION = 1;
    private static final String FORMAT = "gradus.report";
    private static final String STARTS = "anomalies.start";
    private static final String ENDS = "anomalies.end";
    private static final String SEVERITIES = "anomalies.severity";
    private static final String TIMES = "scores.time";
    private static final String SCORES = "scores";
    private static final String SECONDS = "seconds";

    /** Checks that all is there. */
    public SeriesReport {
        Objects.requireNonNull(series, "report: the series is null");
        anomalies = List.copyOf(Objects.requireNonNull(anomalies, "report: the anomalies are null"));
        Objects.requireNonNull(times, "report: the times are null; none are an empty array");
        Objects.requireNonNull(scores, "report: the scores are null; none are an empty array");
        Objects.requireNonNull(error, "report: the error is null; of a series that did not fail it is empty");
        if (times.length != scores.length) {
            throw new IllegalArgumentException(
                    "report: " + times.length + " times do not go with " + scores.length + " scores");
        }
        if (points < 0) {
            throw new IllegalArgumentException("report: the points must not be negative: " + points);
        }
    }

    /** Of a series of which nothing came. */
    static SeriesReport failed(String series, int points, String error) {
        return new SeriesReport(series, points, List.of(), new long[0], new double[0], Double.NaN, Double.NaN, error);
    }

    /** Whether it failed. */
    public boolean failed() {
        return !error.isEmpty();
    }

    /** The report as bytes: a safetensors file. */
    public byte[] toBytes() {
        FieldWriter out = new FieldWriter();
        out.put(FORMAT, VERSION).put("series", series).put("points", points).put("error", error);
        int[] count = {anomalies.size()};
        out.tensors()
                .longs(
                        STARTS,
                        count,
                        anomalies.stream().mapToLong(Anomaly::start).toArray())
                .longs(ENDS, count, anomalies.stream().mapToLong(Anomaly::end).toArray())
                .doubles(
                        SEVERITIES,
                        count,
                        anomalies.stream().mapToDouble(Anomaly::severity).toArray())
                .longs(TIMES, new int[] {times.length}, times)
                .doubles(SCORES, new int[] {scores.length}, scores)
                .doubles(SECONDS, new int[] {2}, trainingSeconds, scoringSeconds);
        return out.tensors().build().toBytes();
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @throws ModelFileException if the bytes are none of a report; the message names the field or the tensor
     */
    public static SeriesReport read(byte[] content) throws ModelFileException {
        Objects.requireNonNull(content, "report: the bytes are null");
        SafeTensors file = SafeTensors.read(content, "report");
        FieldReader in = new FieldReader(file);
        if (!in.has(FORMAT)) {
            throw new ModelFileException("report: is none (no metadata '" + FORMAT + "')");
        }
        if (in.integer(FORMAT) != VERSION) {
            throw in.wrong(FORMAT, VERSION + ", what this version of Gradus reads");
        }
        String series = in.text("series");
        int points = in.integer("points");
        String error = in.text("error");
        in.end();
        long[] starts = longs(file, STARTS);
        long[] ends = longs(file, ENDS);
        double[] severities = doubles(file, SEVERITIES);
        long[] times = longs(file, TIMES);
        double[] scores = doubles(file, SCORES);
        double[] seconds = doubles(file, SECONDS);
        if (ends.length != starts.length || severities.length != starts.length) {
            throw file.malformed(
                    "tensor '" + ENDS + "'", "must be as long as '" + STARTS + "' and '" + SEVERITIES + "'");
        }
        if (seconds.length != 2 || file.names().size() != 6) {
            throw file.malformed("tensor '" + SECONDS + "'", "must hold two numbers, beside five other tensors");
        }
        return in.made("report", () -> {
            List<Anomaly> anomalies = new ArrayList<>();
            for (int i = 0; i < starts.length; i++) {
                anomalies.add(new Anomaly(starts[i], ends[i], severities[i]));
            }
            return new SeriesReport(series, points, anomalies, times, scores, seconds[0], seconds[1], error);
        });
    }

    private static long[] longs(SafeTensors file, String tensor) throws ModelFileException {
        require(file, tensor, DType.I64);
        return file.longs(tensor);
    }

    private static double[] doubles(SafeTensors file, String tensor) throws ModelFileException {
        require(file, tensor, DType.F64);
        return file.doubles(tensor);
    }

    private static void require(SafeTensors file, String tensor, DType type) throws ModelFileException {
        if (file.dtype(tensor) != type || file.shape(tensor).length != 1) {
            throw file.malformed("tensor '" + tensor + "'", "must be one row of numbers of type " + type);
        }
    }
}
