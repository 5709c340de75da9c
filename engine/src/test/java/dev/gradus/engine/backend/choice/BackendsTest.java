package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.BackendReport.State;
import dev.gradus.engine.parallel.Workers;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The choice, in a JVM with the Vector API's module and in one without. */
@Tag("without-vector")
class BackendsTest {
    private static final boolean VECTOR = Boolean.getBoolean("gradus.test.vector");

    @Test
    void theModuleIsThereExactlyWhereTheBuildSaysSo() {
        assertEquals(VECTOR, VectorSupport.moduleIsPresent());
    }

    @Test
    void theSameBackendComesEachTime() {
        assertSame(Backends.get(), Backends.get());
    }

    @Test
    void oneBackendIsChosenAndEveryOneHasAReason() {
        List<BackendReport> report = Backends.report();
        List<BackendReport> chosen =
                report.stream().filter(r -> r.state() == State.CHOSEN).collect(Collectors.toList());
        assertEquals(1, chosen.size());
        assertEquals(Backends.get().name(), chosen.get(0).name());
        assertTrue(report.stream().noneMatch(r -> r.reason().isBlank()));
    }

    @Test
    void autoFollowsTheModuleTheWidthAndTheLibrary() {
        boolean wide = VECTOR && VectorSupport.tooNarrow().isEmpty();
        for (int threads = 1; threads <= 3; threads++) {
            boolean jblas = JblasSupport.obstacle().isEmpty()
                    && JblasSupport.slowerThanPlain(threads).isEmpty();
            String expected = wide ? "vector" : jblas ? "jblas" : "plain";
            assertEquals(expected, Backends.named("auto", Workers.of(threads)).name(), "threads " + threads);
        }
    }

    @Test
    void aForcedBackendThatCannotRunSaysWhy() {
        if (VECTOR) {
            assertEquals("vector", Backends.named("vector", Workers.of(1)).name());
            return;
        }
        BackendUnavailableException e =
                assertThrows(BackendUnavailableException.class, () -> Backends.named("vector", Workers.of(1)));
        assertEquals("vector", e.backend());
        assertEquals("start java with --add-modules jdk.incubator.vector", e.remedy());
        assertEquals(
                "backend: vector cannot run: the module jdk.incubator.vector is not in the boot layer; " + e.remedy(),
                e.getMessage());
        BackendReport vector = Backends.report().get(0);
        assertEquals("vector", vector.name());
        assertEquals(State.UNAVAILABLE, vector.state());
        assertEquals(e.remedy(), vector.remedy());
    }

    @Test
    void jblasRunsWithTheLoopsThatAreThere() {
        TestBackends.assumePresent("jblas");
        Backend jblas = Backends.named("jblas", Workers.of(1));
        assertEquals("jblas", jblas.name());
        String loops = VectorSupport.isWorthwhile() ? "vector" : "plain";
        assertEquals("float32, " + loops + " loops, jblas products, 1 thread", jblas.description());
    }

    @Test
    void anUnknownNameListsTheKnown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Backends.named("cuda", Workers.of(1)));
        assertTrue(e.getMessage().contains("auto, vector, jblas, plain, reference"), e.getMessage());
    }
}
