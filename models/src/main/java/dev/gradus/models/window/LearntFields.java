package dev.gradus.models.window;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import java.util.regex.Pattern;

/** What a detector keeps of its training series, as fields of a file whose keys begin with {@code training.}. */
public final class LearntFields {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private LearntFields() {}

    /** Reads what scores are measured by. */
    @FunctionalInterface
    public interface StatisticsReader<S> {
        /** Reads it. */
        S read(FieldReader in) throws ModelFileException;
    }

    /** Writes all but the statistics. */
    public static void put(FieldWriter out, Learnt<?> learnt) {
        Preprocessing preprocessing = learnt.preprocessing();
        out.put("training.fingerprint", learnt.fingerprint())
                .put("training.interval", preprocessing.interval())
                .put("training.fill", preprocessing.fill())
                .put("training.minimum", preprocessing.scaler().minimum())
                .put("training.maximum", preprocessing.scaler().maximum());
        ScoringFields.put(out, learnt.threshold());
    }

    /** Reads everything; the statistics are the model's own. */
    public static <S> Learnt<S> read(FieldReader in, FinderOptions finder, StatisticsReader<S> statistics)
            throws ModelFileException {
        String fingerprint = in.text("training.fingerprint");
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw in.wrong("training.fingerprint", "64 hexadecimal digits in small letters");
        }
        S measured = statistics.read(in);
        return new Learnt<>(fingerprint, preprocessing(in), measured, ScoringFields.threshold(in, finder));
    }

    private static Preprocessing preprocessing(FieldReader in) throws ModelFileException {
        long interval = in.whole("training.interval");
        double fill = in.number("training.fill");
        double minimum = in.number("training.minimum");
        double maximum = in.number("training.maximum");
        return in.made("training", () -> new Preprocessing(interval, fill, new MinMaxScaler(minimum, maximum, -1, 1)));
    }
}
