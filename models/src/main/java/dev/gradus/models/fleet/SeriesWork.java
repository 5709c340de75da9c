package dev.gradus.models.fleet;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.jobs.Loops;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * What is done with one series of a fleet: a detector is trained on it and looks at it. A function without memory: it reads no file,
 * writes none and shares nothing, so an engine may call it anywhere, at any time and again, with the bytes of its arguments.
 *
 * <pre>{@code
 * byte[] config = FleetConfig.of(TadGan.builder().build(), 7).toBytes();
 * SeriesResult result = SeriesWork.run(config, "machine-12", SeriesBytes.of(series));
 * }</pre>
 */
public final class SeriesWork {
    private final FleetConfig config;

    /** @param config says what is done, on the backend of its model */
    public SeriesWork(FleetConfig config) {
        this.config = Objects.requireNonNull(config, "fleet: the settings are null");
    }

    /**
     * Does it, from bytes, on the backend that this JVM is configured for, with one thread. The same bytes and key give the same detector
     * and the same report, but for its seconds, on the same backend.
     *
     * @param config what {@link FleetConfig#toBytes} gave
     * @param key    by which the series is known
     * @param series what {@link SeriesBytes#of} gave; whatever is wrong with it is in the result
     * @throws ModelFileException if the settings are none
     */
    public static SeriesResult run(byte[] config, String key, byte[] series) throws ModelFileException {
        return run(config, key, series, Backends.configured(Workers.of(1)));
    }

    /** As {@link #run(byte[], String, byte[])}, on a given backend, which threads may share. */
    public static SeriesResult run(byte[] config, String key, byte[] series, Backend backend)
            throws ModelFileException {
        SeriesWork work = new SeriesWork(FleetConfig.read(config, backend));
        requireKey(key);
        Objects.requireNonNull(series, "fleet: the bytes of the series are null");
        TimeSeries read;
        try {
            read = SeriesBytes.read(series, key);
        } catch (ModelFileException | OutOfMemoryError e) {
            return SeriesResult.failed(key, 0, Jobs.problem(e));
        }
        return work.run(key, read, TrainingListener.none());
    }

    /**
     * Does it. Whatever is wrong with the series is in the result.
     *
     * @throws CancellationException if the listener gives up
     */
    public SeriesResult run(String key, TimeSeries series, TrainingListener listener) {
        requireKey(key);
        Objects.requireNonNull(series, "fleet: the series is null");
        Objects.requireNonNull(listener, "fleet: the listener is null; TrainingListener.none() does nothing");
        try {
            requireShort(key, series);
            return Loops.onThisThread(() -> result(key, series, listener));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            return SeriesResult.failed(key, series.length(), Jobs.problem(e));
        }
    }

    private SeriesResult result(String key, TimeSeries series, TrainingListener listener) {
        long start = System.nanoTime();
        Detector detector = config.model().withSeed(seed(config.seed(), key)).fit(series, listener);
        long trained = System.nanoTime();
        Detection detection = detector.examine(series);
        long scored = System.nanoTime();
        double[] scores = config.scores() ? detection.scores() : new double[0];
        SeriesReport report = new SeriesReport(
                key,
                series.length(),
                detection.anomalies(),
                Arrays.copyOf(detection.times(), scores.length),
                scores,
                (trained - start) / 1e9,
                (scored - trained) / 1e9,
                "");
        return new SeriesResult(detector.toBytes(), report);
    }

    private void requireShort(String key, TimeSeries series) {
        requireShort(key, series.length(), "rows", config.longest());
        long span = series.time(series.length() - 1) - series.time(0);
        if (span > 0) {
            long bin = config.model().interval() == null
                    ? series.interval()
                    : config.model().interval().toMillis();
            requireShort(key, span / bin + 1, "bins", config.longest());
        }
    }

    /** Refuses what would take too much memory. */
    static void requireShort(String key, long points, String what, int longest) {
        if (points > longest) {
            throw new UnsuitableSeriesException(key + ": has " + points + " " + what + ", more than the " + longest
                    + " points that a series may have here; let in longer ones (which takes memory), take a longer interval"
                    + " or fewer rows");
        }
    }

    private static void requireKey(String key) {
        if (Objects.requireNonNull(key, "fleet: the key of the series is null").isEmpty()) {
            throw new IllegalArgumentException("fleet: the key of the series is empty; give it a name of its own");
        }
    }

    /**
     * The seed of a series: the first eight bytes, the highest first, of the SHA-256 of the fleet's seed, eight bytes likewise, and the
     * key in UTF-8.
     */
    public static long seed(long fleet, String key) {
        requireKey(key);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(fleet).flip());
            return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
