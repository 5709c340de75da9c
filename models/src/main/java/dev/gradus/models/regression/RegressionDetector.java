package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.regression.RegressionModel.Config;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Judgement;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.View;
import dev.gradus.models.window.WindowDetector;
import dev.gradus.models.window.WindowStream;
import java.time.Duration;

/**
 * A trained model that predicts samples; what it does not see coming is unusual.
 *
 * @param <S> what its scores are measured by
 */
final class RegressionDetector<S> extends WindowDetector<S> {
    /**
     * The trained network with the score of what it makes of windows.
     *
     * @param repeated the network for the windows of streams
     */
    private record Judge<S>(Config<S> config, Layer network, Backend backend, Repeated repeated) implements Model<S> {
        Judge(Config<S> config, Layer network, Backend backend) {
            this(config, network, backend, config.training().repeated(network, View.DEFAULT, backend));
        }

        @Override
        public int window() {
            return config.training().window();
        }

        @Override
        public Judgement<S> judge(ChannelWindows windows, S statistics) {
            return config.network().judge(network, windows.each().get(0), backend, statistics);
        }

        @Override
        public WindowStream stream(S statistics) {
            return new WindowStream(
                    config.model(),
                    View.DEFAULT,
                    window(),
                    config.network().stream(statistics, window()),
                    repeated,
                    null);
        }
    }

    private final Config<S> config;
    private final Layer network;
    private final Backend backend;

    RegressionDetector(Config<S> config, Layer network, Backend backend, Learnt<S> learnt) {
        super(new Judge<>(config, network, backend), config.finder(), learnt);
        this.config = config;
        this.network = network;
        this.backend = backend;
    }

    /** A detector with a trained network, which from now on does not change. */
    static <S> RegressionDetector<S> trained(
            Config<S> config, Layer network, ChannelScaling scaling, Backend backend, TimeSeries series) {
        Learnt<S> learnt = learn(new Judge<>(config, network, backend), config.finder(), scaling, series);
        return new RegressionDetector<>(config, network, backend, learnt);
    }

    @Override
    public Description description() {
        WindowTraining training = config.training();
        Duration interval = Duration.ofMillis(learnt().scaling().interval());
        return new Description(
                config.model(), training.window(), interval, training.epochs(), training.seed(), View.DEFAULT);
    }

    @Override
    protected Detector trainOn(TimeSeries series, ChannelScaling scaling, WarmStart how, TrainingListener listener) {
        return config.with(how.epochs(), how.seed())
                .untrained(backend, false)
                .trainOn(series, scaling, network.cells(), listener);
    }

    @Override
    protected void write(FieldWriter out) {
        RegressionFields.write(out, config, network, learnt());
    }
}
