package dev.gradus.cli;

import dev.gradus.models.Detection;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;

/** Trains a model on a series and lets it look at the same series. */
interface Trainer {
    /** Name of the backend that does the work. */
    String backend();

    /** Trains, then detects. */
    Detection detect(TimeSeries series, TrainingListener listener);
}
