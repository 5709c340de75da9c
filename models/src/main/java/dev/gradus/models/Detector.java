package dev.gradus.models;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained model that finds anomalies in a series. Detectors do not change and may be shared by threads.
 *
 * <p>There are two ways of {@link Scoring}. Where none is named, the series that the detector was trained on, recognised by
 * its times and values, is scored {@linkplain Scoring#TRANSDUCTIVE by itself}, as published, and any other series
 * {@linkplain Scoring#FROZEN by the training series}; {@link Detection#scoring} says which it was.
 */
public interface Detector {
    /** What this detector is. */
    Description description();

    /**
     * Finds the anomalies of a series that has the columns of the detector, in the order of time: where it was trained
     * without naming any, one column.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if the series does not suit the detector, saying why: it lacks
     *     a column or has several where none was named, is shorter than one window and its next sample, or holds nothing but gaps
     */
    default List<Anomaly> detect(TimeSeries series) {
        return examine(series).anomalies();
    }

    /** As {@link #detect(TimeSeries)}, scoring the series as said. */
    default List<Anomaly> detect(TimeSeries series, Scoring scoring) {
        return examine(series, scoring).anomalies();
    }

    /** Finds the anomalies and shows what they were concluded from. */
    Detection examine(TimeSeries series);

    /** As {@link #examine(TimeSeries)}, scoring the series as said. */
    Detection examine(TimeSeries series, Scoring scoring);

    /**
     * Trains on: a new detector, whose training on a series begins with the weights of this one. Bins, window and all other settings
     * stay; what scores are measured by and the threshold are learnt from the new series, which is the one that the new detector knows.
     * This detector does not change. The same detector, series and {@code how} give the same new detector to the bit. Where the scaler
     * is kept, any series, the new one too, is scored {@linkplain Scoring#FROZEN frozen} unless another way is named: by itself, it would
     * be scaled otherwise than it was trained on.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if the series does not suit the detector, see {@link #detect(TimeSeries)}
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite
     * @throws UnsupportedOperationException if the model has no weights, as a matrix profile
     */
    default Detector trainOn(TimeSeries series, WarmStart how, TrainingListener listener) {
        throw new UnsupportedOperationException(
                description().model() + ": has no weights that a training could begin with; fit a new detector");
    }

    /**
     * How far a series that has the columns of the detector has left the range that it was trained in. What has, is scored frozen by
     * weights that have never seen the like: train on, or anew.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if the series lacks a column, has several where none was named, or
     *     one holds nothing but gaps
     */
    ScalerDrift drift(TimeSeries series);

    /**
     * Writes the detector into one safetensors file: its weights as tensors under PyTorch's names, and settings, scaler,
     * statistics, thresholds and the fingerprint of the training series as strings. The file appears whole or not at all,
     * and the same detector always gives the same bytes.
     *
     * @throws dev.gradus.engine.tensor.NonFiniteException if a weight is NaN or infinite
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    void save(Path file) throws IOException;

    /**
     * The bytes of the file that {@link #save} writes, for whoever keeps detectors elsewhere than in files.
     *
     * @throws dev.gradus.engine.tensor.NonFiniteException if a weight is NaN or infinite
     */
    byte[] toBytes();

    /** Reads a detector that {@link #save} wrote; it computes on the backend that this JVM is set to. */
    static Detector load(Path file) throws IOException {
        return load(file, Backends.get());
    }

    /**
     * Reads a detector that {@link #save} wrote. On the backend that it was trained on, what it detects is the same to the
     * bit, in either way of scoring; another backend rounds differently, so that scores differ in their last digits, and a
     * score that comes to lie exactly on a threshold may fall to the other side of it.
     *
     * @param backend what the detector will compute on
     * @throws dev.gradus.engine.io.ModelFileException if the file is none of a detector, of a newer version, or damaged;
     *     the message names the field or the tensor
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    static Detector load(Path file, Backend backend) throws IOException {
        return DetectorFile.load(file, backend);
    }

    /**
     * Reads a detector from what {@link #toBytes} gave, or from the bytes of a file, as {@link #load(Path, Backend)} does.
     *
     * @param name    what messages call it
     * @param backend what the detector will compute on
     * @throws dev.gradus.engine.io.ModelFileException if the bytes are none of a detector, of a newer version, or damaged
     */
    static Detector load(byte[] content, String name, Backend backend) throws ModelFileException {
        return DetectorFile.load(content, name, backend);
    }
}
