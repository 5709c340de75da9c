package dev.gradus.cli;

import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.View;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code gradus detect} that say what a model sees of a series. */
final class ViewOptions {
    @Option(
            names = "--columns",
            paramLabel = "C",
            split = ",",
            description = "Several columns, which the model sees together, separated by commas.")
    private List<String> columns;

    @Option(
            names = "--targets",
            paramLabel = "C",
            split = ",",
            description = "Those of --columns that are reconstructed and scored. Default: all of them.")
    private List<String> targets;

    @Option(
            names = "--domain",
            paramLabel = "D",
            description =
                    "How the model sees a window: time (as it is), spectrum (the magnitudes of its Fourier transform)"
                            + " or laplace (those on a circle of --radius). Default: time.")
    private String domain;

    @Option(
            names = "--radius",
            paramLabel = "R",
            description =
                    "Of the circle of --domain laplace: above 1, the early samples of a window weigh more, below 1"
                            + " the late ones. Default: 1.")
    private Double radius;

    /** Whether several columns are named. */
    boolean namesColumns() {
        return columns != null;
    }

    /** @throws UsageException if the options do not go together, or say nothing sensible */
    View view() {
        require(targets == null || columns != null, "--targets needs --columns, of which it chooses some");
        try {
            List<String> chosen = columns == null ? List.of() : columns;
            return new View(new Channels(chosen, targets == null ? chosen : targets), domain());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^(columns|targets|domain): ", "--$1: "), e);
        }
    }

    private Domain domain() {
        String name = domain == null ? "time" : domain;
        require(
                radius == null || name.equals("laplace"),
                "--radius is for --domain laplace; leave it out, or choose that domain");
        return switch (name) {
            case "time" -> Domain.TIME;
            case "spectrum" -> Domain.SPECTRUM;
            case "laplace" -> Domain.laplace(radius == null ? 1 : radius);
            default ->
                throw new UsageException(
                        "--domain: there is no domain '" + name + "'; choose one of time, spectrum, laplace");
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }
}
