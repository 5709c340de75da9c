package dev.gradus.models.ensemble;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.ensemble.EnsembleScore.Statistics;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.LearntFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The settings of an ensemble, and what it learnt, as fields of a file. */
final class AutoFields {
    private static final String PREFIX = Auto.MODEL + ".";

    /** By which score a file's statistics and threshold were learnt. */
    private static final String SCORE = PREFIX + "score";

    /** Goes up when the score changes, so that what was learnt of the one before no longer fits. */
    private static final int SCORE_VERSION = 2;

    /** More epochs may be asked for; the interval may follow from the series, which is left to whoever knows it. */
    private static final Set<String> FREE = Set.of("epochs", "interval");

    private AutoFields() {}

    /** What of the settings a training cannot go on without, by name. */
    static Map<String, String> ofTraining(AutoConfig config) {
        FieldWriter fields = new FieldWriter();
        put(fields, config);
        Map<String, String> settings = new LinkedHashMap<>();
        fields.tensors().build().metadata().forEach((key, value) -> {
            String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : null;
            if (name != null && !FREE.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    static void write(FieldWriter out, AutoConfig config, Ensemble network, Learnt<Statistics> learnt) {
        put(out, config);
        out.put(SCORE, SCORE_VERSION);
        LearntFields.put(out, learnt);
        Statistics statistics = learnt.statistics();
        ScoringFields.put(out, statistics.errors());
        out.put("training.regression.centred.least", statistics.regressionFloor())
                .put("training.reconstruction.pointwise.least", statistics.reconstructionFloor())
                .put("training.regression.exponential.unit", statistics.exponential())
                .put("training.regression.centred.unit", statistics.centred())
                .put("training.reconstruction.warped.unit", statistics.warped())
                .put("training.reconstruction.pointwise.unit", statistics.pointwise());
        Weights.write(network.cells(), "", out.tensors());
    }

    static void put(FieldWriter out, AutoConfig config) {
        out.put(PREFIX + "members", config.members());
        TrainingFields.put(out, PREFIX, config.training());
        ScoringFields.put(out, config.finder());
    }

    static AutoConfig config(FieldReader in) throws ModelFileException {
        int members = in.integer(PREFIX + "members");
        WindowTraining training = TrainingFields.read(in, Auto.MODEL);
        FinderOptions finder = ScoringFields.finder(in);
        return in.made(Auto.MODEL, () -> new AutoConfig(members, training, finder));
    }

    static Learnt<Statistics> learnt(FieldReader in, AutoConfig config) throws ModelFileException {
        requireScore(in);
        return LearntFields.read(in, Channels.ONLY, config.finder(), from -> {
            AerStatistics errors = ScoringFields.aerStatistics(from);
            double regressionFloor = from.number("training.regression.centred.least");
            double reconstructionFloor = from.number("training.reconstruction.pointwise.least");
            double exponential = from.number("training.regression.exponential.unit");
            double centred = from.number("training.regression.centred.unit");
            double warped = from.number("training.reconstruction.warped.unit");
            double pointwise = from.number("training.reconstruction.pointwise.unit");
            return from.made(
                    "training",
                    () -> new Statistics(
                            errors, regressionFloor, reconstructionFloor, exponential, centred, warped, pointwise));
        });
    }

    /** The first detectors of this kind said nothing of their score, and had another one. */
    private static void requireScore(FieldReader in) throws ModelFileException {
        int version = in.has(SCORE) ? in.integer(SCORE) : 1;
        if (version != SCORE_VERSION) {
            throw in.malformed(
                    SCORE,
                    "the detector scores by form " + version + "; this version of Gradus scores by form "
                            + SCORE_VERSION + ": train it again");
        }
    }
}
