package dev.gradus.engine.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Golden cases: what PyTorch computed in float64. On the reference backend value, first and second derivatives agree to
 * {@code 1e-9·max(1, max|b|)}, on every float32 backend within {@link #SINGLE} of the same scale.
 * {@code -Dgradus.golden=DIR} runs the cases of another folder. A case passes if it passes on every backend.
 */
@Tag("without-vector")
class GoldenCasesTest {
    static final double DOUBLE = 1e-9;

    /**
     * Bounds in float32, by family, of the scale {@code max(1, max|b|)}. Inputs are exact in float32, so what is seen is
     * the rounding of the computation: some roundings of 6e-8 each, times the condition of the expression. Over three
     * seeds the greatest deviation is 4e-7 in products, convolutions, losses and normalisation, 7e-7 in recurrences and
     * 3e-6 in gradient penalties, where a norm and its derivative come on top; the bounds leave ten times as much for
     * seeds that are worse. A log-sum-exp of numbers near 510 has one unit in the last place of 3e-5 in its exponents,
     * which is seen in its derivative.
     */
    static final Map<String, Double> SINGLE = Map.of(
            "conv", 5e-6,
            "elementwise", 5e-6,
            "gradient_penalty", 5e-5,
            "loss", 5e-6,
            "matmul", 5e-6,
            "norm", 1e-5,
            "optim", 5e-6,
            "recurrent", 1e-5,
            "shape", 2e-6);

    static final double SINGLE_LOG_SUM_EXP = 1e-4;

    private static double single(GoldenCase golden) {
        return golden.op().equals("logsumexp") ? SINGLE_LOG_SUM_EXP : SINGLE.getOrDefault(golden.family(), 1e-5);
    }

    private static int passed;
    private static final List<String> FAILED = new ArrayList<>();

    @BeforeAll
    static void reset() {
        passed = 0;
        FAILED.clear();
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReference() {
        return GoldenFiles.read(GoldenFiles.folder()).stream()
                .map(golden -> dynamicTest(golden.name(), () -> run(golden)));
    }

    private static void run(GoldenCase golden) {
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(on(golden, TestBackends.reference(), DOUBLE));
            for (Backend backend : TestBackends.singleAndDevice()) {
                problems.addAll(on(golden, backend, single(golden)));
            }
        } catch (RuntimeException | Error e) {
            FAILED.add(golden.name() + ": " + e);
            throw e;
        }
        if (problems.isEmpty()) {
            passed++;
        } else {
            FAILED.add(golden.name() + ": " + problems.get(0));
            fail(String.join(System.lineSeparator(), problems));
        }
    }

    private static List<String> on(GoldenCase golden, Backend backend, double tolerance) {
        return GoldenRunner.run(golden, backend, tolerance).beyond().stream()
                .map(line -> backend.name() + ": " + line)
                .collect(Collectors.toList());
    }

    @AfterAll
    static void report() {
        System.out.println("golden cases of " + GoldenFiles.folder() + " on reference "
                + TestBackends.singleAndDevice().stream().map(Backend::name).toList());
        Stream.concat(TestBackends.absent().stream(), TestBackends.absentDevice().stream())
                .forEach(absent -> System.out.println("not run on " + absent.name() + ": " + absent.reason()));
        FAILED.forEach(line -> System.out.println("failed: " + line));
        System.out.println();
        System.out.println(passed + " passed, " + FAILED.size() + " failed");
        assertTrue(passed + FAILED.size() > 0, "golden: no case was run");
    }

    @Test
    void anUnknownOperationIsNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> GoldenOperations.of("fourier"));
        assertTrue(e.getMessage().contains("'fourier'"), e.getMessage());
    }

    @Test
    void aMissingOrEmptyFolderIsNamed(@TempDir Path empty) {
        Path missing = empty.resolve("none");
        for (Path folder : List.of(missing, empty)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> GoldenFiles.read(folder));
            assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
        }
    }
}
