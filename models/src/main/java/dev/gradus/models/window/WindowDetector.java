package dev.gradus.models.window;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A trained model that looks at a series through windows. The series is brought to the spacing of the one that the model was
 * trained on, scaled and cut into windows; what the model makes of them becomes a score, and the stretches where it stands
 * out are reported.
 *
 * @param <S> what scores of the model are measured by
 */
public abstract class WindowDetector<S> implements Detector {
    /** A model that judges windows; threads may share it. */
    public interface Model<S> {
        /** Samples in a window. */
        int window();

        /**
         * Judges the windows of a series.
         *
         * @param statistics what the scores are measured by, or {@code null} for those of the series itself
         */
        Judgement<S> judge(ChannelWindows windows, S statistics);

        /**
         * Begins to judge a stream, with the same bits as {@link #judge} has for the whole of it.
         *
         * @param statistics what the scores are measured by
         */
        WindowStream stream(S statistics);
    }

    private final Model<S> model;
    private final FinderOptions finder;
    private final Learnt<S> learnt;

    /**
     * @param finder how scores become anomalies where a series is judged by itself
     * @param learnt by what it is judged otherwise
     */
    protected WindowDetector(Model<S> model, FinderOptions finder, Learnt<S> learnt) {
        this.model = model;
        this.finder = finder;
        this.learnt = learnt;
    }

    /** Learns from the series that a model was trained on. */
    protected static <S> Learnt<S> learn(
            Model<S> model, FinderOptions finder, ChannelScaling scaling, TimeSeries series) {
        Judgement<S> judgement = model.judge(scaling.prepare(series).windows(model.window()), null);
        FrozenThreshold threshold = FrozenThreshold.learn(judgement.scores(), finder);
        return new Learnt<>(
                Fingerprint.of(scaling.channels().select(series)), scaling, judgement.statistics(), threshold);
    }

    /** What was kept of the training series. */
    public final Learnt<S> learnt() {
        return learnt;
    }

    /** Begins to judge a stream by the training series. */
    public final WindowStream stream() {
        return model.stream(learnt.statistics());
    }

    @Override
    public final Detection examine(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        TimeSeries chosen = learnt.scaling().channels().select(series);
        // A detector that was trained on may have the scaler of another series than the one that it knows.
        boolean known = Fingerprint.of(chosen).equals(learnt.fingerprint())
                && learnt.scaling().isFittedTo(series);
        return examine(series, known ? Scoring.TRANSDUCTIVE : Scoring.FROZEN);
    }

    @Override
    public final ScalerDrift drift(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        ChannelScaling scaling = learnt.scaling();
        return ScalerDrift.of(scaling.each(), scaling.channels().select(series));
    }

    @Override
    public final Detector trainOn(TimeSeries series, WarmStart how, TrainingListener listener) {
        Objects.requireNonNull(series, "the series is null");
        Objects.requireNonNull(how, "warm start: how is null; WarmStart.of(epochs) is the usual way");
        Objects.requireNonNull(listener, "warm start: the listener is null; TrainingListener.none() does nothing");
        ChannelScaling scaling = learnt.scaling();
        return trainOn(series, how.refitScaler() ? scaling.refitted(series) : scaling, how, listener);
    }

    /**
     * Trains on from the weights of this detector.
     *
     * @param scaling of the series for the new detector
     */
    protected abstract Detector trainOn(
            TimeSeries series, ChannelScaling scaling, WarmStart how, TrainingListener listener);

    @Override
    public final void save(Path file) throws IOException {
        DetectorFile.save(file, description().model(), this::write);
    }

    @Override
    public final byte[] toBytes() {
        return DetectorFile.bytes(description().model(), this::write);
    }

    /** Writes settings, weights and what was learnt, as the reader of this model expects them. */
    protected abstract void write(FieldWriter out);

    @Override
    public final Detection examine(TimeSeries series, Scoring scoring) {
        Objects.requireNonNull(series, "the series is null");
        Objects.requireNonNull(scoring, "the way of scoring is null");
        return switch (scoring) {
            case TRANSDUCTIVE -> byItself(series);
            case FROZEN -> byTraining(series);
        };
    }

    private Detection byItself(TimeSeries series) {
        ChannelScaling refitted = learnt.scaling().refitted(series);
        ChannelScaling.Prepared prepared = refitted.prepare(series);
        Judgement<S> judgement = model.judge(prepared.windows(model.window()), null);
        // The scores of a constant series still differ a little, at its ends, which lie in fewer windows.
        List<Anomaly> anomalies = refitted.isConstant()
                ? List.of()
                : new AnomalyFinder(finder).find(judgement.scores(), judgement.times(prepared.times()));
        return detection(Scoring.TRANSDUCTIVE, series, refitted, prepared, judgement, anomalies);
    }

    private Detection byTraining(TimeSeries series) {
        ChannelScaling scaling = learnt.scaling();
        ChannelScaling.Prepared prepared = scaling.prepare(series);
        Judgement<S> judgement = model.judge(prepared.windows(model.window()), learnt.statistics());
        List<Anomaly> anomalies = scaling.isConstantLike(prepared)
                ? List.of()
                : learnt.threshold().find(judgement.scores(), judgement.times(prepared.times()));
        return detection(Scoring.FROZEN, series, scaling, prepared, judgement, anomalies);
    }

    private static Detection detection(
            Scoring scoring,
            TimeSeries series,
            ChannelScaling scaling,
            ChannelScaling.Prepared prepared,
            Judgement<?> judgement,
            List<Anomaly> anomalies) {
        List<String> names = scaling.channels().select(series).names();
        int[] targets = scaling.channels().targetIndices();
        List<Detection.Channel> channels = new ArrayList<>();
        for (int k = 0; k < targets.length; k++) {
            double[] expected =
                    scaling.each().get(targets[k]).scaler().inverse(judgement.expected()[k]);
            channels.add(new Detection.Channel(
                    names.get(targets[k]), prepared.each().get(targets[k]).values(), expected));
        }
        return new Detection(scoring, prepared.times(), channels, judgement.scoresOfSteps(), anomalies);
    }
}
