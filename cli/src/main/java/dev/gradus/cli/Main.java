package dev.gradus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the {@code gradus} command. */
@Command(
        name = "gradus",
        description = "Finds anomalies in time series.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs the command and leaves the JVM with its exit status. */
    public static void main(String[] arguments) {
        IncubatorNotice.wipe();
        System.exit(new CommandLine(new Main()).execute(arguments));
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
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"gradus " + (version == null ? "(not packaged)" : version)};
        }
    }
}
