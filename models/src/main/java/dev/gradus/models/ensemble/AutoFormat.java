package dev.gradus.models.ensemble;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Init;
import dev.gradus.models.Detector;
import dev.gradus.models.ensemble.EnsembleScore.Statistics;
import dev.gradus.models.file.DetectorFormat;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.Sizes;
import dev.gradus.models.window.Learnt;
import java.util.Locale;

/** Detectors of {@link Auto} in files. */
public final class AutoFormat implements DetectorFormat {
    /** The format. */
    public AutoFormat() {}

    @Override
    public String model() {
        return Auto.MODEL;
    }

    @Override
    public Detector read(FieldReader in, Backend backend) throws ModelFileException {
        AutoConfig config = AutoFields.config(in);
        Learnt<Statistics> learnt = AutoFields.learnt(in, config);
        in.end();
        requireSize(in, config);
        Ensemble network = new Ensemble(config.members(), config.training().window(), Init.blank(backend));
        Weights.read(in.file(), "", network.cells());
        return new AutoDetector(new EnsembleDetector(config, network, backend, learnt));
    }

    @Override
    public Auto settings(FieldReader in, Backend backend) throws ModelFileException {
        return new Auto(AutoFields.config(in), backend, false);
    }

    /** Holds the sizes that the fields state against the numbers in the file, so that no larger network is made. */
    private static void requireSize(FieldReader in, AutoConfig config) throws ModelFileException {
        int window = config.training().window();
        double needed = Ensemble.parameterCount(config.members(), window);
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    "auto.members",
                    String.format(
                            Locale.ROOT,
                            "%d networks for windows of %d have %.0f numbers; the file has %.0f",
                            config.members(),
                            window,
                            needed,
                            there));
        }
    }
}
