package dev.gradus.models.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detector;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradus in class loaders of its own, as in an application server: nothing of it stays behind, and copies are apart. */
@Timeout(180)
class ClassLoadersTest {
    private static final long DEADLINE_NANOS = 90_000_000_000L;

    /** Threads of the application, which outlive what it has loaded. */
    private final ExecutorService application = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        application.shutdownNow();
    }

    /** A copy of engine, models and the CSV library that shares nothing but the JDK with the tests. */
    private static URLClassLoader copy() {
        Set<URL> places = new LinkedHashSet<>();
        for (Class<?> type : List.of(Workers.class, Detector.class, CsvReader.class, Session.class)) {
            places.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        return new URLClassLoader("copy", places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    @SuppressWarnings("unchecked")
    private static Function<String, String> session(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(Session.class.getName());
        assertSame(loader, type.getClassLoader());
        assertSame(loader, loader.loadClass(Detector.class.getName()).getClassLoader());
        assertSame(loader, loader.loadClass(Workers.class.getName()).getClassLoader());
        return (Function<String, String>) type.getConstructor().newInstance();
    }

    /** Two copies train and detect at the same time, on threads that live on, and are forgotten. */
    private List<WeakReference<ClassLoader>> used(String backend) throws Exception {
        Set<Thread> before = workers();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<Callable<String>> sessions = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ClassLoader loader = copy();
            Function<String, String> session = session(loader);
            sessions.add(() -> session.apply(backend));
            loaders.add(new WeakReference<>(loader));
        }
        String alone = new Session().apply(backend);
        for (Future<String> bits : application.invokeAll(sessions)) {
            assertEquals(alone, bits.get(), "the bits of a copy beside another");
        }
        Set<Thread> started = workers();
        started.removeAll(before);
        assertTrue(started.size() >= 2 || backend.equals("shared"), () -> "no workers at work, only " + started);
        return loaders;
    }

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gradus-worker-"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain", "shared"})
    void copiesGiveTheSameBitsAndAreCollected(String backend) throws Exception {
        List<WeakReference<ClassLoader>> loaders = used(backend);
        long start = System.nanoTime();
        for (WeakReference<ClassLoader> loader : loaders) {
            while (loader.get() != null && System.nanoTime() - start < DEADLINE_NANOS) {
                System.gc();
                Thread.sleep(50);
            }
            assertNull(loader.get(), "something holds the class loader");
        }
        assertFalse(application.isShutdown());
    }
}
