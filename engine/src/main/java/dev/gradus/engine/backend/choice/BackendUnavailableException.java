package dev.gradus.engine.backend.choice;

/** A backend that was asked for by name cannot run on this machine, or in this JVM as it was started. */
public final class BackendUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The backend that was asked for. */
    private final String backend;

    /** The flag or package that would help, or nothing. */
    private final String remedy;

    BackendUnavailableException(String backend, Obstacle obstacle) {
        super("backend: " + backend + " cannot run: " + obstacle);
        this.backend = backend;
        this.remedy = obstacle.remedy();
    }

    /** The name of the backend that was asked for. */
    public String backend() {
        return backend;
    }

    /** The flag or package that would help; empty where there is none. The message says it too. */
    public String remedy() {
        return remedy;
    }
}
