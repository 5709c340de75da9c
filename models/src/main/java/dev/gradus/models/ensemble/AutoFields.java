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
        LearntFields.put(out, learnt);
        Statistics statistics = learnt.statistics();
        ScoringFields.put(out, statistics.errors());
        out.put("training.regression.unit", statistics.regression())
                .put("training.reconstruction.unit", statistics.reconstruction());
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
        return LearntFields.read(in, Channels.ONLY, config.finder(), from -> {
            AerStatistics errors = ScoringFields.aerStatistics(from);
            double regression = from.number("training.regression.unit");
            double reconstruction = from.number("training.reconstruction.unit");
            return from.made("training", () -> new Statistics(errors, regression, reconstruction));
        });
    }
}
