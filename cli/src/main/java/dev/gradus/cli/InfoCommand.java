package dev.gradus.cli;

import dev.gradus.engine.backend.choice.BackendReport;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gradus info}: the machine as the engine sees it, and what it chooses to run on. */
@Command(
        name = "info",
        description = "Prints Java, processor and memory, and which backends can run here.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        print(out, "Gradus", new Main.Version().getVersion()[0].replaceFirst("^gradus ", ""));
        print(out, "Java", Machine.java());
        print(out, "Processor", Machine.processor());
        print(out, "Vectors", Machine.vectors());
        print(out, "Cores", Runtime.getRuntime().availableProcessors() + " for this JVM");
        try {
            print(out, "Threads", Workers.shared().threads() + " (--threads or -Dgradus.threads changes it)");
            print(out, "Memory", Machine.memory());
            out.println();
            out.println("Backends");
            for (BackendReport entry : Backends.report()) {
                String state = entry.state().name().toLowerCase(Locale.ROOT);
                out.println(String.format(Locale.ROOT, "  %-10s %-12s %s", entry.name(), state, entry.reason()));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new FailureException(e.getMessage(), e);
        } finally {
            out.flush();
        }
        return 0;
    }

    private static void print(PrintWriter out, String name, String value) {
        out.println(String.format(Locale.ROOT, "%-12s %s", name, value));
    }
}
