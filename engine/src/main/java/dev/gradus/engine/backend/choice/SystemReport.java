package dev.gradus.engine.backend.choice;

import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What the engine runs on and what it has chosen, for a service's health page and for {@code gradus info}. Numbers that
 * the system does not tell are 0.
 *
 * @param java version, virtual machine and vendor, operating system and architecture
 * @param processor the processor's name where the system tells it, else its architecture
 * @param vectorBits the width of the vectors that the Vector API prefers; 0 where its module is not in the boot layer
 * @param cores the processors that this JVM may use
 * @param threads how many threads share the work, {@code -Dgradus.threads}; 0 where that is no number
 * @param heapBytes the most that the heap may grow to
 * @param memoryBytes the memory of the machine, or of the container
 * @param backends every backend in the order of preference; none is chosen where there is a problem with the choice
 * @param devices the OpenCL devices and what the backend {@code aparapi} does on one, a line each; none where Aparapi is not
 *     on the class path
 * @param problems what keeps the engine from working as it was asked to, one sentence each; usually none
 */
public record SystemReport(
        String java,
        String processor,
        int vectorBits,
        int cores,
        int threads,
        long heapBytes,
        long memoryBytes,
        List<BackendReport> backends,
        List<String> devices,
        List<String> problems) {

    /**
     * Keeps copies of the lists.
     *
     * @throws NullPointerException if a list is null, or something in it
     */
    public SystemReport {
        backends = copy("backends", backends);
        devices = copy("devices", devices);
        problems = copy("problems", problems);
    }

    private static <T> List<T> copy(String name, List<T> list) {
        for (T one : Objects.requireNonNull(list, "system report: the " + name + " are null")) {
            Objects.requireNonNull(one, "system report: one of the " + name + " is null");
        }
        return List.copyOf(list);
    }

    /**
     * Looks at the machine, the JVM and its properties. Throws nothing: what is wrong is in {@link #problems()}. The first
     * call looks at all backends, see {@link Backends#report()}.
     */
    public static SystemReport take() {
        List<String> problems = new ArrayList<>();
        Backends.problem().ifPresent(problems::add);
        int threads = 0;
        try {
            threads = Workers.shared().threads();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        return new SystemReport(
                Machine.java(),
                Machine.processor(),
                VectorSupport.moduleIsPresent() ? VectorSupport.bits() : 0,
                Runtime.getRuntime().availableProcessors(),
                threads,
                Runtime.getRuntime().maxMemory(),
                Machine.memory(),
                Backends.report(),
                AparapiSupport.details(),
                problems);
    }

    /** Whether the engine works as it was asked to. */
    public boolean healthy() {
        return problems.isEmpty();
    }

    /** The backend that {@link Backends#get()} returns. */
    public Optional<BackendReport> chosen() {
        return backends.stream()
                .filter(backend -> backend.state() == BackendReport.State.CHOSEN)
                .findFirst();
    }

    /** Everything as lines of text for a reader, with the settings that change them. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(line("Java", java));
        lines.add(line("Processor", processor));
        lines.add(line(
                "Vectors",
                vectorBits == 0
                        ? "unknown: the JVM runs without " + VectorSupport.FLAG
                        : vectorBits + " bits, " + vectorBits / Float.SIZE + " float32 numbers"));
        lines.add(line("Cores", cores + " for this JVM"));
        lines.add(line("Threads", (threads == 0 ? "unknown" : threads) + " (-Dgradus.threads changes it)"));
        lines.add(line(
                "Memory",
                gibibytes(heapBytes) + " for the heap at most (-Xmx changes it)"
                        + (memoryBytes == 0 ? "" : ", " + gibibytes(memoryBytes) + " in the machine")));
        lines.add("");
        lines.add("Backends");
        for (BackendReport backend : backends) {
            String state = backend.state().name().toLowerCase(Locale.ROOT);
            lines.add(String.format(Locale.ROOT, "  %-10s %-12s %s", backend.name(), state, backend.explanation()));
        }
        if (!devices.isEmpty()) {
            lines.add("");
            lines.add("OpenCL");
            devices.forEach(device -> lines.add("  " + device));
        }
        for (String problem : problems) {
            lines.add(line("Problem", problem));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-12s %s", name, value);
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
}
