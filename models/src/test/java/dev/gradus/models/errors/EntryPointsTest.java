package dev.gradus.models.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever an entry point of the models is called with, it works or says what is wrong, by the type of its exception and in
 * a sentence of its own. {@link ErrorCases} holds the sentences; an entry point that is missing there fails the build.
 */
class EntryPointsTest {
    /** Everything that may be thrown; a sentence is asked of each. */
    private static final Set<Class<?>> MEANT = Set.of(
            UnsuitableSeriesException.class,
            MalformedDataException.class,
            NonFiniteException.class,
            ShapeException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            NullPointerException.class,
            ModelFileException.class,
            NoSuchFileException.class,
            FileSystemException.class);

    /** The samples of lists and collections are not those of these, and the compiler would have refused them. */
    private static final Set<String> OF_OTHER_LISTS = Set.of(
            "Confusion.sum(List)",
            "Trial.all(Collection, Collection, Collection)",
            "BenchmarkFolder.signals(Collection, Collection)",
            "BenchmarkSummary.of(List)",
            "ResultsFile.of(List)",
            "Benchmark.run(List, ResultsFile, Listener)",
            "ScalerDrift(List)",
            "ScalerDrift.of(List, TimeSeries)",
            "Fleet.run(List, Path, Listener)",
            "DetectionCsv.anomalies(TimeFormat, List)",
            "SeriesReport(String, int, List, long[], double[], double, double, String)");

    private static final int CALLS = 60;

    private static ErrorCases cases() {
        ErrorCases cases = new ErrorCases();
        ModelCases.addTo(cases);
        ScoringCases.addTo(cases);
        FamilyCases.addTo(cases);
        GanomalyCases.addTo(cases);
        ImageCases.addTo(cases);
        RegressionCases.addTo(cases);
        ProfileCases.addTo(cases);
        EvaluationCases.addTo(cases);
        FleetCases.addTo(cases);
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> badInputIsAnsweredBySentences() {
        return cases().rows().stream().map(row -> dynamicTest(row.toString(), () -> answers(row)));
    }

    private static void answers(ErrorCases.Row row) {
        Throwable thrown = thrown(row);
        String message = String.valueOf(thrown.getMessage());
        assertSame(row.type(), thrown.getClass(), message);
        assertTrue(message.startsWith(row.start()), () -> "not '" + row.start() + "' but: " + message);
    }

    private static Throwable thrown(ErrorCases.Row row) {
        try {
            row.action().execute();
        } catch (Throwable e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void everyEntryPointHasACase() throws IOException {
        ErrorCases cases = cases();
        Set<String> listed = new TreeSet<>(cases.harmless().keySet());
        cases.rows().forEach(row -> listed.add(row.entry()));
        Set<String> there = new TreeSet<>();
        EntryPoints.all().forEach(entry -> there.add(EntryPoints.name(entry)));
        assertTrue(there.size() > 100, () -> "only " + there);
        Set<String> missing = new TreeSet<>(there);
        missing.removeAll(listed);
        assertEquals(Set.of(), missing, "entry points without a case in ErrorCases");
        listed.removeAll(there);
        assertEquals(Set.of(), listed, "cases of entry points that are not there");
    }

    @Test
    void noArgumentsLeadToAnExceptionFromTheDepths(@TempDir Path folder) throws IOException {
        Samples samples = new Samples(folder);
        Random random = new Random(3);
        Set<String> violations = new TreeSet<>();
        for (Executable entry : EntryPoints.all()) {
            if (!OF_OTHER_LISTS.contains(EntryPoints.name(entry))) {
                for (int i = 0; i < CALLS; i++) {
                    call(entry, samples, random, violations);
                }
            }
        }
        assertEquals(Set.of(), violations);
    }

    private static void call(Executable entry, Samples samples, Random random, Set<String> violations) {
        boolean needsReceiver = EntryPoints.needsReceiver(entry);
        Object receiver = needsReceiver ? samples.draw(entry.getDeclaringClass(), random) : null;
        if (needsReceiver && receiver == null) {
            return;
        }
        Object[] arguments = Arrays.stream(entry.getParameterTypes())
                .map(type -> samples.draw(type, random))
                .toArray();
        Throwable thrown = invoke(entry, receiver, arguments);
        String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
        boolean inWords = message.split(" ").length > 2 && !message.matches("(?s)(Cannot|Index|Range) .*");
        if (thrown != null && !(inWords && MEANT.contains(thrown.getClass()))) {
            violations.add(EntryPoints.name(entry) + " of " + Arrays.deepToString(arguments) + ": " + thrown);
        }
    }

    private static Throwable invoke(Executable entry, Object receiver, Object... arguments) {
        try {
            if (entry instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                ((Method) entry).invoke(receiver, arguments);
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(EntryPoints.name(entry), e);
        }
    }
}
