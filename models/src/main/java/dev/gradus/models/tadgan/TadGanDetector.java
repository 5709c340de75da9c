package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Tensor;
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
    /** The trained networks with the score of what they make of windows. */
    private record Judge(TadGanConfig config, TadGanReconstructor reconstructor) implements Model<TadGanStatistics> {
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
            boolean slides = reconstructor.backend().roundsAlike()
                    && !config.view().domain().transformed();
            SlidingCritic sliding =
                    slides ? new SlidingCritic(config, reconstructor.networks().criticX()) : null;
            return new WindowStream(
                    TadGanFormat.MODEL,
                    config.view(),
                    window(),
                    reconstructor.backend(),
                    scores,
                    new WindowStream.Network() {
                        @Override
                        public Tensor apply(Tensor x) {
                            return reconstructor.reconstructed(x);
                        }

                        @Override
                        public Tensor critic(Tensor x) {
                            return sliding == null
                                    ? reconstructor.criticised(x, channels)
                                    : sliding.apply(channels.targets(x));
                        }
                    });
        }
    }

    private final TadGanConfig config;
    private final TadGanReconstructor reconstructor;

    TadGanDetector(TadGanConfig config, TadGanReconstructor reconstructor, Learnt<TadGanStatistics> learnt) {
        super(new Judge(config, reconstructor), config.finder(), learnt);
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
        Judge judge = new Judge(config, reconstructor);
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
