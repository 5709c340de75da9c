package dev.gradus.engine.backend.choice;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Facts about the JVM and what it runs on, for a reader. */
final class Machine {
    private Machine() {}

    static String java() {
        return System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + " ("
                + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    /** The processor's name where the system tells it, else its architecture. */
    static String processor() {
        String architecture = System.getProperty("os.arch");
        Path file = Path.of("/proc/cpuinfo");
        if (Files.isReadable(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse(architecture);
            } catch (IOException e) {
                return architecture;
            }
        }
        String name = System.getenv("PROCESSOR_IDENTIFIER");
        return name == null ? architecture : name;
    }

    /** Bytes of memory in the machine or the container, or 0 where the JVM does not tell. */
    static long memory() {
        try {
            return Management.memory();
        } catch (ReflectiveOperationException | LinkageError e) {
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
