package dev.gradus.models.file;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.training.EarlyStopping;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** A {@link WindowTraining} as fields of a file, their keys behind the model's name. */
public final class TrainingFields {
    /** Stands for the spacing of the series itself. */
    private static final String OWN_SPACING = "own";

    private TrainingFields() {}

    /**
     * Writes it.
     *
     * @param prefix the model's name and a dot
     */
    public static void put(FieldWriter out, String prefix, WindowTraining t) {
        EarlyStopping stopping = t.earlyStopping();
        out.put(prefix + "window", t.window())
                .put(prefix + "epochs", t.epochs())
                .put(prefix + "batch", t.batch())
                .put(prefix + "learningRate", t.learningRate())
                .put(prefix + "validation", t.validation())
                .put(prefix + "patience", stopping == null ? 0 : stopping.patience())
                .put(prefix + "improvement", stopping == null ? 0 : stopping.improvement())
                .put(prefix + "keepBest", stopping != null && stopping.keepBest())
                .put(prefix + "interval", text(t.interval()))
                .put(prefix + "seed", t.seed());
    }

    /** Reads it. */
    public static WindowTraining read(FieldReader in, String model) throws ModelFileException {
        String prefix = model + ".";
        int window = in.integer(prefix + "window");
        int epochs = in.integer(prefix + "epochs");
        int batch = in.integer(prefix + "batch");
        double learningRate = in.number(prefix + "learningRate");
        double validation = in.number(prefix + "validation");
        int patience = in.integer(prefix + "patience");
        double improvement = in.number(prefix + "improvement");
        boolean keepBest = in.flag(prefix + "keepBest");
        Duration interval = interval(in, prefix + "interval");
        long seed = in.whole(prefix + "seed");
        return in.made(
                model,
                () -> new WindowTraining(
                        window,
                        epochs,
                        batch,
                        learningRate,
                        validation,
                        patience == 0 ? null : new EarlyStopping(patience, improvement, keepBest),
                        interval,
                        seed));
    }

    /** Bins as a text; {@code null} is the spacing of the series itself. */
    public static String text(Duration interval) {
        return interval == null ? OWN_SPACING : interval.toString();
    }

    /** Reads what {@link #text} made. */
    public static Duration interval(FieldReader in, String key) throws ModelFileException {
        String text = in.text(key);
        try {
            return text.equals(OWN_SPACING) ? null : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw in.wrong(key, "a duration such as PT30M, or '" + OWN_SPACING + "'");
        }
    }
}
