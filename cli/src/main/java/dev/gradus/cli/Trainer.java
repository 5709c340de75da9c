package dev.gradus.cli;

import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;

/** Makes a detector for a series, as a rule by training a model on it. */
interface Trainer {
    /** Name of the backend that does the work. */
    String backend();

    /** Trains. */
    Detector train(TimeSeries series, TrainingListener listener);
}
