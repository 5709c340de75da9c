package dev.gradus.models.file;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.Scale;

/** The fields of what several models have: options of the finder, scales and thresholds. */
public final class ScoringFields {
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
                        inverse));
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
}
