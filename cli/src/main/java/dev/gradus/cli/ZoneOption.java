package dev.gradus.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** The option {@code --zone}, and what it means, for every command that has it. */
final class ZoneOption {
    @Option(
            names = "--zone",
            paramLabel = "Z",
            defaultValue = "UTC",
            description = "Where the clock hung that times without offset were read off, such as Europe/Madrid.")
    private String name;

    /** @throws UsageException if there is no such zone */
    ZoneId zone() {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new UsageException(
                    "--zone: there is no zone '" + name + "'; take one such as UTC, Europe/Madrid or +02:00", e);
        }
    }
}
