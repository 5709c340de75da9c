package dev.gradus.cli;

import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.Procedure;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code gradus detect} that say where a detector comes from, where it goes and how it scores. */
final class DetectorOptions {
    /** The options that say how to train, or what to do with what was trained. */
    static final List<String> OF_TRAINING = List.of(
            "--model",
            "--columns",
            "--targets",
            "--domain",
            "--radius",
            "--interval",
            "--window",
            "--epochs",
            "--seed",
            "--checkpoint",
            "--check-finite",
            "--save",
            "--losses",
            "--history",
            "--discords",
            "--procedure");

    /** Those of them that go with {@code --train-on}. */
    private static final List<String> OF_WARM_START = List.of("--epochs", "--seed", "--save", "--losses", "--history");

    /** The options that say something to a model that is trained, and nothing to one that is not. */
    private static final List<String> OF_TRAINED =
            List.of("--epochs", "--seed", "--checkpoint", "--check-finite", "--losses", "--history");

    /** The options of models that can see more than one column as it is. */
    private static final List<String> OF_VIEWS = List.of("--columns", "--targets", "--domain", "--radius");

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Where the trained detector goes, as safetensors, for --load.")
    private Path save;

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description = "A detector that --save wrote: takes it instead of training one, with the bins, window and"
                    + " weights that it was trained with.")
    private Path load;

    @Option(
            names = "--train-on",
            paramLabel = "FILE",
            description =
                    "With --load: a series that the detector is trained on with first, from the weights that it has, for"
                            + " --epochs passes; --save keeps the result.")
    private Path trainOn;

    @Option(
            names = "--refit-scaler",
            description =
                    "With --train-on: take scaler and filling of gaps from the new series, rather than as they were saved.")
    private boolean refitScaler;

    @Option(
            names = "--scoring",
            paramLabel = "S",
            description = "What measures and judges the series: itself (transductive, as published) or the series that"
                    + " the detector was trained on (frozen). Default: transductive for the training series, frozen for"
                    + " any other.")
    private String scoring;

    @Option(
            names = "--discords",
            description =
                    "For --model matrix-profile: report what is unlike everything else, rather than, as published,"
                            + " what repeats most.")
    private boolean discords;

    @Option(
            names = "--procedure",
            paramLabel = "P",
            description =
                    "For --model tadgan: in which order its networks learn, orion (groups of batches, as the published"
                            + " results) or four-phases (passes over all batches for each network). Default: orion.")
    private String procedure;

    /** Where the detector goes, or {@code null}. */
    Path save() {
        return save;
    }

    /** Where the detector comes from, or {@code null} if it is trained. */
    Path load() {
        return load;
    }

    /** The series that the loaded detector is trained on with, or {@code null}. */
    Path trainOn() {
        return trainOn;
    }

    /** Whether training on takes the scaler of the new series. */
    boolean refitScaler() {
        return refitScaler;
    }

    /**
     * Refuses options that are unknown or would have no effect.
     *
     * @throws UsageException naming them
     */
    void require(SeriesModels model, ParseResult parsed) {
        scoring();
        List<String> given =
                OF_TRAINING.stream().filter(parsed::hasMatchedOption).toList();
        if (trainOn != null && load == null) {
            throw new UsageException(
                    "--train-on goes on from a detector; name it with --load, or leave --train-on out");
        }
        if (refitScaler && trainOn == null) {
            throw new UsageException(
                    "--refit-scaler is for --train-on; leave it out, or name a series to train on with");
        }
        if (trainOn != null) {
            refuse(
                    parsed,
                    OF_TRAINING.stream().filter(o -> !OF_WARM_START.contains(o)).toList(),
                    "--train-on keeps the settings of the detector");
        } else if (load != null && !given.isEmpty()) {
            throw new UsageException("--load takes a detector as it was saved and trains nothing; leave out "
                    + String.join(" and ", given));
        }
        if (discords && model != SeriesModels.MATRIX_PROFILE) {
            throw new UsageException("--discords is for --model matrix-profile; leave it out, or choose that model");
        }
        if (procedure != null && model != SeriesModels.TADGAN) {
            throw new UsageException("--procedure is for --model tadgan; leave it out, or choose that model");
        }
        variant();
        requireEffect(model, parsed);
    }

    /**
     * Refuses options that say nothing to a model.
     *
     * @throws UsageException naming them
     */
    static void requireEffect(SeriesModels model, ParseResult parsed) {
        if (!model.isTrained()) {
            refuse(parsed, OF_TRAINED, "--model " + model.id() + " is not trained");
        }
        if (!model.hasViews()) {
            refuse(parsed, OF_VIEWS, "--model " + model.id() + " sees one column as it is");
        }
    }

    private static void refuse(ParseResult parsed, List<String> options, String reason) {
        List<String> vain = options.stream().filter(parsed::hasMatchedOption).toList();
        if (!vain.isEmpty()) {
            throw new UsageException(reason + "; leave out " + String.join(" and ", vain));
        }
    }

    /** @throws UsageException if there is no such procedure */
    Variant variant() {
        String name = procedure == null ? "orion" : procedure;
        return switch (name) {
            case "orion" -> new Variant(discords, Procedure.ORION);
            case "four-phases" -> new Variant(discords, Procedure.FOUR_PHASES);
            default ->
                throw new UsageException(
                        "--procedure: there is no procedure '" + name + "'; choose orion or four-phases");
        };
    }

    /** Checks that the detector can be written, without leaving a trace. */
    void requirePlace() {
        if (save == null) {
            return;
        }
        Outputs.requireWritable(save, "--save");
        if (Outputs.isSpecial(save)) {
            throw new UsageException("--save: " + save + " is a device or a pipe; name a file");
        }
    }

    /** Scores in the way that was asked for. */
    Detection examine(Detector detector, TimeSeries series) {
        Scoring way = scoring();
        return way == null ? detector.examine(series) : detector.examine(series, way);
    }

    private Scoring scoring() {
        if (scoring == null) {
            return null;
        }
        for (Scoring way : Scoring.values()) {
            if (way.name().equalsIgnoreCase(scoring)) {
                return way;
            }
        }
        throw new UsageException("--scoring: there is no way of scoring '" + scoring
                + "'; choose transductive (by the series itself) or frozen (by the training series)");
    }
}
