package dev.gradus.models.ensemble;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.ensemble.EnsembleScore.Statistics;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.Judgement;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.View;
import dev.gradus.models.window.WindowBatches;
import dev.gradus.models.window.WindowDetector;
import dev.gradus.models.window.WindowStream;
import java.time.Duration;
import java.util.stream.IntStream;

/** A trained ensemble, which judges series that are even and have no gaps. */
final class EnsembleDetector extends WindowDetector<Statistics> {
    /** Windows that are shown to the networks at once. */
    private static final int BATCH = 64;

    /** The trained networks with the score of what they make of windows. */
    private record Judge(AutoConfig config, Ensemble network, Backend backend) implements Model<Statistics> {
        @Override
        public int window() {
            return config.training().window();
        }

        @Override
        public Judgement<Statistics> judge(ChannelWindows windows, Statistics statistics) {
            int length = windows.length();
            int count = windows.count();
            double[] backward = new double[count];
            double[] forward = new double[count];
            double[] inside = new double[Math.multiplyExact(count, length - 2)];
            WindowBatches batches = new WindowBatches(windows, Domain.TIME, backend);
            int[] order = IntStream.range(0, count).toArray();
            for (int first = 0; first < count; first += BATCH) {
                int from = first;
                int to = Math.min(count, first + BATCH);
                float[] made = Scope.within(() -> network.apply(batches.of(order, from, to), Pass.inference())
                        .toFloats());
                requireFinite(made, from, length);
                for (int i = from; i < to; i++) {
                    int at = (i - from) * length;
                    backward[i] = made[at];
                    forward[i] = made[at + length - 1];
                    for (int k = 0; k < length - 2; k++) {
                        inside[i * (length - 2) + k] = made[at + 1 + k];
                    }
                }
            }
            Reconstruction reconstruction = Reconstruction.of(inside, count, length - 2);
            EnsembleScore.Scored scored =
                    EnsembleScore.of(windows.targets()[0], backward, reconstruction, forward, statistics);
            double[] expected = new double[scored.score().length];
            expected[0] = backward[0];
            System.arraycopy(reconstruction.median(), 0, expected, 1, expected.length - 2);
            expected[expected.length - 1] = forward[count - 1];
            return new Judgement<>(new double[][] {expected}, scored.score(), scored.statistics());
        }

        /** Not asked for: {@link AutoDetector} stands in front, which fills a gap by the sample behind it. */
        @Override
        public WindowStream stream(Statistics statistics) {
            throw new UnsupportedOperationException(
                    "auto: cannot score sample by sample: a gap is filled by the sample behind it");
        }

        private static void requireFinite(float[] made, int from, int length) {
            for (int i = 0; i < made.length; i++) {
                if (!Float.isFinite(made[i])) {
                    throw new NonFiniteException(
                            Auto.MODEL,
                            made[i],
                            "auto: the networks make " + made[i] + " of window " + (from + i / length)
                                    + "; their weights have diverged: train again, with another seed or fewer epochs");
                }
            }
        }
    }

    private final AutoConfig config;
    private final Ensemble network;
    private final Backend backend;

    EnsembleDetector(AutoConfig config, Ensemble network, Backend backend, Learnt<Statistics> learnt) {
        super(new Judge(config, network, backend), config.finder(), learnt);
        this.config = config;
        this.network = network;
        this.backend = backend;
    }

    /** A detector with trained networks, which from now on do not change. */
    static EnsembleDetector trained(
            AutoConfig config, Ensemble network, ChannelScaling scaling, Backend backend, TimeSeries series) {
        Learnt<Statistics> learnt = learn(new Judge(config, network, backend), config.finder(), scaling, series);
        return new EnsembleDetector(config, network, backend, learnt);
    }

    /** Bins in milliseconds. */
    long interval() {
        return learnt().scaling().interval();
    }

    @Override
    public Description description() {
        WindowTraining training = config.training();
        return new Description(
                Auto.MODEL,
                training.window(),
                Duration.ofMillis(interval()),
                training.epochs(),
                training.seed(),
                View.DEFAULT);
    }

    @Override
    protected void write(FieldWriter out) {
        AutoFields.write(out, config, network, learnt());
    }

    @Override
    protected Detector trainOn(TimeSeries series, ChannelScaling scaling, WarmStart how, TrainingListener listener) {
        return new Auto(config.with(how.epochs(), how.seed()), backend, false)
                .trainOn(series, scaling, network.cells(), listener);
    }
}
