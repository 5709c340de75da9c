package dev.gradus.engine;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/** The backends that tests run on: the float64 reference, and every float32 backend that can run in this JVM. */
public final class TestBackends {
    /** The short names of the float32 backends, whether they can run here or not. */
    public static final List<String> SINGLE = List.of("plain", "jblas", "vector");

    /** The backend on an OpenCL device; apart from the others, because each value that is read costs a round trip. */
    public static final String DEVICE = "aparapi";

    /** A backend that cannot run here, and what it said. */
    public record Absent(String name, String reason) {}

    private record Found(List<Backend> present, List<Absent> absent) {}

    /** Apart, so that whoever asks for one backend by name does not load the libraries of all. */
    private static final class Look {
        static final Found FOUND = find(SINGLE);
    }

    /** Apart, so that OpenCL is looked for where a test asks for it. */
    private static final class DeviceLook {
        static final Found FOUND = find(List.of(DEVICE));
    }

    private TestBackends() {}

    /** Float64. */
    public static Backend reference() {
        return ReferenceBackend.instance();
    }

    /** The float32 backends that can run here, with the shared workers. */
    public static List<Backend> single() {
        return Look.FOUND.present;
    }

    /** The float32 backends that can run here, and the one on an OpenCL device. */
    public static List<Backend> singleAndDevice() {
        List<Backend> all = new ArrayList<>(single());
        all.addAll(DeviceLook.FOUND.present);
        return List.copyOf(all);
    }

    /** The float32 backends that cannot run here. */
    public static List<Absent> absent() {
        return Look.FOUND.absent;
    }

    /** Why there is no backend on an OpenCL device, if there is none. */
    public static List<Absent> absentDevice() {
        return DeviceLook.FOUND.absent;
    }

    /** The backend on an OpenCL device, or aborts the test with what it said. */
    public static Backend device() {
        DeviceLook.FOUND.absent.forEach(absent -> {
            throw new TestAbortedException(absent.reason());
        });
        return DeviceLook.FOUND.present.get(0);
    }

    /** The float32 backends that can run here, by name. */
    public static List<String> names() {
        return Look.FOUND.present.stream().map(Backend::name).collect(Collectors.toList());
    }

    /** Aborts the test, with what the backend said, where it cannot run here. */
    public static void assumePresent(String name) {
        absent().stream()
                .filter(absent -> absent.name().equals(name))
                .findFirst()
                .ifPresent(absent -> {
                    throw new TestAbortedException(absent.reason());
                });
    }

    /** A backend with workers of its own. */
    public static Backend named(String name, int threads) {
        return Backends.named(name, Workers.of(threads));
    }

    private static Found find(List<String> names) {
        List<Backend> present = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        for (String name : names) {
            try {
                present.add(Backends.named(name, Workers.shared()));
            } catch (RuntimeException | LinkageError e) {
                absent.add(new Absent(name, String.valueOf(e.getMessage())));
            }
        }
        return new Found(List.copyOf(present), List.copyOf(absent));
    }
}
