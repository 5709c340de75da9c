package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The choice between the backends: one look-up, when the first tensor is made. {@code -Dgradus.backend=NAME} forces one;
 * {@code auto}, the default, takes {@code vector} where the Vector API can be had and pays, else {@code plain}.
 */
public final class Backends {
    /** The property that forces a backend. */
    public static final String PROPERTY = "gradus.backend";

    private static final String AUTO = "auto";
    private static final String VECTOR = "vector";
    private static final String PLAIN = "plain";
    private static final String REFERENCE = "reference";

    private Backends() {}

    /** How a backend stands on this machine. */
    public enum State {
        /** It is the default. */
        CHOSEN,
        /** It can be asked for. */
        AVAILABLE,
        /** It cannot run here. */
        UNAVAILABLE
    }

    /**
     * A line of {@link #report()}.
     *
     * @param name the backend
     * @param state how it stands
     * @param reason what it is, or why it cannot run and what would help
     */
    public record Entry(String name, State state, String reason) {}

    /** The default backend, the same for the whole life of the JVM. */
    public static Backend get() {
        return Default.BACKEND;
    }

    private static final class Default {
        static final Backend BACKEND = choose();

        private static Backend choose() {
            String wanted = System.getProperty(PROPERTY, AUTO).trim();
            Backend chosen = named(wanted, Workers.shared());
            System.getLogger("dev.gradus.engine")
                    .log(
                            System.Logger.Level.DEBUG,
                            () -> "backend " + chosen.name() + " (" + chosen.description() + "); "
                                    + VectorSupport.reason());
            return chosen;
        }
    }

    /** The names that {@link #named} takes, {@code auto} first. */
    public static List<String> names() {
        return List.of(AUTO, VECTOR, PLAIN, REFERENCE);
    }

    /**
     * The backend of this name, its work shared by {@code workers}.
     *
     * @throws IllegalArgumentException if there is no such backend
     * @throws IllegalStateException if it cannot run here, saying why and what would help
     */
    public static Backend named(String name, Workers workers) {
        return switch (name) {
            case AUTO -> VectorSupport.pays() ? vector(workers) : CpuBackend.plain(workers);
            case VECTOR -> vector(workers);
            case PLAIN -> CpuBackend.plain(workers);
            case REFERENCE -> ReferenceBackend.instance();
            default ->
                throw new IllegalArgumentException(
                        "backend '" + name + "' does not exist; choose one of " + String.join(", ", names()));
        };
    }

    private static Backend vector(Workers workers) {
        if (!VectorSupport.isPresent()) {
            throw new IllegalStateException("backend 'vector' cannot run: " + VectorSupport.reason());
        }
        return CpuBackend.vector(workers);
    }

    /** Every backend, how it stands here and why. */
    public static List<Entry> report() {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry(VECTOR, VectorSupport.isPresent(), VectorSupport.reason()));
        entries.add(entry(PLAIN, true, "float32, plain Java, runs everywhere"));
        entries.add(entry(REFERENCE, true, ReferenceBackend.instance().description()));
        return List.copyOf(entries);
    }

    private static Entry entry(String name, boolean available, String reason) {
        State state = get().name().equals(name) ? State.CHOSEN : available ? State.AVAILABLE : State.UNAVAILABLE;
        return new Entry(name, state, reason);
    }
}
