package dev.gradus.models.ensemble;

import dev.gradus.models.Description;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Makes series even before an ensemble judges them. */
final class AutoDetector implements Detector {
    private final EnsembleDetector ensemble;

    AutoDetector(EnsembleDetector ensemble) {
        this.ensemble = ensemble;
    }

    @Override
    public Description description() {
        return ensemble.description();
    }

    @Override
    public Detection examine(TimeSeries series) {
        return ensemble.examine(even(series));
    }

    @Override
    public Detection examine(TimeSeries series, Scoring scoring) {
        Objects.requireNonNull(scoring, "the way of scoring is null");
        return ensemble.examine(even(series), scoring);
    }

    private TimeSeries even(TimeSeries series) {
        return EvenSeries.of(Objects.requireNonNull(series, "the series is null"), ensemble.interval());
    }

    @Override
    public ScalerDrift drift(TimeSeries series) {
        return ensemble.drift(even(series));
    }

    /** The ensemble trains on, and what it ends with makes series even again. */
    @Override
    public Detector trainOn(TimeSeries series, WarmStart how, TrainingListener listener) {
        return ensemble.trainOn(even(series), how, listener);
    }

    @Override
    public byte[] toBytes() {
        return ensemble.toBytes();
    }

    @Override
    public void save(Path file) throws IOException {
        ensemble.save(file);
    }
}
