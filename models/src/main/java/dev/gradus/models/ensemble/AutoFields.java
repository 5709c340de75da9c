package dev.gradus.models.ensemble;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.ensemble.EnsembleScore.Level;
import dev.gradus.models.ensemble.EnsembleScore.Seasonal;
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

    /** Goes up when the score changes. */
    private static final int SCORE_VERSION = 3;

    /** The first form whose statistics still fit: it had no season, and what has none is scored as it was. */
    private static final int FIRST_VERSION = 2;

    private static final String CENTRED = "training.regression.centred";
    private static final String POINTWISE = "training.reconstruction.pointwise";
    private static final String PERIOD = "training.season.period";
    private static final String SEASON_POINTWISE = "training.season.pointwise";
    private static final String SEASON_WARPED = "training.season.warped";
    private static final String EXPONENTIAL_UNIT = "training.regression.exponential.unit";
    private static final String WARPED_UNIT = "training.reconstruction.warped.unit";

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
        out.put(EXPONENTIAL_UNIT, statistics.exponential()).put(WARPED_UNIT, statistics.warped());
        put(out, CENTRED, statistics.centred());
        put(out, POINTWISE, statistics.pointwise());
        Seasonal season = statistics.season();
        if (season != null) {
            out.put(PERIOD, season.period());
            put(out, SEASON_POINTWISE, season.pointwise());
            put(out, SEASON_WARPED, season.warped());
        }
        Weights.write(network.cells(), "", out.tensors());
    }

    private static void put(FieldWriter out, String name, Level level) {
        out.put(name + ".least", level.least()).put(name + ".unit", level.unit());
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
            double exponential = from.number(EXPONENTIAL_UNIT);
            double warped = from.number(WARPED_UNIT);
            Level centred = level(from, CENTRED);
            Level pointwise = level(from, POINTWISE);
            Seasonal season = from.has(PERIOD) ? season(from) : null;
            return from.made("training", () -> new Statistics(errors, exponential, warped, centred, pointwise, season));
        });
    }

    private static Level level(FieldReader in, String name) throws ModelFileException {
        double least = in.number(name + ".least");
        double unit = in.number(name + ".unit");
        return in.made(name, () -> new Level(least, unit));
    }

    private static Seasonal season(FieldReader in) throws ModelFileException {
        int period = in.integer(PERIOD);
        Level pointwise = level(in, SEASON_POINTWISE);
        Level warped = level(in, SEASON_WARPED);
        return in.made(PERIOD, () -> new Seasonal(period, pointwise, warped));
    }

    /** The first detectors of this kind said nothing of their score, and had another one. */
    private static void requireScore(FieldReader in) throws ModelFileException {
        int version = in.has(SCORE) ? in.integer(SCORE) : 1;
        if (version < FIRST_VERSION || version > SCORE_VERSION) {
            throw in.malformed(
                    SCORE,
                    "the detector scores by form " + version + "; this version of Gradus scores by form "
                            + SCORE_VERSION + ": train it again");
        }
    }
}
