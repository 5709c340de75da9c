package dev.gradus.engine.backend.choice;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jblas.NativeBlas;
import org.jblas.util.LibraryLoader;
import org.jblas.util.Logger;

/**
 * Whether jblas works here. It cannot be asked: where its native library does not load, its classes initialise without
 * an error, and the first call fails. So a small product is computed, once, and compared; a library that is broken in
 * whatever way is an {@link Obstacle} and never an error.
 *
 * <p>The library is loaded by the first question, not before. To load it, jblas copies it (29 MB on Linux) into a folder
 * of its own in {@code java.io.tmpdir}, and deletes copy and folder when the JVM ends, by a shutdown hook that holds the
 * class loader of jblas until then. A JVM that is killed would leave the copy behind, so it is deleted at once where the
 * system allows it; what remains is an empty folder. JDK 24 and later print a warning of a restricted method unless
 * started with {@value #ACCESS}.
 */
final class JblasSupport {
    static final String ARTIFACT = "org.jblas:jblas:1.2.5";
    static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final String CHECK = "check " + ARTIFACT + " and the libraries that it loads";
    private static final String CORE = "OPENBLAS_CORETYPE";
    private static final String ENTRANCE = "org.jblas.NativeBlas";
    /** On more threads plain Java is faster. */
    private static final int MOST_THREADS = 2;
    /** Above all of the levels at which jblas logs to standard error. */
    private static final int SILENT = 6;

    /** {@code C = A·B} for column-major matrices of n rows and columns. */
    @FunctionalInterface
    interface SquareProduct {
        void multiply(int n, float[] a, float[] b, float[] c);
    }

    private JblasSupport() {}

    /** Why it cannot be used, if it cannot. The first call may take some tenths of a second. */
    static Optional<Obstacle> obstacle() {
        return Answer.OBSTACLE;
    }

    /** What makes it faster, where anything does; only where it can be used. */
    static String tip() {
        return Answer.FUSES
                ? ""
                : "its library runs without fused multiply-add, perhaps because it does not know the processor: where that"
                        + " has AVX2, set " + CORE + "=Haswell in the environment";
    }

    /** Why {@code auto} should take plain Java on so many threads, if it should; only where jblas can be used. */
    static Optional<Obstacle> slowerThanPlain(int threads) {
        return slowerThanPlain(threads, Answer.FUSES);
    }

    /**
     * What is known without a clock, so that the choice is the same each time. Without fused multiply-add the library's
     * kernels have four lanes and are no faster than what C2 makes of plain loops (35 against 42 GFLOP/s in the products
     * of a TadGAN). With it they are up to twice as fast, but one call runs at a time: two threads of plain Java draw
     * level, three are faster.
     */
    static Optional<Obstacle> slowerThanPlain(int threads, boolean fuses) {
        if (!fuses) {
            return Optional.of(Obstacle.plain(
                    "the library of jblas runs without fused multiply-add, where plain Java is as fast on each thread",
                    "if the processor has AVX2, set " + CORE + "=Haswell in the environment"));
        }
        if (threads > MOST_THREADS) {
            return Optional.of(Obstacle.plain(
                    "jblas runs on one thread at a time, and plain Java has " + threads,
                    "for fewer, set -Dgradus.threads=" + MOST_THREADS));
        }
        return Optional.empty();
    }

    /**
     * Whether terms are added with one rounding, as the kernels for processors with AVX2 do: what is left of
     * {@code -(1 + 2⁻¹¹) + (1 + 2⁻¹²)·(1 + 2⁻¹²)} is then 2⁻²⁴, else it is rounded away. The two terms are 8 apart, so that
     * kernels with several sums add them to the same one.
     */
    static boolean fuses(SquareProduct product) {
        int n = 16;
        float[] a = new float[n * n];
        float[] b = new float[n * n];
        for (int i = 0; i < n; i++) {
            a[i] = -(1 + 0x1p-11f);
            a[8 * n + i] = 1 + 0x1p-12f;
            b[i * n] = 1;
            b[i * n + 8] = 1 + 0x1p-12f;
        }
        float[] c = new float[n * n];
        product.multiply(n, a, b, c);
        return c[0] != 0;
    }

    /** Asked once for each class loader. */
    private static final class Answer {
        static final Optional<Obstacle> OBSTACLE = find();
        static final boolean FUSES = OBSTACLE.isEmpty() && fuses(Library::multiply);

