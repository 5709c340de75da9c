package dev.gradus.cli;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Description;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pretends to train: reports progress and finds the stretch around the largest value. For tests of the command alone. */
final class FakeTrainer implements Trainer {
    static final int STEPS = 4;

    private final Settings settings;

    FakeTrainer(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String backend() {
        return "fake";
    }

    @Override
    public Detector train(TimeSeries series, TrainingListener listener) {
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            for (int step = 1; step <= STEPS; step++) {
                Map<String, Double> losses = new LinkedHashMap<>();
                losses.put("critic x", -1.5);
                losses.put("critic z", 0.25);
                listener.progress(new TrainingProgress(epoch, settings.epochs(), step, STEPS, losses));
            }
        }
        return new FakeDetector(settings);
    }

    /** Finds the stretch around the largest value. */
    private record FakeDetector(Settings settings) implements Detector {
        @Override
        public Description description() {
            return new Description(
                    "fake", settings.window(), settings.interval(), settings.epochs(), settings.seed(), View.DEFAULT);
        }

        @Override
        public Detection examine(TimeSeries series) {
            return examine(series, Scoring.TRANSDUCTIVE);
        }

        @Override
        public Detection examine(TimeSeries series, Scoring scoring) {
            long bin = settings.interval() == null
                    ? series.interval()
                    : settings.interval().toMillis();
            TimeSeries binned = Aggregation.mean(series, bin);
            double[] values = Imputation.mean(binned.values());
            double mean = Arrays.stream(values).average().orElseThrow();
            double[] reconstruction = new double[values.length - 1];
            double[] scores = new double[values.length - 1];
            int peak = 0;
            for (int i = 0; i < scores.length; i++) {
                reconstruction[i] = (values[i] + mean) / 2;
                scores[i] = Math.abs(values[i] - mean);
                peak = scores[i] > scores[peak] ? i : peak;
            }
            int last = Math.min(scores.length - 1, peak + 2);
            Anomaly anomaly = new Anomaly(binned.time(Math.max(0, peak - 2)), binned.time(last), 0.5 + settings.seed());
            Detection.Channel channel = new Detection.Channel(binned.names().get(0), values, reconstruction);
            return new Detection(scoring, binned.times(), List.of(channel), scores, List.of(anomaly));
        }

        @Override
        public void save(Path file) throws IOException {
            Files.write(file, toBytes());
        }

        @Override
        public byte[] toBytes() {
            return "a fake detector".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ScalerDrift drift(TimeSeries series) {
            return new ScalerDrift(List.of(new ScalerDrift.Channel("value", 0, 0)));
        }
    }
}
