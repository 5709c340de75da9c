package dev.gradus.models.file;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.Scale;

/** The fields of what several models have: options of the finder, scales and thresholds. */
public final class ScoringFields {
    /** Files of detectors with one window, as all had before there was a second, do not have it. */
    private static final String SECOND_WINDOW = "finder.secondWindowPortion";

    private ScoringFields() {}

    /** Writes options, their keys behind {@code finder.}. */
    public static void put(FieldWriter out, FinderOptions options) {
        out.put("finder.window", options.window())
                .put("finder.windowPortion", options.windowPortion())
                .put("finder.step", options.step())
                .put("finder.stepPortion", options.stepPortion())
                .put("finder.dynamic", options.dynamic())
                .put("finder.deviations", options.deviations())
                .put("finder.searchFrom", options.searchFrom())
                .put("finder.searchTo", options.searchTo())
                .put("finder.minimumDrop", options.minimumDrop())
                .put("finder.padding", options.padding())
                .put("finder.lower", options.lower())
                .put("finder.inverse", options.inverse());
        if (options.secondWindowPortion() > 0) {
            out.put(SECOND_WINDOW, options.secondWindowPortion());
        }
    }

    /** Reads options. */
    public static FinderOptions finder(FieldReader in) throws ModelFileException {
        int window = in.integer("finder.window");
        double windowPortion = in.number("finder.windowPortion");
        int step = in.integer("finder.step");
        double stepPortion = in.number("finder.stepPortion");
        boolean dynamic = in.flag("finder.dynamic");
        double deviations = in.number("finder.deviations");
        int searchFrom = in.integer("finder.searchFrom");
        int searchTo = in.integer("finder.searchTo");
        double minimumDrop = in.number("finder.minimumDrop");
        int padding = in.integer("finder.padding");
        boolean lower = in.flag("finder.lower");
        boolean inverse = in.flag("finder.inverse");
        double secondWindowPortion = in.has(SECOND_WINDOW) ? in.number(SECOND_WINDOW) : 0;
        return in.made(
                "finder",
                () -> new FinderOptions(
                        window,
                        windowPortion,
                        step,
                        stepPortion,
                        dynamic,
                        deviations,
                        searchFrom,
                        searchTo,
                        minimumDrop,
                        padding,
                        lower,
                        inverse,
                        secondWindowPortion));
    }

    /** Writes a scale, its keys behind {@code name} and a dot. */
    public static void put(FieldWriter out, String name, Scale scale) {
        out.put(name + ".centre", scale.centre()).put(name + ".deviation", scale.deviation());
    }

    /** Reads a scale. */
    public static Scale scale(FieldReader in, String name) throws ModelFileException {
        double centre = in.number(name + ".centre");
        double deviation = in.number(name + ".deviation");
        return in.made(name, () -> new Scale(centre, deviation));
    }

    /** Writes a threshold, without its options. */
    public static void put(FieldWriter out, FrozenThreshold threshold) {
        put(out, "training.scores", threshold.scores());
        out.put("training.scores.greatest", threshold.greatest())
                .put("training.threshold.upper", threshold.upper())
                .put("training.threshold.lower", threshold.lower());
    }

    /** Reads a threshold. */
    public static FrozenThreshold threshold(FieldReader in, FinderOptions options) throws ModelFileException {
        Scale scores = scale(in, "training.scores");
        double greatest = in.number("training.scores.greatest");
        double upper = in.number("training.threshold.upper");
        double lower = in.number("training.threshold.lower");
        return in.made("training", () -> new FrozenThreshold(options, scores, upper, lower, greatest));
    }

    /** Writes what AER's errors are measured by. */
    public static void put(FieldWriter out, AerStatistics s) {
        out.put("training.span", s.span())
                .put("training.errorSmoothing", s.smoothing())
                .put("training.masked", s.masked())
                .put("training.backward.least", s.backwardFloor())
                .put("training.errors.least", s.reconstructionFloor());
        put(out, "training.regression", s.regression());
        put(out, "training.reconstruction", s.reconstruction());
    }

    private static void put(FieldWriter out, String name, AerStatistics.Range range) {
        out.put(name + ".least", range.least()).put(name + ".greatest", range.greatest());
    }

    /** Reads what AER's errors are measured by. */
    public static AerStatistics aerStatistics(FieldReader in) throws ModelFileException {
        int span = in.integer("training.span");
        int smoothing = in.integer("training.errorSmoothing");
        int masked = in.integer("training.masked");
        double backward = in.number("training.backward.least");
        double errors = in.number("training.errors.least");
        AerStatistics.Range regression = range(in, "training.regression");
        AerStatistics.Range reconstruction = range(in, "training.reconstruction");
        return in.made(
                "training",
                () -> new AerStatistics(span, smoothing, masked, backward, errors, regression, reconstruction));
    }

    private static AerStatistics.Range range(FieldReader in, String name) throws ModelFileException {
        double least = in.number(name + ".least");
        double greatest = in.number(name + ".greatest");
        return in.made(name, () -> new AerStatistics.Range(least, greatest));
    }
}
