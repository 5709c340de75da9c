package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void autoFollowsTheModuleAndTheWidth() {
        Backend auto = Backends.named("auto", Workers.of(1));
        boolean wide = VECTOR && VectorSupport.reasonAgainst().isEmpty();
        assertEquals(wide ? "vector" : "plain", auto.name());
    }

    @Test
    void aForcedBackendThatCannotRunSaysWhy() {
        if (VECTOR) {
            assertEquals("vector", Backends.named("vector", Workers.of(1)).name());
            return;
        }
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Backends.named("vector", Workers.of(1)));
        assertTrue(e.getMessage().contains("--add-modules jdk.incubator.vector"), e.getMessage());
        BackendReport vector = Backends.report().get(0);
        assertEquals("vector", vector.name());
        assertEquals(State.UNAVAILABLE, vector.state());
    }

    @Test
    void anUnknownNameListsTheKnown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Backends.named("cuda", Workers.of(1)));
        assertTrue(e.getMessage().contains("auto, vector, plain, reference"), e.getMessage());
    }
}
