package dev.gradus.engine.tensor;

import java.util.Locale;

/** The names of operations that give themselves none, made once for each class. */
final class Names {
    /** The class's name in snake case. */
    static final ClassValue<String> OF_CLASSES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            String own = type.getSimpleName();
            return (own.isEmpty() ? "operation" : own)
                    .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT);
        }
    };

    private Names() {}
}
