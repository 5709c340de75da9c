package dev.gradus.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ForksTest {
    private final Forks forks = new Forks("plain", 2);

    @Test
    void aWorkIsMeasuredInAnotherJvm() throws IOException {
        Measurement m = forks.measure(Workloads.named("gemm-tiny").orElseThrow(), 0);
        assertTrue(m.minimum() > 0 && m.median() == m.minimum(), m.toString());
        assertTrue(m.bytes() > 0, m.toString());
    }

    @Test
    void limitsAreMeasuredThere() throws IOException {
        Limits limits = forks.limits(0);
        assertEquals(2, limits.threads());
        assertTrue(limits.flops() > 0, limits.toString());
    }

    @Test
    void aSavedDetectorIsLoadedAndScores() throws IOException {
        Measurement m = forks.firstScore(0);
        assertTrue(m.median() > 0 && m.bytes() > 0, m.toString());
    }

    @Test
    void whatFailsThereIsSaidHere() {
        Forks none = new Forks("abacus", 1);
        Workload workload = Workloads.named("gemm-tiny").orElseThrow();
        String message =
                assertThrows(IOException.class, () -> none.measure(workload, 0)).getMessage();
        assertTrue(message.contains("there is none named 'abacus'"), message);
    }
}
