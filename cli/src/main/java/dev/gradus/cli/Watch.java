package dev.gradus.cli;

import dev.gradus.models.Anomaly;
import dev.gradus.models.file.Decimal;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.SampleLines;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;

/** Hands samples to an online detector and prints what follows; what stops the command ends it between two samples. */
final class Watch {
    /** More characters than this are no line of a sample. */
    private static final int LONGEST_LINE = 1 << 16;

    private final OnlineDetector online;
    private final Path state;
    private final boolean scores;
    private final PrintWriter out;
    private final PrintWriter err;
    private TimeFormat format = TimeFormat.epochMillis();
    private boolean ended;
    private boolean clean = true;

    /** @param state where it is saved, or {@code null} */
    Watch(OnlineDetector online, Path state, boolean scores, PrintWriter out, PrintWriter err) {
        this.online = online;
        this.state = state;
        this.scores = scores;
        this.out = out;
        this.err = err;
    }

    /** Takes all samples of a series; true. */
    boolean series(TimeSeries series) throws IOException {
        format = series.timeFormat();
        double[] values = series.values();
        for (int i = 0; i < values.length; i++) {
            take(i + 1, series.time(i), values[i]);
        }
        return true;
    }

    /**
     * Takes the samples of lines until there are no more.
     *
     * @return whether every line made sense
     * @throws UsageException if the columns are not those of the detector
     */
    boolean lines(InputStream in, ZoneId zone) throws IOException {
        SampleLines samples = new SampleLines(zone, online.columns());
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[1 << 13];
        long number = 1;
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    line(samples, number++, line);
                    line.setLength(0);
                } else if (line.length() <= LONGEST_LINE) {
                    line.append(buffer[i]);
                }
            }
        }
        if (line.length() > 0) {
            line(samples, number, line);
        }
        return clean;
    }

    private void line(SampleLines samples, long number, CharSequence line) throws IOException {
        try {
            if (line.length() > LONGEST_LINE) {
                throw new MalformedDataException("has more than " + LONGEST_LINE + " characters");
            }
            SampleLines.Sample sample = samples.read(line.toString());
            if (sample != null) {
                format = samples.timeFormat();
                take(number, sample.time(), sample.values());
            }
        } catch (UnsuitableSeriesException e) {
            throw new UsageException("line " + number + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            clean = false;
            say("line " + number + ": " + e.getMessage() + "; it is left out");
        }
    }

    private void say(String what) {
        err.println("gradus: " + what);
        err.flush();
    }

    private synchronized void take(long number, long time, double... values) throws IOException {
        if (ended) {
            return;
        }
        OnlineUpdate update = online.add(time, values);
        switch (update.outcome()) {
            case LATE ->
                say("line " + number + ": " + format.format(time) + " comes after its bin is complete; it is left out");
            case RESTARTED ->
                say("line " + number + ": after a gap of more than " + online.longestGap()
                        + " bins another series begins at " + format.format(time));
            default -> {}
        }
        print(update, false);
    }

    /** Saves the state and prints what is not over; nothing is taken any more. */
    synchronized void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (state != null) {
            online.save(state);
        }
        print(online.finish(), true);
    }

    private void print(OnlineUpdate update, boolean open) throws IOException {
        String end = open ? ",\"open\":true}" : "}";
        boolean printed = false;
        for (int i = 0; scores && i < update.count(); i++) {
            out.println("{\"time\":" + time(update.time(i)) + ",\"score\":" + Decimal.of(update.score(i)) + end);
            printed = true;
        }
        for (Anomaly anomaly : update.anomalies()) {
            out.println("{\"start\":" + time(anomaly.start()) + ",\"end\":" + time(anomaly.end()) + ",\"severity\":"
                    + Decimal.of(anomaly.severity()) + end);
            printed = true;
        }
        if (printed && out.checkError()) {
            throw new IOException("nobody reads what is printed any more");
        }
    }

    /** As in the input: a number of seconds or milliseconds, or a text, in which nothing needs an escape. */
    private String time(long millis) {
        String text = format.format(millis);
        return format.isNumber() ? text : '"' + text + '"';
    }
}
