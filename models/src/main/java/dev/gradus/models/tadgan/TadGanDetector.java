package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Description;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.scoring.TadGanStatistics;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGanReconstructor.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A trained TadGAN. A series is brought to the spacing of the one that it was trained on, scaled, cut into windows, encoded
 * and generated again; reconstruction errors and the critic's values become a score, and the stretches where it stands out
 * are reported.
 */
final class TadGanDetector implements Detector {
    /**
     * What a detector keeps of the series that it was trained on.
     *
     * @param fingerprint   by which the series is recognised
     * @param preprocessing spacing, filling of gaps and scaler
     * @param statistics    what its scores were measured by
     * @param threshold     what its scores taught
     */
    record Training(
            String fingerprint, Preprocessing preprocessing, TadGanStatistics statistics, FrozenThreshold threshold) {}

    private final TadGanConfig config;
    private final TadGanReconstructor reconstructor;
    private final Training training;

    TadGanDetector(TadGanConfig config, TadGanReconstructor reconstructor, Training training) {
        this.config = config;
        this.reconstructor = reconstructor;
        this.training = training;
    }

    /**
     * A detector with trained networks, which from now on do not change.
     *
     * @param preprocessing fitted on the training series
     * @param series        the training series
     */
    static TadGanDetector trained(
            TadGanConfig config,
            TadGanNetworks networks,
            Preprocessing preprocessing,
            Backend backend,
            TimeSeries series) {
        TadGanReconstructor reconstructor = new TadGanReconstructor(networks, backend);
        Seen seen = reconstructor.see(preprocessing.prepare(series).windows(config.window()));
        TadGanScore.Parts parts = config.score().parts(seen.windows(), seen.reconstruction(), seen.critic());
        Training training = new Training(
                Fingerprint.of(series),
                preprocessing,
                parts.statistics(),
                FrozenThreshold.learn(parts.score(), config.finder()));
        return new TadGanDetector(config, reconstructor, training);
    }

    /** The settings that it was trained by. */
    TadGanConfig config() {
        return config;
    }

    @Override
    public Description description() {
        Duration interval = Duration.ofMillis(training.preprocessing.interval());
        return new Description(TadGanFormat.MODEL, config.window(), interval, config.epochs(), config.seed());
    }

    @Override
    public Detection examine(TimeSeries series) {
        boolean known = Fingerprint.of(series).equals(training.fingerprint);
        return examine(series, known ? Scoring.TRANSDUCTIVE : Scoring.FROZEN);
    }

    @Override
    public Detection examine(TimeSeries series, Scoring scoring) {
        Objects.requireNonNull(series, "the series is null");
        Objects.requireNonNull(scoring, "the way of scoring is null");
        return switch (scoring) {
            case TRANSDUCTIVE -> byItself(series);
            case FROZEN -> byTraining(series);
        };
    }

    @Override
    public void save(Path file) throws IOException {
        DetectorFile.save(
                file, TadGanFormat.MODEL, out -> TadGanFormat.write(out, config, reconstructor.networks(), training));
    }

    private Detection byItself(TimeSeries series) {
        Preprocessing refitted = training.preprocessing.refitted(series);
        Preprocessing.Prepared prepared = refitted.prepare(series);
        Seen seen = reconstructor.see(prepared.windows(config.window()));
        double[] scores = config.score().of(seen.windows(), seen.reconstruction(), seen.critic());
        // The scores of a constant series still differ a little, at its ends, which lie in fewer windows.
        List<Anomaly> anomalies = refitted.scaler().isConstant()
                ? List.of()
                : new AnomalyFinder(config.finder()).find(scores, prepared.times());
        return detection(Scoring.TRANSDUCTIVE, refitted, prepared, seen, scores, anomalies);
    }

    private Detection byTraining(TimeSeries series) {
        Preprocessing.Prepared prepared = training.preprocessing.prepare(series);
        Seen seen = reconstructor.see(prepared.windows(config.window()));
        double[] scores = config.score()
                .parts(seen.windows(), seen.reconstruction(), seen.critic(), training.statistics)
                .score();
        List<Anomaly> anomalies = training.preprocessing.scaler().isConstantLike(prepared.values())
                ? List.of()
                : training.threshold.find(scores, prepared.times());
        return detection(Scoring.FROZEN, training.preprocessing, prepared, seen, scores, anomalies);
    }

    private static Detection detection(
            Scoring scoring,
            Preprocessing preprocessing,
            Preprocessing.Prepared prepared,
            Seen seen,
            double[] scores,
            List<Anomaly> anomalies) {
        double[] expected = preprocessing.scaler().inverse(seen.reconstruction().median());
        return new Detection(scoring, prepared.times(), prepared.values(), expected, scores, anomalies);
    }
}
