package dev.gradus.models.profile;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Description;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A series, and the distances of windows to it. A series that is scored by itself is compared with itself; one that is scored
 * by the series that was kept, with that one. The latter has neighbours in itself, as it would find itself otherwise.
 */
final class MatrixProfileDetector implements Detector {
    /**
     * What was kept of the series that the detector was made of.
     *
     * @param fingerprint by which it is recognised
     * @param interval    its bins in milliseconds
     * @param fill        what its gaps are filled with
     * @param values      its bins, gaps filled, in the units of the input
     * @param greatest    the greatest distance in its profile
     * @param threshold   what its scores taught
     */
    record Kept(
            String fingerprint,
            long interval,
            double fill,
            double[] values,
            double greatest,
            FrozenThreshold threshold) {
        /** The same bins, filling and range for any series; the range becomes [0, 1], as published. */
        Preprocessing preprocessing() {
            return new Preprocessing(interval, fill, MinMaxScaler.fit(values, 0, 1));
        }
    }

    /**
     * A profile with the series that it was found in.
     *
     * @param profile   the nearest neighbours
     * @param prepared  the series whose windows they are of
     * @param reference the samples that the neighbours lie in, scaled alike
     */
    private record Compared(Stomp.Profile profile, Preprocessing.Prepared prepared, double[] reference) {
        static Compared withItself(Preprocessing.Prepared prepared, int window) {
            return new Compared(Stomp.self(prepared.scaled(), window), prepared, prepared.scaled());
        }

        double greatest() {
            return Arrays.stream(profile.distances()).max().orElseThrow();
        }
    }

    private final MatrixProfileConfig config;
    private final Kept kept;

    MatrixProfileDetector(MatrixProfileConfig config, Kept kept) {
        this.config = config;
        this.kept = kept;
    }

    static MatrixProfileDetector of(MatrixProfileConfig config, TimeSeries series) {
        series.requireSingle();
        long interval = Preprocessing.fit(series, config.interval()).interval();
        Preprocessing preprocessing = fitted(series, interval);
        Preprocessing.Prepared prepared = preprocessing.prepare(series);
        Compared compared = Compared.withItself(prepared, config.window());
        double greatest = compared.greatest();
        FrozenThreshold threshold = FrozenThreshold.learn(scores(config, compared, greatest), config.finder());
        return new MatrixProfileDetector(
                config,
                new Kept(
                        Fingerprint.of(series),
                        interval,
                        preprocessing.fill(),
                        prepared.values(),
                        greatest,
                        threshold));
    }

    private static Preprocessing fitted(TimeSeries series, long interval) {
        double[] means = Aggregation.mean(series, interval).values();
        double fill = Imputation.meanOf(means);
        return new Preprocessing(interval, fill, MinMaxScaler.fit(Imputation.fill(means, fill), 0, 1));
    }

    /** How unusual each window is, at its first step. */
    private static double[] scores(MatrixProfileConfig config, Compared compared, double greatest) {
        double[] distances = compared.profile.distances();
        return config.discords()
                ? distances.clone()
                : Arrays.stream(distances).map(d -> greatest - d).toArray();
    }

    @Override
    public Description description() {
        return new Description(
                MatrixProfile.MODEL, config.window(), Duration.ofMillis(kept.interval()), 0, 0, View.DEFAULT);
    }

    @Override
    public Detection examine(TimeSeries series) {
        return examine(series, isKnown(series) ? Scoring.TRANSDUCTIVE : Scoring.FROZEN);
    }

    @Override
    public ScalerDrift drift(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        series.requireSingle();
        return ScalerDrift.of(List.of(kept.preprocessing()), series);
    }

    private boolean isKnown(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        series.requireSingle();
        return Fingerprint.of(series).equals(kept.fingerprint());
    }

    @Override
    public Detection examine(TimeSeries series, Scoring scoring) {
        Objects.requireNonNull(scoring, "the way of scoring is null");
        boolean known = isKnown(series);
        boolean frozen = scoring == Scoring.FROZEN;
        Preprocessing preprocessing = frozen ? kept.preprocessing() : fitted(series, kept.interval());
        Preprocessing.Prepared prepared = preprocessing.prepare(series);
        prepared.windows(config.window());
        Compared compared;
        if (frozen && !known) {
            double[] reference = preprocessing.scaler().transform(kept.values());
            compared = new Compared(Stomp.join(prepared.scaled(), reference, config.window()), prepared, reference);
        } else {
            compared = Compared.withItself(prepared, config.window());
        }
        double[] scores = scores(config, compared, frozen ? kept.greatest() : compared.greatest());
        List<Anomaly> anomalies = frozen
                ? kept.threshold().find(scores, prepared.times())
                : new AnomalyFinder(config.finder()).find(scores, prepared.times());
        double[] expected = preprocessing.scaler().inverse(expected(compared));
        Detection.Channel channel = new Detection.Channel(series.names().get(0), prepared.values(), expected);
        return new Detection(scoring, prepared.times(), List.of(channel), scores, anomalies);
    }

    /**
     * What each step would be if the window that begins there went on as its nearest neighbour does: the neighbour, with mean
     * and deviation of the window. The last steps are those of the last window.
     */
    private static double[] expected(Compared compared) {
        int window = compared.profile.window();
        int last = compared.profile.distances().length - 1;
        double[] result = new double[last + window - 1];
        double[] own = compared.prepared.scaled();
        for (int step = 0; step < result.length; step++) {
            int start = Math.min(step, last);
            int neighbour = compared.profile.neighbours()[start];
            double[] here = meanAndDeviation(own, start, window);
            double[] there = meanAndDeviation(compared.reference, neighbour, window);
            double shape = there[1] == 0 ? 0 : (compared.reference[neighbour + step - start] - there[0]) / there[1];
            result[step] = here[0] + here[1] * shape;
        }
        return result;
    }

    private static double[] meanAndDeviation(double[] samples, int from, int length) {
        double mean = 0;
        for (int k = from; k < from + length; k++) {
            mean += samples[k] / length;
        }
        double squares = 0;
        for (int k = from; k < from + length; k++) {
            squares += (samples[k] - mean) * (samples[k] - mean);
        }
        return new double[] {mean, Math.sqrt(squares / length)};
    }

    @Override
    public void save(Path file) throws IOException {
        DetectorFile.save(file, MatrixProfile.MODEL, this::write);
    }

    @Override
    public byte[] toBytes() {
        return DetectorFile.bytes(MatrixProfile.MODEL, this::write);
    }

    private void write(FieldWriter out) {
        out.put("matrix-profile.window", config.window()).put("matrix-profile.discords", config.discords());
        ScoringFields.put(out, config.finder());
        out.put("training.fingerprint", kept.fingerprint())
                .put("training.interval", kept.interval())
                .put("training.fill", kept.fill())
                .put("training.distances.greatest", kept.greatest());
        ScoringFields.put(out, kept.threshold());
        out.tensors().doubles(MatrixProfileFormat.SERIES, new int[] {kept.values().length}, kept.values());
    }
}
