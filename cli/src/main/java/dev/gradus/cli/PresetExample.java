package dev.gradus.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** An example that is another command with settings that suit it; it says which, and takes that command's options too. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class PresetExample implements Callable<Integer> {
    private final String name;
    private final String line;
    private final List<String> command;
    private final Map<String, String> settings;
    private final Map<String, String> files;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the pictures go; made if it is not there.")
    private Path folder;

    @Unmatched
    private final List<String> more = new ArrayList<>();

    /**
     * An example.
     *
     * @param line     what it is
     * @param command  what is run
     * @param settings its options with their values
     * @param files    options that name files, with the names
     */
    private PresetExample(
            String name, String line, String command, Map<String, String> settings, Map<String, String> files) {
        this.name = name;
        this.line = line;
        this.command = List.of(command.split(" "));
        this.settings = settings;
        this.files = files;
    }

    /** All of them. */
    static List<PresetExample> all() {
        return List.of(
                new PresetExample(
                        "tadgan",
                        "TadGAN finds three known anomalies in three weeks of electricity demand (built in)",
                        "detect",
                        Map.of(),
                        options("--plot", "tadgan.png", "--out", "tadgan.csv")),
                new PresetExample(
                        "dcgan",
                        "a DCGAN learns to generate digits (drawn ones, or those of --data)",
                        "train dcgan",
                        options("--epochs", "50", "--filters", "16", "--batch", "64", "--every", "10"),
                        options(
                                "--grid", "dcgan-grid.png",
                                "--sheet", "dcgan-sheet.png",
                                "--plot", "dcgan-losses.png")),
                new PresetExample(
                        "ganomaly",
                        "GANomaly tells sevens from ones, having seen ones alone (drawn ones, or those of --data)",
                        "train ganomaly",
                        options("--variant", "32", "--limit", "6000", "--iterations", "300", "--filters", "16"),
                        options(
                                "--grid", "ganomaly-grid.png",
                                "--scatter", "ganomaly-scores.png",
                                "--roc", "ganomaly-roc.png",
                                "--plot", "ganomaly-losses.png")),
                new PresetExample(
                        "anogan",
                        "AnoGAN looks for the nearest image that it can generate (drawn ones, or those of --data)",
                        "train anogan",
                        options(
                                "--limit",
                                "6000",
                                "--normal",
                                "1",
                                "--epochs",
                                "60",
                                "--filters",
                                "16",
                                "--batch",
                                "32"),
                        options("--grid", "anogan-grid.png", "--plot", "anogan-losses.png")));
    }

    private static Map<String, String> options(String... pairs) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }

    String name() {
        return name;
    }

    /** What the help says: the description is an example's own. */
    @Spec
    void describe(CommandSpec mine) {
        mine.usageMessage()
                .description(
                        line,
                        "Takes the options of 'gradus " + String.join(" ", command) + "' too, which override these: "
                                + Stream.of(settings, files)
                                        .flatMap(map -> map.entrySet().stream())
                                        .map(option -> option.getKey() + " " + option.getValue())
                                        .collect(Collectors.joining(", ")));
    }

    @Override
    public Integer call() {
        ExerciseOptions.requireFolder(folder);
        List<String> arguments = new ArrayList<>(command);
        settings.forEach((option, value) -> add(arguments, option, value));
        files.forEach((option, file) ->
                add(arguments, option, folder.resolve(file).normalize().toString()));
        arguments.addAll(more);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Command    gradus " + String.join(" ", arguments));
        out.flush();
        if (spec.commandLine().getParseResult().hasMatchedOption("--verbose")) {
            arguments.add("--verbose");
        }
        return spec.root().commandLine().execute(arguments.toArray(String[]::new));
    }

    /** Unless it was given. */
    private void add(List<String> arguments, String option, String value) {
        if (more.stream().noneMatch(given -> given.equals(option) || given.startsWith(option + "="))) {
            arguments.addAll(List.of(option, value));
        }
    }
}
