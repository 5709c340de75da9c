package dev.gradus.engine.backend.aparapi;

/** The device did not do what it was asked to; the backend goes on without it. */
final class DeviceException extends Exception {
    private static final long serialVersionUID = 1L;

    DeviceException(String message) {
        super(message);
    }

    DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
