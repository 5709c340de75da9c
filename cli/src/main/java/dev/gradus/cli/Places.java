package dev.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a command reads and writes. None may be written that is read or written for another purpose too. */
final class Places {
    private final Map<String, Path> written = new LinkedHashMap<>();
    private final List<Path> read = new ArrayList<>();

    /** Adds a file that is written; {@code null} is none. */
    Places writes(String option, Path file) {
        if (file != null) {
            written.put(option, file);
        }
        return this;
    }

    /** Adds a file that is read; {@code null} is none. */
    Places reads(Path file) {
        if (file != null) {
            read.add(file);
        }
        return this;
    }

    /** @throws UsageException if two are the same */
    void requireDistinct() {
        List<String> options = List.copyOf(written.keySet());
        for (int i = 0; i < options.size(); i++) {
            Path file = written.get(options.get(i));
            for (String other : options.subList(i + 1, options.size())) {
                requireDistinct(options.get(i), file, other, written.get(other));
            }
            for (Path input : read) {
                requireDistinct(options.get(i), file, "an input", input);
            }
        }
    }

    private static void requireDistinct(String option, Path file, String what, Path other) {
        if (isSame(file, other)) {
            throw new UsageException(option + " and " + what + " are the same file, " + file + "; name another");
        }
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b)
                    ? Files.isSameFile(a, b) && Files.isRegularFile(a)
                    : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false;
        }
    }
}
