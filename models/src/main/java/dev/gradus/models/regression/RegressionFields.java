package dev.gradus.models.regression;

import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Layer;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.LearntFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The settings of models that predict samples, and what they learnt, as fields of a file. */
final class RegressionFields {
    /** More epochs may be asked for; the interval may be the series' own, which is left to whoever knows the series. */
    private static final Set<String> FREE = Set.of("epochs", "interval");

    private RegressionFields() {}

    /** What of the settings a training cannot go on without, by name. */
    static Map<String, String> ofTraining(RegressionModel.Config<?> config) {
        FieldWriter fields = new FieldWriter();
        put(fields, config);
        String prefix = config.model() + ".";
        Map<String, String> settings = new LinkedHashMap<>();
        fields.tensors().build().metadata().forEach((key, value) -> {
            String name = key.startsWith(prefix) ? key.substring(prefix.length()) : null;
            if (name != null && !FREE.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    static <S> void write(FieldWriter out, RegressionModel.Config<S> config, Layer network, Learnt<S> learnt) {
        put(out, config);
        LearntFields.put(out, learnt);
        config.network().putStatistics(out, learnt.statistics());
        Weights.write(network.cells(), "", out.tensors());
    }

    static void put(FieldWriter out, RegressionModel.Config<?> config) {
        config.network().put(out);
        TrainingFields.put(out, config.model() + ".", config.training());
        ScoringFields.put(out, config.finder());
    }
}
