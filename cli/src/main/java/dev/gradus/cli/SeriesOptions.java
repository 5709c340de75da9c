package dev.gradus.cli;

import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.window.View;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say what is trained on each of many series. */
final class SeriesOptions {
    @Option(names = "--column", paramLabel = "C", description = "The column of values, where there are several.")
    private String column;

    @Option(
            names = "--model",
            paramLabel = "M",
            defaultValue = "tadgan",
            description =
                    "What is trained: tadgan, lstm-ae, dense-ae, aer, lstm-regressor, auto; or matrix-profile, which is"
                            + " not trained.")
    private String model;

    @Option(
            names = "--interval",
            paramLabel = "S",
            description = "Average each series over bins of so many seconds. Default: its own spacing.")
    private Long interval;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Bins in a window. Default: 100, for lstm-regressor 250.")
    private Integer window;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "35", description = "Passes over each series.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where everything random starts; each series draws its own from it and from its name.")
    private long seed;

    @Option(
            names = "--longest",
            paramLabel = "N",
            description =
                    "Points that a series may have; longer ones are refused. Default: as many as fit into half of the memory"
                            + " with as many series at once.")
    private Integer longest;

    @Mixin
    private final ViewOptions view = new ViewOptions();

    /** The column of values, or {@code null} where none was named. */
    String column() {
        return column;
    }

    /** All columns of values that were named. */
    List<String> columns() {
        return column == null ? view.view().channels().columns() : List.of(column);
    }

    /**
     * What the options say.
     *
     * @param backend {@code null} for the one that is configured
     * @throws UsageException if they do not go together, or say nothing sensible
     */
    Settings settings(String backend, ParseResult parsed) {
        SeriesModels chosen = SeriesModels.named(model)
                .orElseThrow(() -> new UsageException(
                        "--model: there is no model '" + model + "'; choose one of " + SeriesModels.names()));
        require(epochs >= 1, "--epochs must be at least 1, not " + epochs);
        require(longest == null || longest >= 1, "--longest must be at least 1, not " + longest);
        require(
                interval == null || interval >= 1 && interval <= Integer.MAX_VALUE,
                "--interval must be a positive number of seconds, at most " + Integer.MAX_VALUE + ", not " + interval);
        require(column == null || !view.namesColumns(), "--column and --columns exclude each other; name all in one");
        DetectorOptions.requireEffect(chosen, parsed);
        return new Settings(
                chosen,
                view.view(),
                window == null ? chosen.defaultWindow() : window,
                chosen.isTrained() ? epochs : 0,
                seed,
                interval == null ? null : Duration.ofSeconds(interval),
                backend,
                1,
                null,
                false,
                Variant.USUAL);
    }

    /** Points that a series may have, where so many are in the memory of this JVM at once. */
    int longest(Settings settings, int atOnce) {
        if (longest != null) {
            return longest;
        }
        View seen = settings.view();
        return FleetConfig.longest(
                Runtime.getRuntime().maxMemory(),
                atOnce,
                settings.window(),
                seen.channels().targetCount());
    }

    /** Points that a series may have on machines of which nothing is known. */
    int longestElsewhere() {
        return longest == null ? FleetConfig.LONGEST : longest;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }
}
