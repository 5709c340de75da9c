package dev.gradus.models.autoencoder;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Layer;
import dev.gradus.models.autoencoder.WindowAutoencoder.Config;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.LearntFields;
import dev.gradus.models.window.View;
import dev.gradus.models.window.ViewFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The settings of autoencoders of windows, and what they learnt, as fields of a file. */
final class AutoencoderFields {
    /** More epochs may be asked for; the interval may be the series' own, which is left to whoever knows the series. */
    private static final Set<String> FREE = Set.of("epochs", "interval");

    private AutoencoderFields() {}

    /** What of the settings a training cannot go on without, by name. */
    static Map<String, String> ofTraining(Config config) {
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

    static void write(FieldWriter out, Config config, Layer network, Learnt<Integer> learnt) {
        put(out, config);
        LearntFields.put(out, learnt);
        out.put("training.errorSmoothing", learnt.statistics());
        Weights.write(network.cells(), "", out.tensors());
    }

    static void put(FieldWriter out, Config config) {
        String prefix = config.model() + ".";
        config.architecture().put(out);
        out.put(prefix + "masking", config.architecture().corruption().masking())
                .put(prefix + "noise", config.architecture().corruption().noise());
        TrainingFields.put(out, prefix, config.training());
        out.put("score.measure", config.score().measure())
                .put("score.measureWindow", config.score().measureWindow())
                .put("score.smoothing", config.score().smoothing());
        ViewFields.put(out, prefix, config.view());
        ScoringFields.put(out, config.finder());
    }

    /** Reads an architecture, given what is done to its input. */
    @FunctionalInterface
    interface ArchitectureReader {
        WindowAutoencoder.Architecture read(FieldReader in, Corruption corruption) throws ModelFileException;
    }

    static Config config(FieldReader in, String model, ArchitectureReader architecture) throws ModelFileException {
        double masking = in.number(model + ".masking");
        double noise = in.number(model + ".noise");
        Corruption corruption = in.made(model, () -> new Corruption(masking, noise));
        WindowAutoencoder.Architecture network = architecture.read(in, corruption);
        View view = ViewFields.read(in, model + ".");
        WindowTraining training = TrainingFields.read(in, model);
        WindowScore score = score(in);
        FinderOptions finder = ScoringFields.finder(in);
        return in.made(model, () -> new Config(network, view, training, score, finder));
    }

    static Learnt<Integer> learnt(FieldReader in, Config config) throws ModelFileException {
        return LearntFields.read(in, config.view().channels(), config.finder(), from -> {
            int width = from.integer("training.errorSmoothing");
            if (width < 0) {
                throw from.wrong("training.errorSmoothing", "not negative");
            }
            return width;
        });
    }

    private static WindowScore score(FieldReader in) throws ModelFileException {
        ErrorMeasure measure = in.choice("score.measure", ErrorMeasure.class);
        int measureWindow = in.integer("score.measureWindow");
        int smoothing = in.integer("score.smoothing");
        return in.made("score", () -> new WindowScore(measure, measureWindow, smoothing));
    }
}
