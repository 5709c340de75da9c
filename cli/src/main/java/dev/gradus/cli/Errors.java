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
    /** The remedy for too little memory that every command has. */
    static final String MORE_MEMORY = "the memory of the JVM is used up; give it more, such as GRADUS_OPTS=-Xmx8g";

    /** The remedies for too little memory. */
    static final String MEMORY = MORE_MEMORY + ", or take a longer --interval or a smaller --window";

    private final BooleanSupplier verbose;

    /** @param verbose whether stack traces are wanted */
    Errors(BooleanSupplier verbose) {
        this.verbose = verbose;
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
        return say(command, unexpected(e), e, ExitCode.SOFTWARE);
    }

    /** What the JVM cannot do: not enough memory, too deep a recursion, a class that is not there. */
    int handleError(Error e, CommandLine command) {
        return say(command, e instanceof OutOfMemoryError ? MEMORY : unexpected(e), e, ExitCode.SOFTWARE);
    }

    private static String unexpected(Throwable e) {
        return "unexpected error: " + e + " (--verbose shows where)";
    }

    private int say(CommandLine command, String message, Throwable e, int status) {
        PrintWriter err = command.getErr();
        err.println("gradus: " + message);
        if (status == ExitCode.USAGE) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        err.flush();
        return status;
    }
}
