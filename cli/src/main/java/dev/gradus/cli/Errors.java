package dev.gradus.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one sentence on standard error what went wrong, and chooses the exit status: 1 failed, 2 wrong usage. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final BooleanSupplier debug;

    /** @param debug whether stack traces are wanted */
    Errors(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage().replaceFirst("is not an? (int|long)$", "is not a whole number");
        return say(command, message, e, ExitCode.USAGE);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof UsageException) {
            return say(command, e.getMessage(), e, ExitCode.USAGE);
        }
        if (e instanceof FailureException) {
            return say(command, e.getMessage(), e, ExitCode.SOFTWARE);
        }
        return say(command, "unexpected error: " + e + " (--debug shows where)", e, ExitCode.SOFTWARE);
    }

    private int say(CommandLine command, String message, Exception e, int status) {
        PrintWriter err = command.getErr();
        err.println("gradus: " + message);
        if (status == ExitCode.USAGE) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        if (debug.getAsBoolean()) {
            e.printStackTrace(err);
        }
        err.flush();
        return status;
    }
}
