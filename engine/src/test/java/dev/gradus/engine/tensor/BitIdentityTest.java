package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same bits: on any number of threads, in a cold and in a hot JVM, at any vector width, and in plain and vector
 * loops. */
class BitIdentityTest {
    private static final int WARM_UP = 12_000;

    @Tag("without-vector")
    @TestFactory
    Stream<DynamicTest> threadsDoNotMatter() {
        return TestBackends.names().stream().flatMap(name -> {
            Backend one = TestBackends.named(name, 1);
            Backend two = TestBackends.named(name, 2);
            Backend three = TestBackends.named(name, 3);
            return OperationRegistry.samples().stream()
                    .map(sample -> dynamicTest(name + " " + sample.label(), () -> {
                        long expected = Fingerprint.of(sample, one);
                        assertEquals(expected, Fingerprint.of(sample, two), "two threads");
                        assertEquals(expected, Fingerprint.of(sample, three), "three threads");
                    }));
        });
    }

    @TestFactory
    Stream<DynamicTest> plainAndVectorLoopsAgree() {
        assumeTrue(TestBackends.names().containsAll(List.of("plain", "vector")), "needs the Vector API");
        Backend plain = TestBackends.named("plain", 2);
        Backend vector = TestBackends.named("vector", 2);
        return OperationRegistry.samples().stream()
                .filter(sample -> !isProduct(sample.operation()))
                .map(sample -> dynamicTest(
                        sample.label(),
                        () -> assertEquals(Fingerprint.of(sample, plain), Fingerprint.of(sample, vector))));
    }

    private static boolean isProduct(Operation operation) {
        return operation instanceof Products.MatMul
                || operation instanceof Convolve.Output
                || operation instanceof Convolve.Input
                || operation instanceof Convolve.Weight
                || operation instanceof RecurrentScan;
    }

    /** One JVM only interprets, the other has compiled every kernel before its results are taken. */
    @Test
    void coldAndHotJvmsAgree(@TempDir Path folder) throws Exception {
        assumeTrue(!TestBackends.names().isEmpty(), "no float32 backend can run here");
        Path coldFile = folder.resolve("cold");
        Path hotFile = folder.resolve("hot");
        Process cold = probe(coldFile, 0, "-Xint");
        Process hot = probe(hotFile, WARM_UP);
        Map<String, String> coldBits = finish(cold, coldFile);
        Map<String, String> hotBits = finish(hot, hotFile);
        assertFalse(coldBits.isEmpty(), "the probe printed nothing");
        assertEquals(coldBits, hotBits);
    }

    /** Half of the widths that a processor has, and the narrowest; a JVM for another processor ignores the flags. */
    @Test
    void theVectorWidthDoesNotMatter(@TempDir Path folder) throws Exception {
        assumeTrue(TestBackends.names().contains("vector"), "needs the Vector API");
        String lenient = "-XX:+IgnoreUnrecognizedVMOptions";
        Path wide = folder.resolve("wide");
        Path half = folder.resolve("half");
        Path narrow = folder.resolve("narrow");
        Map<String, String> expected = finish(probe(wide, 1), wide);
        assertFalse(expected.isEmpty(), "the probe printed nothing");
        assertEquals(expected, finish(probe(half, 1, lenient, "-XX:UseAVX=2"), half));
        assertEquals(expected, finish(probe(narrow, 1, lenient, "-XX:MaxVectorSize=16"), narrow));
    }

    private static Process probe(Path output, int passes, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BitsProbe.class.getName()));
        command.addAll(List.of(String.join(",", TestBackends.names()), Integer.toString(passes)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Map<String, String> finish(Process process, Path output) throws Exception {
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the probe did not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        Map<String, String> bits = new TreeMap<>();
        text.lines().filter(line -> line.startsWith("bits\t")).forEach(line -> {
            String[] fields = line.split("\t");
            bits.put(fields[1], fields[2]);
        });
        return bits;
    }
}