        private static Optional<Obstacle> find() {
            try {
                Class.forName(ENTRANCE, false, JblasSupport.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                return Optional.of(Obstacle.plain("jblas is not on the class path", "add " + ARTIFACT));
            }
            Optional<Obstacle> obstacle = tried(Library::multiply);
            Library.deleteCopies();
            return obstacle;
        }
    }

    /** What a product of known result says of the library. */
    static Optional<Obstacle> tried(SquareProduct product) {
        int n = 3;
        float[] c = new float[n * n];
        Arrays.fill(c, Float.NaN);
        try {
            product.multiply(n, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new float[] {1, 0, 0, 2, 1, 0, 0, 0, -1}, c);
        } catch (Throwable e) { // whatever a broken library does: there are other backends
            return Optional.of(explained(e));
        }
        return Arrays.equals(c, new float[] {1, 2, 3, 6, 9, 12, -7, -8, -9})
                ? Optional.empty()
                : Optional.of(astray("jblas computes a wrong product here", CHECK));
    }

    private static Obstacle explained(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IllegalCallerException) {
            return astray("jblas may not load its native library", "start java with " + ACCESS);
        }
        if (cause instanceof UnsatisfiedLinkError) {
            return Library.whyNotLoaded()
                    .filter(said -> !said.contains("org.jblas.")) // a helper of the library was not copied either
                    .map(JblasSupport::ofLoading)
                    .orElseGet(JblasSupport::ofFolder);
        }
        return ofLoading(cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
    }

    /** From what the system's loader said to what helps. */
    static Obstacle ofLoading(String detail) {
        String library = System.mapLibraryName("jblas");
        // The path of the temporary copy says nothing and changes every time.
        String said = detail.replaceFirst("^.*" + Pattern.quote(library) + ": ", "")
                .replaceAll("\\s+", " ")
                .strip();
        String reason = "the native library of jblas does not load: " + said;
        if (said.contains("gfortran") || said.contains("quadmath")) {
            return astray(reason, "apt-get install libgfortran5 (Debian, Ubuntu) or dnf install libgfortran (Fedora)");
        }
        if (said.contains("find the resource")) {
            String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            return astray("jblas has no native library for " + platform, "");
        }
        if (said.contains("failed to map segment")) {
            return ofFolder();
        }
        return astray(reason, CHECK);
    }

    /** Where it lies in the folder: it cannot be written, is full, or nothing in it may be executed. */
    private static Obstacle ofFolder() {
        return astray(
                "jblas cannot load its native library from the folder " + System.getProperty("java.io.tmpdir"),
                "set -Djava.io.tmpdir to one where libraries may be written and executed");
    }

    private static Obstacle astray(String reason, String remedy) {
        return new Obstacle(reason, remedy, true);
    }

    /** What touches jblas: loaded only where it is on the class path. */
    private static final class Library {
        static void multiply(int n, float[] a, float[] b, float[] c) {
            Logger.getLogger().setLevel(SILENT);
            synchronized (NativeBlas.class) {
                NativeBlas.sgemm('N', 'N', n, n, n, 1f, a, 0, n, b, 0, n, 0f, c, 0, n);
            }
        }

        /**
         * Deletes the copies that were loaded, or tried: a library that is in use does not need its file, except on
         * Windows. The folder stays, because the hook of jblas expects it.
         */
        static void deleteCopies() {
            if (System.getProperty("os.name", "").startsWith("Windows")) {
                return;
            }
            try {
                Field folder = LibraryLoader.class.getDeclaredField("tempDir");
                folder.setAccessible(true);
                File[] copies = folder.get(null) instanceof File made ? made.listFiles() : null;
                for (File copy : copies == null ? new File[0] : copies) {
                    Files.deleteIfExists(copy.toPath());
                }
            } catch (Exception | LinkageError e) {
                // Another jblas, or one that is locked up in a module: then they go when the JVM ends.
                return;
            }
        }

        /** What jblas swallowed, by loading once more; nothing where it could not write its copy of the library. */
        static Optional<String> whyNotLoaded() {
            try {
                new LibraryLoader().loadLibrary("jblas", true);
                return Optional.empty();
            } catch (Throwable e) { // as in tried
                return Optional.ofNullable(e.getMessage());
            }
        }
    }
}
