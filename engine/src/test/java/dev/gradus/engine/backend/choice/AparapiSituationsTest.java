package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the backend aparapi where OpenCL, Aparapi or a library of it is missing, and where nothing is. */
class AparapiSituationsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAPlatformOneLineSaysWhatHelps() throws Exception {
        String reason = "there is no OpenCL platform with a device; install a driver with OpenCL";
        String said = report(classPath(""), "-Dgradus.backend=aparapi");
        assertTrue(said.contains("  aparapi    unavailable  " + reason), said);
        assertTrue(said.contains("Problem      backend: aparapi cannot run: " + reason), said);
        assertFalse(said.contains("OpenCL\n"), said);
    }

    @Test
    void absentItIsNotMissed() throws Exception {
        String said = report(classPath("aparapi-"));
        assertTrue(
                said.contains(
                        "  aparapi    unavailable  Aparapi is not on the class path; add com.aparapi:aparapi:3.0.2"),
                said);
        assertTrue(said.contains(" chosen "), said);
    }

    @Test
    void theLibraryThatItNeedsIsNamed() throws Exception {
        String said = report(classPath("bcel-"));
        assertTrue(said.contains("  aparapi    unavailable  Aparapi is on the class path without"), said);
        assertTrue(said.contains("add org.apache.bcel:bcel"), said);
    }

    @Test
    void whereADeviceIsThereTheReportNamesItAndTheOperations() {
        TestBackends.device();
        SystemReport report = SystemReport.take();
        List<String> lines = report.devices();
        assertTrue(lines.get(0).startsWith("device: "), lines.toString());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("on the device: ") && line.contains("matrix product")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("on the CPU: ") && line.contains("max pooling")));
        BackendReport aparapi = report.backends().get(report.backends().size() - 1);
        assertEquals("aparapi", aparapi.name());
        assertEquals(BackendReport.State.AVAILABLE, aparapi.state());
        assertTrue(aparapi.reason().endsWith("; used only where asked for"), aparapi.reason());
    }

    private static String classPath(String without) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !new File(entry).getName().startsWith(without))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** In a JVM that finds no OpenCL platform. */
    private String report(String classPath, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath, SystemReportTest.Page.class.getName()));
        Path output = Files.createTempFile(folder, "page", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OCL_ICD_VENDORS", folder.toString());
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the page did not come");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        return Files.readString(output);
    }
}
