package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.dcgan.Dcgan;
import picocli.CommandLine.Option;

/** What of a DCGAN can be chosen, whatever it is trained for. */
final class DcganOptions {
    @Option(names = "--batch", paramLabel = "N", description = "Images in a step, 2 or more. Default: 128.")
    private Integer batch;

    @Option(
            names = "--filters",
            paramLabel = "N",
            description = "Filters of the layers next to the image; fewer are faster. Default: 64.")
    private Integer filters;

    @Option(names = "--noise", paramLabel = "N", description = "Numbers in a code. Default: 50.")
    private Integer noise;

    /** @throws UsageException if a number is out of range */
    void require() {
        require("--batch", batch, 2);
        require("--filters", filters, 1);
        require("--noise", noise, 1);
    }

    private static void require(String option, Integer value, int least) {
        if (value != null && value < least) {
            throw new UsageException(option + " must be at least " + least + ", not " + value);
        }
    }

    /** The settings that were asked for. */
    Dcgan.Builder settings(ImageTrainingOptions options, Backend backend) {
        Dcgan.Builder settings = Dcgan.builder()
                .seed(options.seed())
                .backend(backend)
                .checkFinite(options.training().checkFinite());
        options.epochs().ifPresent(settings::epochs);
        if (batch != null) {
            settings.batch(batch);
        }
        if (filters != null) {
            settings.filters(filters);
        }
        if (noise != null) {
            settings.noise(noise);
        }
        return settings;
    }
}
