package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.file.DetectorFormat;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.Sizes;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.regression.RegressionModel.Config;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.LearntFields;
import dev.gradus.models.window.SeriesModel;
import java.util.Locale;

/**
 * Detectors that predict samples in files.
 *
 * @param <S> what their scores are measured by
 */
public final class RegressionFormat<S> implements DetectorFormat {
    /** Reads the settings of a network. */
    private interface NetworkReader<S> {
        RegressionNetwork<S> read(FieldReader in) throws ModelFileException;
    }

    private final String model;
    private final NetworkReader<S> network;

    private RegressionFormat(String model, NetworkReader<S> network) {
        this.model = model;
        this.network = network;
    }

    /** Of {@link Aer}. */
    public static RegressionFormat<AerStatistics> aer() {
        return new RegressionFormat<>(AerNetwork.MODEL, AerNetwork::read);
    }

    /** Of {@link LstmRegressor}. */
    public static RegressionFormat<Integer> lstm() {
        return new RegressionFormat<>(ForecastNetwork.MODEL, ForecastNetwork::read);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Detector read(FieldReader in, Backend backend) throws ModelFileException {
        Config<S> config = config(in);
        Learnt<S> learnt = LearntFields.read(in, Channels.ONLY, config.finder(), config.network()::statistics);
        in.end();
        requireSize(in, config.network());
        Layer layer = config.layer(Init.blank(backend));
        Weights.read(in.file(), "", layer.cells());
        return new RegressionDetector<>(config, layer, backend, learnt);
    }

    @Override
    public SeriesModel settings(FieldReader in, Backend backend) throws ModelFileException {
        return config(in).untrained(backend, false);
    }

    private Config<S> config(FieldReader in) throws ModelFileException {
        RegressionNetwork<S> kind = network.read(in);
        WindowTraining training = TrainingFields.read(in, model);
        FinderOptions finder = ScoringFields.finder(in);
        return in.made(model, () -> new Config<>(kind, training, finder));
    }

    /** Holds the sizes that the fields state against the numbers in the file, so that no larger network is made. */
    private void requireSize(FieldReader in, RegressionNetwork<S> kind) throws ModelFileException {
        double needed = kind.parameterCount();
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    model + ".units",
                    String.format(
                            Locale.ROOT, "the network has %.0f numbers with them; the file has %.0f", needed, there));
        }
    }
}
