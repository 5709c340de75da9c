package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.aparapi.OpenCl;
import dev.gradus.engine.backend.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether Aparapi finds an OpenCL device here that suits. The first question loads Aparapi's native library; whatever a broken
 * installation does, the answer is an {@link Obstacle} and never an error.
 */
final class AparapiSupport {
    static final String ARTIFACT = "com.aparapi:aparapi:3.0.2";

    private static final String ENTRANCE = "com.aparapi.Kernel";
    private static final String TRANSLATOR = "org.apache.bcel.Const";

    private AparapiSupport() {}

    /** Why it cannot be used, if it cannot. */
    static Optional<Obstacle> obstacle() {
        return Answer.OBSTACLE;
    }

    /** Asked once for each class loader. */
    private static final class Answer {
        static final Optional<Obstacle> OBSTACLE = find();

        private static Optional<Obstacle> find() {
            if (!isPresent(ENTRANCE)) {
                return Optional.of(Obstacle.plain("Aparapi is not on the class path", "add " + ARTIFACT));
            }
            if (!isPresent(TRANSLATOR)) {
                return Optional.of(new Obstacle(
                        "Aparapi is on the class path without the library that reads class files",
                        "add org.apache.bcel:bcel",
                        true));
            }
            try {
                return OpenCl.absence().map(absence -> Obstacle.plain(absence.reason(), absence.remedy()));
            } catch (Throwable e) { // whatever a broken driver does: there are other backends
                return Optional.of(new Obstacle(
                        "Aparapi does not work here: " + e, "check " + ARTIFACT + " and the OpenCL drivers", true));
            }
        }

        private static boolean isPresent(String name) {
            try {
                Class.forName(name, false, AparapiSupport.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException | LinkageError e) {
                return false;
            }
        }
    }

    /** What it runs on; only where it can be used. */
    static String virtue() {
        return "OpenCL on " + OpenCl.device();
    }

    /** What there is to say about devices and operations, a line each; nothing where Aparapi is not there. */
    static List<String> details() {
        List<String> lines = new ArrayList<>();
        if (!Answer.isPresent(ENTRANCE)) {
            return lines;
        }
        try {
            for (String device : OpenCl.devices()) {
                lines.add("device: " + device);
            }
        } catch (Throwable e) { // as above; the obstacle says it
            return lines;
        }
        if (obstacle().isEmpty()) {
            lines.add("on the device: " + String.join("; ", OpenCl.operations(true)));
            lines.add("on the CPU: " + String.join("; ", OpenCl.operations(false)));
        }
        return lines;
    }

    static Backend make(CpuBackend cpu) {
        return OpenCl.backend(cpu);
    }
}
