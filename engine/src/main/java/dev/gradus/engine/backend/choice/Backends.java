package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.BackendReport.State;
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The choice of the backend: one look-up, when the first tensor is made. {@code -Dgradus.backend=} takes
 * {@code auto} (the default), {@code plain}, {@code vector} or {@code reference}; a backend asked for by name that cannot
 * run is an error that says why.
 *
 * <p>{@code auto} takes the Vector API where its module is in the boot layer and the processor has the width for it,
 * else plain Java; {@code reference} is only ever asked for. The choice looks at the machine and the command line, never
 * at timings, so that it comes out the same each time.
 */
public final class Backends {
    private static final String PROPERTY = "gradus.backend";
    private static final String AUTO = "auto";

    /** One line for each backend, in the order in which {@code auto} prefers them. */
    private enum Kind {
        VECTOR("vector") {
            @Override
            Optional<String> unavailable() {
                return VectorSupport.moduleIsPresent()
                        ? Optional.empty()
                        : Optional.of("the module " + VectorSupport.MODULE
                                + " is not in the boot layer; start java with " + VectorSupport.FLAG + " to use it");
            }

            @Override
            Optional<String> notForAuto() {
                return VectorSupport.reasonAgainst();
            }

            @Override
            String virtue() {
                return "the Vector API with " + VectorSupport.bits() + " bits";
            }

            @Override
            Backend make(Workers workers) {
                return CpuBackend.vector(workers);
            }
        },
        // jblas products come here: after the Vector API, before plain Java.
        PLAIN("plain") {
            @Override
            String virtue() {
                return "plain Java, on any JVM";
            }

            @Override
            Backend make(Workers workers) {
                return CpuBackend.plain(workers);
            }
        },
        REFERENCE("reference") {
            @Override
            Optional<String> notForAuto() {
                return Optional.of("float64 for checks, not for speed; used only where asked for");
            }

            @Override
            String virtue() {
                return "float64 for checks";
            }

            @Override
            Backend make(Workers workers) {
                return ReferenceBackend.instance();
            }
        };

        final String name;

        Kind(String name) {
            this.name = name;
        }

        /** Why it cannot run, if it cannot. */
        Optional<String> unavailable() {
            return Optional.empty();
        }

        /** Why {@code auto} passes it over although it can run, if it does. */
        Optional<String> notForAuto() {
            return Optional.empty();
        }

        abstract String virtue();

        abstract Backend make(Workers workers);
    }

    private static Backend chosen;

    private Backends() {}

    /**
     * The backend that tensors are made on by default, on the shared workers.
     *
     * @throws IllegalArgumentException if {@code gradus.backend} names no backend
     * @throws IllegalStateException if it names one that cannot run here
     */
    public static synchronized Backend get() {
        if (chosen == null) {
            String asked = asked();
            Kind kind = resolve(asked);
            System.Logger log = System.getLogger("dev.gradus.engine.backend");
            report(kind, asked)
                    .forEach(r -> log.log(
                            System.Logger.Level.DEBUG, "backend {0}: {1}, {2}", r.name(), r.state(), r.reason()));
            chosen = kind.make(Workers.shared());
        }
        return chosen;
    }

    /**
     * A backend by name, on workers of the caller's choice.
     *
     * @param name {@code auto}, {@code plain}, {@code vector} or {@code reference}
     * @throws IllegalArgumentException if there is no backend of this name
     * @throws IllegalStateException if it cannot run here; the message says why
     */
    public static Backend named(String name, Workers workers) {
        Kind kind = resolve(name);
        return kind.make(Objects.requireNonNull(workers, "backend: the workers are null; Workers.shared() serves all"));
    }

    /**
     * The backend that {@link #get()} returns, on workers of the caller's choice.
     *
     * @throws RuntimeException as {@link #get()}
     */
    public static Backend configured(Workers workers) {
        return named(asked(), workers);
    }

    /** The names that can be asked for, {@code auto} first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(AUTO));
        for (Kind kind : Kind.values()) {
            names.add(kind.name);
        }
        return List.copyOf(names);
    }

    /**
     * Every backend with its state and the reason, in the order of preference.
     *
     * @throws RuntimeException as {@link #get()}
     */
    public static List<BackendReport> report() {
        String asked = asked();
        return report(resolve(asked), asked);
    }

    private static String asked() {
        return System.getProperty(PROPERTY, AUTO).trim();
    }

    private static Kind resolve(String name) {
        Objects.requireNonNull(name, "backend: the name is null");
        if (name.equals(AUTO)) {
            for (Kind kind : Kind.values()) {
                if (kind.unavailable().isEmpty() && kind.notForAuto().isEmpty()) {
                    return kind;
                }
            }
        }
        for (Kind kind : Kind.values()) {
            if (kind.name.equals(name)) {
                kind.unavailable().ifPresent(why -> {
                    throw new IllegalStateException("backend: " + name + " cannot run: " + why);
                });
                return kind;
            }
        }
        throw new IllegalArgumentException("backend: there is none named '" + name + "' (-D" + PROPERTY
                + "); choose from " + String.join(", ", names()));
    }

    private static List<BackendReport> report(Kind taken, String asked) {
        List<BackendReport> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Optional<String> unavailable = kind.unavailable();
            if (kind == taken) {
                String how = asked.equals(AUTO) ? "" : ", asked for by -D" + PROPERTY + "=" + asked;
                all.add(new BackendReport(kind.name, State.CHOSEN, kind.virtue() + how));
            } else if (unavailable.isPresent()) {
                all.add(new BackendReport(kind.name, State.UNAVAILABLE, unavailable.get()));
            } else {
                String why = kind.notForAuto().orElse(kind.virtue());
                all.add(new BackendReport(kind.name, State.AVAILABLE, why));
            }
        }
        return all;
    }
}
