package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.autoencoder.WindowAutoencoder.Config;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.ScoreStream;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Judgement;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.WindowBatches;
import dev.gradus.models.window.WindowDetector;
import dev.gradus.models.window.WindowStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * A trained autoencoder of windows; what it cannot reconstruct is unusual. Its scores are measured by nothing but the steps
 * that they are smoothed over.
 */
final class AutoencoderDetector extends WindowDetector<Integer> {
    /**
     * The trained network with the score of what it makes of windows.
     *
     * @param repeated the network for the windows of streams
     */
    private record Judge(Config config, Layer network, Backend backend, Repeated repeated) implements Model<Integer> {
        Judge(Config config, Layer network, Backend backend) {
            this(config, network, backend, config.training().repeated(network, config.view(), backend));
        }

        @Override
        public int window() {
            return config.training().window();
        }

        @Override
        public Judgement<Integer> judge(ChannelWindows windows, Integer statistics) {
            int width = statistics == null ? config.score().width(windows.count()) : statistics;
            Reconstruction[] seen = new WindowBatches(windows, config.view().domain(), backend)
                    .reconstructions(config.model(), (x, first) -> network.apply(x, Pass.inference()));
            double[][] expected =
                    Arrays.stream(seen).map(Reconstruction::median).toArray(double[][]::new);
            return new Judgement<>(expected, config.score().of(windows.targets(), seen, width), width);
        }

        @Override
        public WindowStream stream(Integer width) {
            ScoreStream scores =
                    config.score().stream(width, config.view().channels().targetCount(), window());
            return new WindowStream(config.model(), config.view(), window(), scores, repeated, null);
        }
    }

    private final Config config;
    private final Layer network;
    private final Backend backend;

    AutoencoderDetector(Config config, Layer network, Backend backend, Learnt<Integer> learnt) {
        super(new Judge(config, network, backend), config.finder(), learnt);
        this.config = config;
        this.network = network;
        this.backend = backend;
    }

    /** A detector with a trained network, which from now on does not change. */
    static AutoencoderDetector trained(
            Config config, Layer network, ChannelScaling scaling, Backend backend, TimeSeries series) {
        Learnt<Integer> learnt = learn(new Judge(config, network, backend), config.finder(), scaling, series);
        return new AutoencoderDetector(config, network, backend, learnt);
    }

    @Override
    public Description description() {
        WindowTraining training = config.training();
        Duration interval = Duration.ofMillis(learnt().scaling().interval());
        return new Description(
                config.model(), training.window(), interval, training.epochs(), training.seed(), config.view());
    }

    @Override
    protected Detector trainOn(TimeSeries series, ChannelScaling scaling, WarmStart how, TrainingListener listener) {
        return config.with(how.epochs(), how.seed())
                .untrained(backend, false)
                .trainOn(series, scaling, network.cells(), listener);
    }

    @Override
    protected void write(FieldWriter out) {
        AutoencoderFields.write(out, config, network, learnt());
    }
}
