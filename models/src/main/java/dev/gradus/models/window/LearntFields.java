package dev.gradus.models.window;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import java.util.ArrayList;
import java.util.List;
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

    /** Writes all but the statistics. The keys of further channels end in a dot and their number. */
    public static void put(FieldWriter out, Learnt<?> learnt) {
        out.put("training.fingerprint", learnt.fingerprint())
                .put("training.interval", learnt.scaling().interval());
        int channel = 0;
        for (Preprocessing each : learnt.scaling().each()) {
            String end = end(channel++);
            out.put("training.fill" + end, each.fill())
                    .put("training.minimum" + end, each.scaler().minimum())
                    .put("training.maximum" + end, each.scaler().maximum());
        }
        ScoringFields.put(out, learnt.threshold());
    }

    /** Files from before there were several channels have the first only, without a number. */
    private static String end(int channel) {
        return channel == 0 ? "" : "." + channel;
    }

    /** Reads everything; the statistics are the model's own. */
    public static <S> Learnt<S> read(
            FieldReader in, Channels channels, FinderOptions finder, StatisticsReader<S> statistics)
            throws ModelFileException {
        String fingerprint = in.text("training.fingerprint");
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw in.wrong("training.fingerprint", "64 hexadecimal digits in small letters");
        }
        S measured = statistics.read(in);
        return new Learnt<>(fingerprint, scaling(in, channels), measured, ScoringFields.threshold(in, finder));
    }

    private static ChannelScaling scaling(FieldReader in, Channels channels) throws ModelFileException {
        long interval = in.whole("training.interval");
        List<Preprocessing> each = new ArrayList<>();
        for (int channel = 0; channel < channels.count(); channel++) {
            double fill = in.number("training.fill" + end(channel));
            double minimum = in.number("training.minimum" + end(channel));
            double maximum = in.number("training.maximum" + end(channel));
            each.add(in.made(
                    "training", () -> new Preprocessing(interval, fill, new MinMaxScaler(minimum, maximum, -1, 1))));
        }
        return new ChannelScaling(channels, each);
    }
}
