package dev.gradus.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus example}: exercises that need no data, each of which is a subcommand; without one, it lists them. */
@Command(
        name = "example",
        description = {
            "Runs one of the exercises that the models are known by, and draws what comes out.",
            "All of them run without any data; those with images take IDX files with --data. Without NAME: lists them."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class ExampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** A name that is none of the subcommands'. */
    @Parameters(arity = "0..1", paramLabel = "NAME", hidden = true)
    private String name;

    /** With a subcommand for every example. */
    static CommandLine withExamples() {
        CommandLine command = new CommandLine(new ExampleCommand())
                .addSubcommand(new LstmExercise())
                .addSubcommand(new TableExercise())
                .addSubcommand(new DenoisingExercise())
                .addSubcommand(new ColumnsExercise())
                .addSubcommand(new SpectrumExercise());
        for (PresetExample preset : PresetExample.all()) {
            command.addSubcommand(preset.name(), preset);
        }
        return command;
    }

    @Override
    public Integer call() {
        Map<String, CommandLine> examples = spec.subcommands();
        if (name != null) {
            throw new UsageException(
                    "there is no example '" + name + "'; choose one of " + String.join(", ", examples.keySet()));
        }
        PrintWriter out = spec.commandLine().getOut();
        int width = examples.keySet().stream().mapToInt(String::length).max().orElse(1);
        examples.forEach((each, command) -> {
            String[] description = command.getCommandSpec().usageMessage().description();
            out.println(String.format(Locale.ROOT, "  %-" + width + "s  %s", each, description[0]));
        });
        out.flush();
        return 0;
    }
}
