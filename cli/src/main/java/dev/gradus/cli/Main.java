package dev.gradus.cli;

import dev.gradus.models.fleet.engine.FleetEngine;
import java.io.InputStream;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the {@code gradus} command. */
@Command(
        name = "gradus",
        description = "Finds anomalies in time series and images, and generates images.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show a stack trace with an error (so does -Dgradus.verbose=true).")
    private boolean verbose;

    /** Runs the command and leaves the JVM with its exit status. */
    public static void main(String[] arguments) {
        IncubatorNotice.wipe();
        System.exit(run(commandLine(ModelTrainer::new), arguments));
    }

    /** The whole command; what it trains is made by {@code trainers}. */
    static CommandLine commandLine(Function<Settings, Trainer> trainers) {
        return commandLine(trainers, () -> System.in);
    }

    /** @param input what it reads instead of standard input */
    static CommandLine commandLine(Function<Settings, Trainer> trainers, Supplier<InputStream> input) {
        Main main = new Main();
        Errors errors = new Errors(() -> main.verbose || Boolean.getBoolean("gradus.verbose"));
        return new CommandLine(main)
                .addSubcommand(new DetectCommand(trainers))
                .addSubcommand(new FitAllCommand())
                .addSubcommand(new FleetCommand(Main::fleetEngine))
                .addSubcommand(new WatchCommand(input))
                .addSubcommand(TrainCommand.withModels())
                .addSubcommand(new GenerateCommand())
                .addSubcommand(new ScoreCommand())
                .addSubcommand(ExampleCommand.withExamples())
                .addSubcommand(new EvaluateCommand())
                .addSubcommand(new InfoCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /**
     * Runs a command; what the JVM cannot do, which is no exception to the command line, is said in a sentence too.
     *
     * @return the exit status
     */
    static int run(CommandLine command, String... arguments) {
        try {
            return command.execute(arguments);
        } catch (Error e) {
            return ((Errors) command.getExecutionExceptionHandler()).handleError(e, command);
        }
    }

    private static Optional<FleetEngine> fleetEngine() {
        return ServiceLoader.load(FleetEngine.class).findFirst();
    }

    /** Without a subcommand there is nothing to do but to explain. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version that the jar's manifest states. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gradus " + number()};
        }

        static String number() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
