package dev.gradus.models.online;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detector;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.scoring.AnomalyStream;
import dev.gradus.models.scoring.StreamMemory;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.WindowDetector;
import dev.gradus.models.window.WindowStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Scores a stream with a trained detector, one sample after the other. The package says when scores are final and which bits they
 * have. Many of these may share a detector; each belongs to one thread at a time.
 *
 * <p>Where nothing ends, a sample makes no garbage, once the JIT compiler knows the kernels, on the backends {@code vector} and
 * {@code plain} with one thread: the first window that is shown records the network, the others repeat the recording (see
 * {@link dev.gradus.engine.tensor.Repeated}). Threads that share the loops cost some small objects for each. The arrays of a recording
 * belong to the detector, one set for each thread that computes with it at the same time.
 */
public final class OnlineDetector {
    /** Bins: longer gaps end a series, unless told otherwise. */
    public static final int LONGEST_GAP = 10_000;

    private final WindowDetector<?> detector;
    private final int longestGap;
    private final ChannelScaling scaling;
    private final OnlineUpdate update = new OnlineUpdate(this);
    private final OpenBin open;
    private final double[] filled;
    private final double[] scaled;
    private final int lag;
    private WindowStream stream;
    private AnomalyStream anomalies;

    /** The start of the first bin. */
    private long origin;

    private boolean begun;

    /** The number of the open bin: all before it are closed. */
    private long bin;

    /** How many scores were given out. */
    private long scored;

    /** Whether everything so far is the constant that was trained on, if it was one. */
    private boolean constant = true;

    private OnlineDetector(WindowDetector<?> detector, int longestGap) {
        this.detector = detector;
        this.longestGap = longestGap;
        this.scaling = detector.learnt().scaling();
        int channels = scaling.each().size();
        this.open = new OpenBin(channels);
        this.filled = new double[channels];
        this.scaled = new double[channels];
        reset();
        this.lag = stream.lag();
    }

    /** Begins to watch a stream, with gaps of up to {@value #LONGEST_GAP} bins. */
    public static OnlineDetector of(Detector detector) {
        return of(detector, LONGEST_GAP);
    }

    /**
     * Begins to watch a stream.
     *
     * @param longestGap bins without a sample that are filled as gaps in a series are; a longer gap ends it
     * @throws IllegalArgumentException if the detector cannot score sample by sample, such as a matrix profile, or the gap is negative
     */
    public static OnlineDetector of(Detector detector, int longestGap) {
        Objects.requireNonNull(detector, "the detector is null");
        if (!(detector instanceof WindowDetector<?> windows)) {
            throw new IllegalArgumentException(detector.description().model()
                    + ": cannot score sample by sample; train a model that does, such as tadgan or dense-ae");
        }
        if (longestGap < 0) {
            throw new IllegalArgumentException("the longest gap must not be negative: " + longestGap + " bins");
        }
        return new OnlineDetector(windows, longestGap);
    }

    /** The names of the columns that a sample has values of; empty for the only one, whatever its name. */
    public List<String> columns() {
        return scaling.channels().columns();
    }

    /** Values in a sample. */
    public int valueCount() {
        return filled.length;
    }

    /** The bins that samples are averaged over, those of the training. */
    public Duration interval() {
        return Duration.ofMillis(scaling.interval());
    }

    /** Bins: the score of bin b is final when the first sample of bin {@code b + lag} comes. */
    public int lag() {
        return lag;
    }

    /** Bins without a sample that are filled; a longer gap ends the series. */
    public int longestGap() {
        return longestGap;
    }

    /**
     * Takes the next sample.
     *
     * @param time   in milliseconds since 1970-01-01 UTC
     * @param values one for each of {@link #columns()} in their order; NaN is a gap
     * @return what follows from it, good until the next call
     * @throws IllegalArgumentException if there are more or fewer values, one is infinite, or the time lies beyond the year 5000;
     *     nothing has changed then
     * @throws dev.gradus.engine.tensor.NonFiniteException if the network has diverged; nothing can be added afterwards
     */
    public OnlineUpdate add(long time, double... values) {
        requireSample(time, values);
        update.begin(OnlineUpdate.Outcome.ADDED);
        if (!begun) {
            begin(time);
        }
        long start = origin + bin * scaling.interval();
        if (time < start) {
            update.begin(OnlineUpdate.Outcome.LATE);
            return update;
        }
        long ahead = (time - start) / scaling.interval();
        if (ahead == 0) {
            open.requireRoom(values);
        } else if (ahead - 1 > longestGap) {
            end();
            update.outcome(OnlineUpdate.Outcome.RESTARTED);
            begin(time);
        } else {
            for (long i = 0; i < ahead; i++) {
                closeBin();
            }
        }
        open.add(values);
        return update;
    }

