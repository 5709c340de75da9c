package dev.gradus.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/** Facts about the JVM and what it runs on, for a reader. */
final class Machine {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

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

    /** How wide the vectors are that the Vector API prefers. */
    static String vectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
                ? Width.bits() + " bits, " + Width.bits() / Float.SIZE + " float32 numbers"
                : "unknown: the JVM runs without --add-modules " + VECTOR_MODULE;
    }

    /** Loaded only where the module is there. */
    private static final class Width {
        static int bits() {
            return FloatVector.SPECIES_PREFERRED.vectorBitSize();
        }
    }

    static String memory() {
        String heap = gibibytes(Runtime.getRuntime().maxMemory()) + " for the heap at most (-Xmx changes it)";
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? heap + ", " + gibibytes(system.getTotalMemorySize()) + " in the machine"
                : heap;
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
}
