package dev.gradus.cli;

import dev.gradus.engine.backend.choice.SystemReport;
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
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the engine runs as configured", "1:it does not; the report says why", "2:wrong usage"})
final class InfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SystemReport report = SystemReport.take();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%-12s %s", "Gradus", Main.Version.number()));
        out.println(report);
        out.flush();
        if (!report.healthy()) {
            throw new FailureException(String.join("; ", report.problems()));
        }
        return 0;
    }
}
