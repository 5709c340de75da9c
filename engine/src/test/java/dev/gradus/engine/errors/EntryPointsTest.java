package dev.gradus.engine.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.errors.EntryPoints.EntryPoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.memory.StaleTensorException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever an entry point of the engine is called with, it works or says what is wrong, by the type of its exception and in
 * a sentence of its own. {@link ErrorCases} holds the sentences; an entry point that is missing there fails the build.
 */
class EntryPointsTest {
    /** Everything that may be thrown; a sentence is asked of each. */
    private static final Set<Class<?>> MEANT = Set.of(
            ShapeException.class,
            StaleTensorException.class,
            NonFiniteException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            IndexOutOfBoundsException.class,
            NullPointerException.class,
            ModelFileException.class,
            NoSuchFileException.class,
            FileSystemException.class,
            OutOfMemoryError.class);

    /** What can be asked of a tensor whose numbers are gone. */
    private static final Set<String> WITHOUT_NUMBERS =
            Set.of("shape", "backend", "isTracked", "node", "tracked", "detach", "toString");

    private static final int CALLS = 40;

    private static ErrorCases cases() {
        ErrorCases cases = new ErrorCases();
        TensorCases.addTo(cases);
        FunctionCases.addTo(cases);
        LayerCases.addTo(cases);
        TrainingCases.addTo(cases);
        FileCases.addTo(cases);
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
        int from = 0;
        for (String part : row.parts()) {
            int at = message.indexOf(part, from);
            assertTrue(at >= 0, () -> "no '" + part + "' (in this order) in: " + message);
            from = at + part.length();
        }
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
    void everyEntryPointHasACase() {
        ErrorCases cases = cases();
        Set<String> listed = new TreeSet<>(cases.harmless().keySet());
        cases.rows().forEach(row -> listed.add(row.entry()));
        Set<String> there = new TreeSet<>();
        EntryPoints.all().forEach(entry -> there.add(entry.name()));
        assertTrue(there.size() > 200, () -> "only " + there);
        Set<String> missing = new TreeSet<>(there);
        missing.removeAll(listed);
        assertEquals(Set.of(), missing, "entry points without a case in ErrorCases");
        listed.removeAll(there);
        assertEquals(Set.of(), listed, "cases of entry points that are not there");
    }

    @Test
    void noArgumentsLeadToAnExceptionFromTheDepths(@TempDir Path folder) {
        Samples samples = new Samples(folder);
        Random random = new Random(7);
        Set<String> violations = new TreeSet<>();
        for (EntryPoint entry : EntryPoints.all()) {
            // Any number of chunks is right, and many take long.
            if (!entry.name().startsWith("Workers.loop")) {
                for (int i = 0; i < CALLS; i++) {
                    call(entry, samples, random, violations);
                }
            }
        }
        assertEquals(Set.of(), violations);
    }

    private static void call(EntryPoint entry, Samples samples, Random random, Set<String> violations) {
        Object receiver = entry.needsReceiver() ? samples.draw(entry.type(), random) : null;
        if (entry.needsReceiver() && receiver == null) {
            return;
        }
        Object[] arguments = Arrays.stream(entry.executable().getParameterTypes())
                .map(type -> samples.draw(type, random))
                .toArray();
        Throwable thrown = invoke(entry, receiver, arguments);
        String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
        boolean inWords = message.matches("(?s)[a-z/][A-Za-z0-9_. ,/\\[\\]-]*: .+") && !message.startsWith("Cannot ");
        if (thrown != null && !(inWords && MEANT.contains(thrown.getClass()))) {
            violations.add(entry.name() + " of " + Arrays.deepToString(arguments) + " on " + receiver + ": " + thrown);
        }
    }

    private static Throwable invoke(EntryPoint entry, Object receiver, Object... arguments) {
        // A public class may inherit from one that is not.
        entry.executable().setAccessible(true);
        try {
            if (entry.executable() instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                ((Method) entry.executable()).invoke(receiver, arguments);
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(entry.name(), e);
        }
    }

    @Test
    void numbersThatAreGoneAreNeverRead() throws ReflectiveOperationException {
        List<String> read = new ArrayList<>();
        for (Method method : Tensor.class.getDeclaredMethods()) {
            boolean asked = Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && method.getParameterCount() == 0
                    && !WITHOUT_NUMBERS.contains(method.getName());
            if (asked) {
                for (Tensor gone :
                        List.of(Samples.closed(1, 1), Samples.closed(1, 1).tracked(), Samples.stale())) {
                    try {
                        method.invoke(gone);
                        read.add(method.getName());
                    } catch (InvocationTargetException e) {
                        boolean single =
                                method.getName().equals("item") && gone.shape().size() > 1;
                        assertSame(
                                single ? ShapeException.class : StaleTensorException.class,
                                e.getCause().getClass());
                    }
                }
            }
        }
        assertEquals(List.of(), read);
    }
}
