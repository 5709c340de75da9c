package dev.gradus.engine.backend.choice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Facts about the JVM and what it runs on, for a reader. */
final class Machine {
    private static final String ARCHITECTURE = System.getProperty("os.arch");

    private Machine() {}

    static String java() {
        return System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + " ("
                + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                + ARCHITECTURE;
    }

    /** The processor's name where the system tells it, else its architecture. */
    static String processor() {
        try {
            Path file = Path.of("/proc/cpuinfo");
            String name = Files.isReadable(file) ? model(file) : System.getenv("PROCESSOR_IDENTIFIER");
            return name == null ? ARCHITECTURE : name;
        } catch (IOException | UncheckedIOException | SecurityException e) {
            return ARCHITECTURE;
        }
    }

    /** As Linux tells it on x86, or null. */
    private static String model(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Bytes of memory in the machine or the container, or 0 where the JVM does not tell. */
    static long memory() {
        try {
            return Management.memory();
        } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
            return 0; // a runtime image without the modules java.management or jdk.management
        }
    }

    /** Apart, because the modules that it needs are not in every runtime image. */
    private static final class Management {
        /** By reflection: the interface is not a part of Java SE. */
        static long memory() throws ReflectiveOperationException {
            Class<?> system = Class.forName("com.sun.management.OperatingSystemMXBean");
            Object bean = ManagementFactory.getOperatingSystemMXBean();
            return system.isInstance(bean)
                    ? (Long) system.getMethod("getTotalMemorySize").invoke(bean)
                    : 0;
        }
    }
}
