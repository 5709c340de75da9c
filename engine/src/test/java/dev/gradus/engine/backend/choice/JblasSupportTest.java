package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of what a library does, and of what the system says of it. */
class JblasSupportTest {
    private static Obstacle found(JblasSupport.SquareProduct product) {
        Optional<Obstacle> obstacle = JblasSupport.tried(product);
        assertTrue(obstacle.isPresent(), "taken for working");
        assertTrue(obstacle.get().astray(), "worth a line in the log");
        return obstacle.get();
    }

    private static JblasSupport.SquareProduct summing(int sums, boolean fused) {
        return (n, a, b, c) -> {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float[] sum = new float[sums];
                    for (int p = 0; p < n; p++) {
                        float x = a[p * n + i];
                        float y = b[j * n + p];
                        sum[p % sums] = fused ? Math.fma(x, y, sum[p % sums]) : sum[p % sums] + x * y;
                    }
                    c[j * n + i] = 0;
                    for (float s : sum) {
                        c[j * n + i] += s;
                    }
                }
            }
        };
    }

    @Test
    void aRightProductIsEnough() {
        assertEquals(Optional.empty(), JblasSupport.tried(summing(1, false)));
        assertEquals(Optional.empty(), JblasSupport.tried(summing(4, true)));
    }

    @Test
    void fusedMultiplyAddIsSeenInTheBits() {
        for (int sums : new int[] {1, 2, 4, 8}) {
            assertTrue(JblasSupport.fuses(summing(sums, true)));
            assertFalse(JblasSupport.fuses(summing(sums, false)));
        }
    }

    @Test
    void aWrongProductIsAnObstacle() {
        assertTrue(found((n, a, b, c) -> {}).reason().contains("wrong product"));
        assertTrue(found((n, a, b, c) -> System.arraycopy(a, 0, c, 0, c.length))
                .reason()
                .contains("wrong product"));
    }

    @Test
    void anErrorOfAnyKindIsAnObstacle() {
        Obstacle version = found((n, a, b, c) -> {
            throw new NoSuchMethodError("sgemm");
        });
        assertTrue(version.reason().contains("sgemm"), version.reason());
        Obstacle denied = found((n, a, b, c) -> {
            throw new ExceptionInInitializerError(new IllegalCallerException("no"));
        });
        assertEquals("start java with --enable-native-access=ALL-UNNAMED", denied.remedy());
        Obstacle silent = found((n, a, b, c) -> {
            throw new IllegalStateException();
        });
        assertTrue(silent.reason().contains("IllegalStateException"), silent.reason());
    }

    @Test
    void whatTheSystemSaysLeadsToTheRemedy() {
        String copy = "/tmp/jblas1 2/" + System.mapLibraryName("jblas") + ": ";
        Obstacle fortran = JblasSupport.ofLoading(
                copy + "libgfortran.so.5: cannot open shared object file: No such file or directory");
        assertEquals(
                "the native library of jblas does not load: libgfortran.so.5: cannot open shared object file: No such file"
                        + " or directory",
                fortran.reason());
        assertTrue(fortran.remedy().startsWith("apt-get install libgfortran5 "), fortran.remedy());

        Obstacle noexec = JblasSupport.ofLoading(copy + "failed to map segment from shared object");
        assertTrue(noexec.reason().contains(System.getProperty("java.io.tmpdir")), noexec.reason());
        assertTrue(noexec.remedy().contains("-Djava.io.tmpdir"), noexec.remedy());

        Obstacle platform = JblasSupport.ofLoading("Couldn't find the resource libjblas.jnilib.");
        assertTrue(platform.reason().contains(System.getProperty("os.arch")), platform.reason());
        assertEquals("", platform.remedy());

        Obstacle broken = JblasSupport.ofLoading(copy + "file too short");
        assertEquals("the native library of jblas does not load: file too short", broken.reason());
        assertTrue(broken.remedy().contains("org.jblas:jblas:1.2.5"), broken.remedy());
    }

    @Test
    void itIsFasterThanPlainJavaWhereItFusesAndOnTwoThreadsAtMost() {
        assertEquals(Optional.empty(), JblasSupport.slowerThanPlain(1, true));
        assertEquals(Optional.empty(), JblasSupport.slowerThanPlain(2, true));
        assertEquals(
                "jblas runs on one thread at a time, and plain Java has 3; for fewer, set -Dgradus.threads=2",
                JblasSupport.slowerThanPlain(3, true).orElseThrow().toString());
        Obstacle slow = JblasSupport.slowerThanPlain(1, false).orElseThrow();
        assertTrue(slow.reason().contains("without fused multiply-add"), slow.reason());
        assertTrue(slow.remedy().contains("OPENBLAS_CORETYPE=Haswell"), slow.remedy());
        assertFalse(slow.astray());
    }
}
