package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.ScoreStream;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.scoring.TadGanStatistics;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGanReconstructor.Seen;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Judgement;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.WindowDetector;
import dev.gradus.models.window.WindowStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * A trained TadGAN: windows are encoded and generated again; reconstruction errors and the critic's values become a score.
 */
final class TadGanDetector extends WindowDetector<TadGanStatistics> {
    /**
     * The trained networks with the score of what they make of windows.
     *
     * @param reconstructed encoder and generator for the windows of streams
     * @param critic        the critic for them
     * @param sliding       the same in fewer steps; {@code null} where it would have other bits
     */
    private record Judge(
            TadGanConfig config,
            TadGanReconstructor reconstructor,
            Repeated reconstructed,
            Repeated critic,
            SlidingCritic sliding)
            implements Model<TadGanStatistics> {
        static Judge of(TadGanConfig config, TadGanReconstructor reconstructor) {
            Backend backend = reconstructor.backend();
            Channels channels = config.view().channels();
            Shape shape = Shape.of(1, config.window(), channels.count());
            boolean slides = backend.roundsAlike() && !config.view().domain().transformed();
            return new Judge(
                    config,
                    reconstructor,
                    new Repeated(backend, shape, reconstructor::reconstructed),
                    new Repeated(backend, shape, x -> reconstructor.criticised(x, channels)),
                    slides ? new SlidingCritic(config, reconstructor.networks().criticX(), backend) : null);
        }

        @Override
        public int window() {
            return config.window();
        }

        @Override
        public Judgement<TadGanStatistics> judge(ChannelWindows windows, TadGanStatistics statistics) {
            Seen seen = reconstructor.see(windows, config.view().domain());
            TadGanScore.Parts parts =
                    config.score().parts(windows.targets(), seen.reconstructions(), seen.critic(), statistics);
            double[][] expected = Arrays.stream(seen.reconstructions())
                    .map(Reconstruction::median)
                    .toArray(double[][]::new);
            return new Judgement<>(expected, parts.score(), parts.statistics());
        }

        @Override
        public WindowStream stream(TadGanStatistics statistics) {
            Channels channels = config.view().channels();
            ScoreStream scores = config.score().stream(statistics, channels.targetCount(), window());
            return new WindowStream(
                    TadGanFormat.MODEL,
                    config.view(),
                    window(),
                    scores,
                    reconstructed,
                    sliding == null ? this::criticised : sliding.stream());
        }

        private double criticised(double[] window) {
            double[] value = new double[1];
            critic.apply(window, value);
            return value[0];
        }
    }

    private final TadGanConfig config;
    private final TadGanReconstructor reconstructor;

    TadGanDetector(TadGanConfig config, TadGanReconstructor reconstructor, Learnt<TadGanStatistics> learnt) {
        super(Judge.of(config, reconstructor), config.finder(), learnt);
        this.config = config;
        this.reconstructor = reconstructor;
    }

    /**
     * A detector with trained networks, which from now on do not change.
     *
     * @param scaling fitted on the training series
     * @param series  the training series
     */
    static TadGanDetector trained(
            TadGanConfig config, TadGanNetworks networks, ChannelScaling scaling, Backend backend, TimeSeries series) {
        TadGanReconstructor reconstructor = new TadGanReconstructor(networks, backend);
        Judge judge = Judge.of(config, reconstructor);
        return new TadGanDetector(config, reconstructor, learn(judge, config.finder(), scaling, series));
    }

    /** The settings that it was trained by. */
    TadGanConfig config() {
        return config;
    }

    @Override
    public Description description() {
        Duration interval = Duration.ofMillis(learnt().scaling().interval());
        return new Description(
                TadGanFormat.MODEL, config.window(), interval, config.epochs(), config.seed(), config.view());
    }

    @Override
    protected Detector trainOn(TimeSeries series, ChannelScaling scaling, WarmStart how, TrainingListener listener) {
        TadGan model = new TadGan(config.with(how.epochs(), how.seed()), reconstructor.backend(), false);
        return model.trainOn(series, scaling, reconstructor.networks().cells(), listener);
    }

    @Override
    protected void write(FieldWriter out) {
        TadGanFormat.write(out, config, reconstructor.networks(), learnt());
    }
}
