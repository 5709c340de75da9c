package dev.gradus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gradus train}: trains a model of images, each of which is a subcommand. */
@Command(
        name = "train",
        description = "Trains a model of images and saves it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** With a subcommand for every model. */
    static CommandLine withModels() {
        return new CommandLine(new TrainCommand())
                .addSubcommand(new TrainDcganCommand())
                .addSubcommand(new TrainAnoGanCommand())
                .addSubcommand(new TrainGanomalyCommand());
    }

    /** Without a model there is nothing to do but to explain. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
