package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.BackendReport.State;
import dev.gradus.engine.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The choice of the backend: one look-up, when the first tensor is made. {@code -Dgradus.backend=} takes
 * {@code auto} (the default), {@code vector}, {@code jblas}, {@code plain}, {@code reference} or {@code aparapi}; a backend asked for by name
 * that cannot run is an error that says why.
 *
 * <p>{@code auto} takes the Vector API where its module is in the boot layer and the processor has the width for it,
 * else jblas for matrix products where it is on the class path, its native library works and knows the processor, and
 * there are at most two threads (it runs one call at a time), else plain Java;
 * {@code reference} and {@code aparapi} are only ever asked for. The choice looks at the machine and the command line, never at timings, so
 * that it comes out the same each time.
 *
 * <p>The first choice that {@code auto} makes is logged as one line, by the {@link System.Logger} named
 * {@code dev.gradus.engine.backend}: at level {@code DEBUG}, so that standard error stays clean by default; at level
 * {@code INFO} where jblas is there and does not work, because somebody has put it there and it takes a package to help.
 */
public final class Backends {
    private static final String PROPERTY = "gradus.backend";
    private static final String AUTO = "auto";
    private static final String LOGGER = "dev.gradus.engine.backend";

    private static final AtomicBoolean LOGGED = new AtomicBoolean();

    /** What was asked for and what came of it. */
    private record Choice(String asked, Kind kind) {}

    /** What {@link #get()} has chosen, once it has: the property may change afterwards. */
    private static Choice choice;

    private static Backend chosen;

    private Backends() {}

    /**
     * The backend that tensors are made on by default, on the shared workers.
     *
     * @throws IllegalArgumentException if {@code gradus.backend} names no backend
     * @throws BackendUnavailableException if it names one that cannot run here
     */
    public static synchronized Backend get() {
        if (chosen == null) {
            choice = choice();
            chosen = choice.kind.make(Workers.shared());
        }
        return chosen;
    }

    /**
     * A backend by name, on workers of the caller's choice.
     *
     * @param name {@code auto}, {@code vector}, {@code jblas}, {@code plain}, {@code reference} or {@code aparapi}
     * @throws IllegalArgumentException if there is no backend of this name
     * @throws BackendUnavailableException if it cannot run here; the message says why, and what would help
     */
    public static Backend named(String name, Workers workers) {
        Objects.requireNonNull(workers, "backend: the workers are null; Workers.shared() serves all");
        return resolve(name, workers.threads()).make(workers);
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
            names.add(kind.label);
        }
        return List.copyOf(names);
    }

    /**
     * Every backend with its state, the reason and what would help, in the order of preference. Where
     * {@code gradus.backend} names a backend that is not there or cannot run, none is {@linkplain State#CHOSEN chosen}.
     * The first call looks at all of them, so it loads the native library of jblas where jblas is on the class path.
     */
    public static List<BackendReport> report() {
        Optional<Choice> made = choiceOrProblem().choice;
        List<BackendReport> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.add(report(kind, made.filter(choice -> choice.kind == kind)));
        }
        return List.copyOf(all);
    }

    private static BackendReport report(Kind kind, Optional<Choice> chosen) {
        Optional<Obstacle> obstacle = kind.obstacle();
        if (obstacle.isPresent()) {
            return new BackendReport(
                    kind.label,
                    State.UNAVAILABLE,
                    obstacle.get().reason(),
                    obstacle.get().remedy());
        }
        if (chosen.isPresent()) {
            String asked = chosen.get().asked;
            String how = asked.equals(AUTO) ? "" : ", asked for by -D" + PROPERTY + "=" + asked;
            return new BackendReport(kind.label, State.CHOSEN, kind.virtue() + how, kind.tip());
        }
        String why = kind.notForAuto(threads()).map(Obstacle::reason).orElseGet(kind::virtue);
        return new BackendReport(kind.label, State.AVAILABLE, why, kind.tip());
    }

    /** Why {@link #get()} fails, if it does. */
    static Optional<String> problem() {
        return choiceOrProblem().problem;
    }

    /** One of the two. */
    private record Outcome(Optional<Choice> choice, Optional<String> problem) {}

    private static Outcome choiceOrProblem() {
        try {
            return new Outcome(Optional.of(choice()), Optional.empty());
        } catch (IllegalArgumentException | BackendUnavailableException e) {
            return new Outcome(Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private static synchronized Choice choice() {
        if (chosen != null) {
            return choice;
        }
        String asked = asked();
        return new Choice(asked, resolve(asked, threads()));
    }

    private static String asked() {
        return System.getProperty(PROPERTY, AUTO).trim();
    }

    /** The threads of the shared workers; where the property is no number, whoever makes the workers says so. */
    private static int threads() {
        try {
            return Workers.shared().threads();
        } catch (IllegalArgumentException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static Kind resolve(String name, int threads) {
        Objects.requireNonNull(name, "backend: the name is null");
        if (name.equals(AUTO)) {
            return automatic(threads);
        }
        for (Kind kind : Kind.values()) {
            if (kind.label.equals(name)) {
                kind.obstacle().ifPresent(obstacle -> {
                    throw new BackendUnavailableException(name, obstacle);
                });
                return kind;
            }
        }
        throw new IllegalArgumentException("backend: there is none named '" + name + "' (-D" + PROPERTY
                + "); choose from " + String.join(", ", names()));
    }

    /** The first kind that can run and is worth it: plain Java at the latest. */
    private static Kind automatic(int threads) {
        StringBuilder passed = new StringBuilder();
        boolean astray = false;
        for (Kind kind : Kind.values()) {
            Optional<Obstacle> against = kind.obstacle().or(() -> kind.notForAuto(threads));
            if (against.isEmpty()) {
                log(astray, "backend " + kind.label + ": " + kind.virtue() + passed);
                return kind;
            }
            passed.append(". Not ").append(kind.label).append(": ").append(against.get());
            astray |= against.get().astray();
        }
        throw new AssertionError("plain Java runs everywhere");
    }

    private static void log(boolean astray, String line) {
        if (!LOGGED.getAndSet(true)) {
            System.getLogger(LOGGER).log(astray ? System.Logger.Level.INFO : System.Logger.Level.DEBUG, line);
        }
    }
}
