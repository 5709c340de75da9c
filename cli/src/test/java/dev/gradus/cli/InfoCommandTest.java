package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoCommandTest {
    @Test
    void namesTheMachineAndEveryBackend() {
        StringWriter out = new StringWriter();
        assertEquals(
                0,
                Main.commandLine(FakeTrainer::new).setOut(new PrintWriter(out)).execute("info"));
        String said = out.toString();
        for (String name :
                List.of("Java", "Processor", "Vectors", "Cores", "Threads", "Memory", "vector", "plain", "reference")) {
            assertTrue(said.lines().anyMatch(line -> line.strip().startsWith(name)), said);
        }
        assertEquals(1, said.lines().filter(line -> line.contains(" chosen ")).count(), said);
    }
}
