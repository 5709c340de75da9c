package dev.gradus.models.evaluation;

import dev.gradus.engine.io.Quoted;
import dev.gradus.models.jobs.RowFile;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of a benchmark as a CSV file that grows by a row with each trial, so that a run which was stopped or killed can go
 * on from what is there, as {@link RowFile} says. Zone and backend stand in each row, and results of others are not mixed with them.
 */
public final class ResultsFile implements AutoCloseable {
    private final RowFile file;
    private final ResultsRow format;
    private final Map<String, TrialResult> rows = new LinkedHashMap<>();

    private ResultsFile(RowFile file, ResultsRow format) {
        this.file = file;
        this.format = format;
    }

    /**
     * Opens a file and reads what is in it; it is made if there is none.
     *
     * @param zone    where times without offset are read
     * @param backend what computes
     * @throws MalformedDataException if it holds something else than results, results of another zone or backend, or two of one trial
     * @throws FileSystemException    if another process writes it
     * @throws IOException            if it cannot be read or written
     */
    public static ResultsFile open(Path path, ZoneId zone, String backend) throws IOException {
        Objects.requireNonNull(path, "results: the file is null");
        Objects.requireNonNull(zone, "results: the zone is null");
        Objects.requireNonNull(backend, "results: the backend is null");
        RowFile file = RowFile.open(path, ResultsRow.HEADER, "results");
        ResultsFile results = new ResultsFile(file, new ResultsRow(zone.getId(), backend));
        try {
            results.read(path);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        return results;
    }

    private void read(Path path) {
        int number = 1;
        for (String line : file.found()) {
            number++;
            TrialResult row = parsed(path, line, number);
            if (rows.put(row.key(), row) != null) {
                throw new MalformedDataException(path + ":" + number + ": is the second result of " + row.pipeline()
                        + " on " + row.dataset() + "/" + row.signal() + " with seed " + row.seed()
                        + "; take one of them out");
            }
        }
    }

    private TrialResult parsed(Path path, String line, int number) {
        try {
            return format.parse(line);
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(path + ":" + number + ": " + Quoted.of(line) + " " + e.getMessage(), e);
        }
    }

    /** Whether the result of a trial is there. */
    public synchronized boolean has(Trial trial) {
        Objects.requireNonNull(trial, "results: the trial is null");
        return rows.containsKey(TrialResult.key(trial));
    }

    /**
     * Adds a result. To have a trial that failed run again, take its row out of the file.
     *
     * @throws IllegalArgumentException if the trial has one already
     */
    public synchronized void append(TrialResult result) throws IOException {
        Objects.requireNonNull(result, "results: the result is null");
        if (rows.containsKey(result.key())) {
            throw new IllegalArgumentException("results: " + result.key() + " has a result already");
        }
        String line = format.text(result);
        file.append(line);
        // What a run that goes on from the file would see: the same figures, rounded.
        rows.put(result.key(), format.parse(line));
    }

    /** The results of these trials that are there, in the order of the trials. */
    public synchronized List<TrialResult> of(List<Trial> trials) {
        Objects.requireNonNull(trials, "results: the trials are null");
        List<TrialResult> found = new ArrayList<>();
        for (Trial trial : trials) {
            Objects.requireNonNull(trial, "results: a trial is null");
            TrialResult row = rows.get(TrialResult.key(trial));
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
