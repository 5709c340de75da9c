package dev.gradus.models.profile;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.DType;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;
import dev.gradus.models.file.DetectorFormat;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import java.time.Duration;
import java.util.regex.Pattern;

/** Matrix profiles in files: settings, and the series that others are compared with. */
public final class MatrixProfileFormat implements DetectorFormat {
    /** The tensor that holds the series. */
    static final String SERIES = "series";

    /** The bins that were asked for; a detector has those of its series instead. */
    static final String INTERVAL = "matrix-profile.interval";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    /** The format. */
    public MatrixProfileFormat() {}

    @Override
    public String model() {
        return MatrixProfile.MODEL;
    }

    @Override
    public Detector read(FieldReader in, Backend backend) throws ModelFileException {
        int window = in.integer("matrix-profile.window");
        boolean discords = in.flag("matrix-profile.discords");
        FinderOptions finder = ScoringFields.finder(in);
        String fingerprint = in.text("training.fingerprint");
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw in.wrong("training.fingerprint", "64 hexadecimal digits in small letters");
        }
        long interval = in.whole("training.interval");
        double fill = in.number("training.fill");
        double greatest = in.number("training.distances.greatest");
        FrozenThreshold threshold = ScoringFields.threshold(in, finder);
        in.end();
        double[] values = series(in);
        MatrixProfileConfig config = in.made(
                MatrixProfile.MODEL,
                () -> new MatrixProfileConfig(window, Duration.ofMillis(interval), discords, finder));
        MatrixProfileDetector.Kept kept =
                new MatrixProfileDetector.Kept(fingerprint, interval, fill, values, greatest, threshold);
        in.made("training", kept::preprocessing);
        if (values.length < Stomp.leastLength(window)) {
            throw in.wrong("matrix-profile.window", "less, for a series of " + values.length + " samples");
        }
        return new MatrixProfileDetector(config, kept);
    }

    @Override
    public MatrixProfile settings(FieldReader in, Backend backend) throws ModelFileException {
        int window = in.integer("matrix-profile.window");
        boolean discords = in.flag("matrix-profile.discords");
        Duration interval = TrainingFields.interval(in, INTERVAL);
        FinderOptions finder = ScoringFields.finder(in);
        return in.made(
                MatrixProfile.MODEL,
                () -> new MatrixProfile(new MatrixProfileConfig(window, interval, discords, finder)));
    }

    private static double[] series(FieldReader in) throws ModelFileException {
        if (in.file().names().size() != 1
                || in.file().dtype(SERIES) != DType.F64
                || in.file().shape(SERIES).length != 1) {
            throw in.file().malformed(SERIES, "must be the only tensor, of numbers of 64 bits in one row");
        }
        return in.file().doubles(SERIES);
    }
}
