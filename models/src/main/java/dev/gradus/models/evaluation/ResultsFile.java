package dev.gradus.models.evaluation;

import dev.gradus.engine.io.Quoted;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The results of a benchmark as a CSV file that grows by a row with each trial, so that a run which was stopped or killed can go
 * on from what is there. A row is written at once and forced to disk; of one that a killed process left half written, nothing is
 * taken. Zone and backend stand in each row, and results of others are not mixed with them.
 */
public final class ResultsFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final ResultsRow format;
    private final Map<String, TrialResult> rows = new LinkedHashMap<>();

    private ResultsFile(Path path, FileChannel channel, ResultsRow format) {
        this.path = path;
        this.channel = channel;
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
        FileChannel channel = channel(path);
        ResultsFile file = new ResultsFile(path, channel, new ResultsRow(zone.getId(), backend));
        try {
            file.lock();
            file.read();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return file;
    }

    private static FileChannel channel(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            NoSuchFileException explained = new NoSuchFileException(
                    path.toString(), null, "cannot be made: there is no such folder; make it, or take another file");
            explained.initCause(e);
            throw explained;
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw busy(e);
        }
        throw busy(null);
    }

    private FileSystemException busy(Throwable cause) {
        FileSystemException busy = new FileSystemException(
                path.toString(), null, "is being written by another run; wait for its end, or take another file");
        busy.initCause(cause);
        return busy;
    }

    private void read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining() && channel.read(content) >= 0) {
            // until everything is there
        }
        String text = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = whole.lines().toList();
        boolean fresh = lines.isEmpty() && ResultsRow.HEADER.startsWith(text);
        if (!fresh && (lines.isEmpty() || !lines.get(0).equals(ResultsRow.HEADER))) {
            throw new MalformedDataException(path + ": does not begin as a file of results does; name another file");
        }
        for (int i = 1; i < lines.size(); i++) {
            TrialResult row = parsed(lines.get(i), i + 1);
            if (rows.put(row.key(), row) != null) {
                throw new MalformedDataException(path + ":" + (i + 1) + ": is the second result of " + row.pipeline()
                        + " on " + row.dataset() + "/" + row.signal() + " with seed " + row.seed()
                        + "; take one of them out");
            }
        }
        long kept = whole.getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(kept);
        channel.position(kept);
        if (fresh) {
            write(ResultsRow.HEADER);
        }
    }

    private TrialResult parsed(String line, int number) {
        try {
            return format.parse(line);
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(path + ":" + number + ": " + Quoted.of(line) + " " + e.getMessage(), e);
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
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
        write(line);
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
        channel.close();
    }
}
