package dev.gradus.engine.io;

import java.io.IOException;

/**
 * A model file that is not what it must be. The message begins with the file's name and names the field that is wrong:
 * {@code taxi.safetensors: tensor 'critic.0.weight': data_offsets [0, 80] hold 80 bytes, F32 [5, 5] needs 100}.
 */
public final class ModelFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** With this message. */
    public ModelFileException(String message) {
        super(message);
    }

    /** With this message and what it came from. */
    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