    private void requireSample(long time, double... values) {
        Objects.requireNonNull(values, "the values are null");
        if (values.length != filled.length) {
            throw new IllegalArgumentException("a sample needs " + filled.length + " values"
                    + (columns().isEmpty() ? "" : " " + columns()) + ", not " + values.length);
        }
        if (time < -TimeFormat.LAST_MILLIS || time > TimeFormat.LAST_MILLIS) {
            throw new IllegalArgumentException("the time " + time
                    + " lies beyond the year 5000; times are milliseconds since 1970, nothing finer");
        }
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("a value is infinite; a gap is NaN");
            }
        }
    }

    /**
     * Ends the series: gives out the scores and anomalies that are not final yet, as they are in a series that ends with the
     * newest sample. The next sample begins another series.
     */
    public OnlineUpdate finish() {
        update.begin(OnlineUpdate.Outcome.ENDED);
        end();
        return update;
    }

    private void begin(long time) {
        origin = time;
        begun = true;
    }

    /** The values of the open bin, in the units of the input and as a model sees them. */
    private void read() {
        for (int channel = 0; channel < filled.length; channel++) {
            Preprocessing by = scaling.each().get(channel);
            filled[channel] = by.filled(open.mean(channel));
            scaled[channel] = by.scaled(filled[channel]);
        }
    }

    private void closeBin() {
        read();
        constant = constant && scaling.isConstantLike(filled);
        stream.close(scaled);
        open.clear();
        bin++;
        give();
    }

    /** Hands out the scores that are ready, and the anomalies that end with them. */
    private void give() {
        while (stream.ready() > 0) {
            double score = stream.next();
            update.add(time(scored), score);
            if (scored++ >= stream.first()) {
                give(anomalies.add(score));
            }
        }
    }

    private void give(List<AnomalyStream.Found> found) {
        for (int i = 0; i < found.size(); i++) {
            AnomalyStream.Found f = found.get(i);
            if (!constant) {
                int first = stream.first();
                update.add(new Anomaly(time(first + f.first()), time(first + f.last()), f.severity()));
            }
        }
    }

    private long time(long ofBin) {
        return origin + ofBin * scaling.interval();
    }

    private void end() {
        if (begun) {
            read();
            constant = constant && scaling.isConstantLike(filled);
            stream.end(scaled);
            give();
            give(anomalies.end());
        }
        reset();
    }

    private void reset() {
        stream = detector.stream();
        anomalies = detector.learnt().threshold().stream();
        open.clear();
        begun = false;
        origin = 0;
        bin = 0;
        scored = 0;
        constant = true;
    }

    double provisional() {
        if (!begun) {
            return Double.NaN;
        }
        read();
        return stream.provisional(scaled);
    }

    /**
     * Writes all that has to be remembered into one safetensors file, whole or not at all. Restored from it, this detector goes on
     * with the same bits, in another JVM too.
     *
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    public void save(Path file) throws IOException {
        DetectorFile.save(file, OnlineFormat.MODEL, out -> OnlineFormat.write(out, this));
    }

    /**
     * Goes on watching a stream from where {@link #save} left it.
     *
     * @param detector that it was watched with; on another backend, what follows differs in its last digits
     * @throws ModelFileException if the file is none of an online detector, is damaged, or belongs to another detector; the message
     *     names the field or the tensor
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static OnlineDetector load(Path file, Detector detector) throws IOException {
        of(detector);
        return OnlineFormat.load(file, (WindowDetector<?>) detector);
    }

    /** The bytes of the file that {@link #save} writes, for whoever keeps states elsewhere than in files. */
    public byte[] toBytes() {
        return DetectorFile.bytes(OnlineFormat.MODEL, out -> OnlineFormat.write(out, this));
    }

    /**
     * Goes on watching a stream from where {@link #toBytes} left it.
     *
     * @param name     what messages call the bytes
     * @param detector that it was watched with; on another backend, what follows differs in its last digits
     * @throws ModelFileException if the bytes are none of an online detector, are damaged, or belong to another detector; the message
     *     names the field or the tensor
     */
    public static OnlineDetector load(byte[] content, String name, Detector detector) throws ModelFileException {
        of(detector);
        return OnlineFormat.load(content, name, (WindowDetector<?>) detector);
    }

    /** Saves or restores everything. */
    void remember(StreamMemory memory) throws IOException {
        begun = memory.whole("begun", begun ? 1 : 0, 0, 1) == 1;
        long last = TimeFormat.LAST_MILLIS;
        origin = memory.whole("origin", origin, begun ? -last : 0, begun ? last : 0);
        bin = memory.whole("bin", bin, 0, begun ? (last - origin) / scaling.interval() : 0);
        constant = memory.whole("constant", constant ? 1 : 0, 0, 1) == 1;
        open.remember(memory);
        scored = stream.remember(memory, bin);
        anomalies.remember(memory, Math.max(0, scored - stream.first()));
    }

    WindowDetector<?> detector() {
        return detector;
    }
}
