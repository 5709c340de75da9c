package dev.gradus.cli;

import dev.gradus.cli.plot.AnomalyPlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Interval;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.SeriesModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exercise that finds a known fault in a computed series with one or more models. */
abstract class SeriesExercise extends Exercise {
    /**
     * A model with what is said of it.
     *
     * @param title for people
     * @param model untrained
     * @param file  name of its picture
     */
    record Trial(String title, SeriesModel model, String file) {}

    /**
     * A series with its faults.
     *
     * @param name   what it is
     * @param series of one or more columns
     * @param faults that are to be found
     */
    record Case(String name, TimeSeries series, List<Interval> faults) {}

    /** The series. */
    abstract Case series();

    /** The models; with how many epochs, where it is said. */
    abstract List<Trial> trials(Backend backend);

    @Override
    final void require() {}

    @Override
    final Map<String, byte[]> run(Backend backend) throws IOException {
        Case known = series();
        print(
                "%-10s %s (computed), %d samples of '%s', %d with a fault",
                "Series",
                known.name(),
                known.series().length(),
                String.join("', '", known.series().names()),
                known.faults().size());
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (Trial trial : trials(backend)) {
            Detector detector = training(losses -> trial.model().fit(known.series(), losses));
            Detection found = detector.examine(known.series());
            Confusion confusion = Evaluation.overlap(known.faults(), Evaluation.intervals(found.anomalies()));
            print(
                    "%-10s %s: %d of %d faults, %d false alarms",
                    "Found",
                    trial.title(),
                    confusion.truePositives(),
                    known.faults().size(),
                    confusion.falsePositives());
            for (Anomaly anomaly : found.anomalies()) {
                print("%-10s %s", "", anomaly);
            }
            pictures.put(
                    trial.file(),
                    new AnomalyPlot(new AnomalyPlot.Content(
                                    known.name(),
                                    trial.title() + " \u00b7 seed " + options().seed(),
                                    found.times(),
                                    found.channels(),
                                    found.scores(),
                                    found.anomalies(),
                                    known.faults(),
                                    known.series().timeFormat()))
                            .png());
        }
        return pictures;
    }
}
