package dev.gradus.models.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody gets who depends on {@code dev.gradus:models}: a small class path, and a program that works with and
 * without the Vector API, on the JVM of the build and, where the environment variable GRADUS_JAVA25 names its
 * {@code java}, on JDK 25, and says nothing on standard error that the JVM does not say of itself.
 */
class ConsumerIT {
    private static final ConsumerBuild BUILD = new ConsumerBuild();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int FEATURE = Runtime.version().feature();

    /** What the program printed on the JVM of the build, by whether it had the Vector API. */
    private static final Map<Boolean, String> PRINTED = new HashMap<>();

    @BeforeAll
    static void build() throws Exception {
        BUILD.run();
    }

    @Test
    void theWholeClassPathIsUnderTwoMegabytes() throws IOException {
        List<String> names = new ArrayList<>();
        long bytes = Files.size(BUILD.jar());
        for (Path library : BUILD.libraries()) {
            names.add(library.getFileName().toString().replaceFirst("-\\d.*", ""));
            bytes += Files.size(library);
        }
        List<String> needed = List.of(
                "commons-math4-transform",
                "commons-numbers-complex",
                "commons-numbers-core",
                "engine",
                "fastcsv",
                "models");
        assertEquals(needed, names, "without optional libraries");
        long total = bytes;
        assertTrue(total < 2_000_000, () -> "the class path has " + total + " bytes");
    }

    @Test
    void theJarsAreModulesThatShareNoPackage() throws IOException {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (ModuleReference module :
                ModuleFinder.of(BUILD.libraries().toArray(new Path[0])).findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            for (String name : descriptor.packages()) {
                packages.computeIfAbsent(name, key -> new TreeSet<>()).add(descriptor.name());
            }
        }
        packages.forEach((name, modules) -> assertEquals(1, modules.size(), () -> name + " is in " + modules));
        assertEquals(Set.of("dev.gradus.engine"), packages.get("dev.gradus.engine.tensor"));
        assertEquals(Set.of("dev.gradus.models"), packages.get("dev.gradus.models.tadgan"));
    }

    @ParameterizedTest
    @CsvSource({"engine, dev/gradus/engine/tensor/Tensor", "models, dev/gradus/models/Detector"})
    void licenceSourcesAndDocumentationAreThere(String name, String type) throws IOException {
        assertHolds(BUILD.artifact(name, ".jar"), "META-INF/LICENSE", type + ".class");
        assertHolds(BUILD.artifact(name, "-sources.jar"), "META-INF/LICENSE", type + ".java");
        assertHolds(BUILD.artifact(name, "-javadoc.jar"), "index.html", type + ".html");
    }

    private static void assertHolds(Path file, String... entries) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (String entry : entries) {
                assertNotNull(jar.getEntry(entry), () -> file + " has no " + entry);
            }
        }
    }

    @ParameterizedTest(name = "vector = {0}")
    @ValueSource(booleans = {false, true})
    void trainsAndDetects(boolean vector) throws Exception {
        String out = printed(vector);
        assertTrue(out.contains("backend " + (vector ? "vector" : "plain")), out);
        assertTrue(
                Pattern.compile("^anomaly 2014-", Pattern.MULTILINE)
                        .matcher(out)
                        .find(),
                out);
    }

    @ParameterizedTest(name = "vector = {0}")
    @ValueSource(booleans = {false, true})
    void givesTheSameBitsOnJava25(boolean vector) throws Exception {
        String java25 = System.getenv("GRADUS_JAVA25");
        assumeTrue(java25 != null && !java25.isEmpty(), "GRADUS_JAVA25 does not name the java of a JDK 25");
        assertEquals(printed(vector), runTightly(Path.of(java25), 25, vector));
    }

    @Test
    void worksOnTheModulePath() throws Exception {
        List<String> path = List.of("-p", Command.path(jars()), "--add-modules", "ALL-MODULE-PATH", "-m");
        assertEquals(printed(true), run(JAVA, vectorFlags(true), path, "consumer/"));
    }

    @Test
    void worksUnderASecurityPolicy() throws Exception {
        assumeTrue(FEATURE < 24, "JDK 24 and later have no security manager");
        Path policy = BUILD.folder("policy").resolve("gradus.policy");
        Files.writeString(policy, """
                grant {
                    // Its class path, and the folder that it works in.
                    permission java.io.FilePermission "${consumer.jars}${/}-", "read";
                    permission java.io.FilePermission "${user.dir}", "read";
                    permission java.io.FilePermission "${user.dir}${/}-", "read,write,delete";
                    // Its settings, and what the libraries and the Vector API look at.
                    permission java.util.PropertyPermission "gradus.*", "read";
                    permission java.util.PropertyPermission "os.arch", "read";
                    permission java.util.PropertyPermission "jdk.incubator.vector.*", "read";
                    permission java.util.PropertyPermission "de.siegmar.fastcsv.*", "read";
                    // Worker threads without the caller's class loader; names of temporary files by process.
                    permission java.lang.RuntimePermission "setContextClassLoader";
                    permission java.lang.RuntimePermission "manageProcess";
                };
                """);
        List<String> flags = new ArrayList<>(vectorFlags(true));
        flags.add("-Dgradus.threads=3");
        flags.add("-Dconsumer.jars=" + BUILD.jar().getParent());
        flags.add("-Djava.security.manager");
        flags.add("-Djava.security.policy==" + policy.toUri());
        assertEquals(printed(true), runOnClassPath(JAVA, flags));
    }

    private static String printed(boolean vector) throws Exception {
        if (!PRINTED.containsKey(vector)) {
            PRINTED.put(vector, runTightly(JAVA, FEATURE, vector));
        }
        return PRINTED.get(vector);
    }

    /** Forces the Vector API, which is otherwise left alone where the processor's vectors are narrow. */
    private static List<String> vectorFlags(boolean vector) {
        return vector ? List.of("--add-modules", "jdk.incubator.vector", "-Dgradus.backend=vector") : List.of();
    }

    /**
     * With what a careful operator forbids: every module but java.base, Java serialisation, native code, internals of
     * the JDK; with every warning of every part of the JVM on standard error; with little memory.
     */
    private static String runTightly(Path java, int feature, boolean vector) throws Exception {
        List<String> flags = new ArrayList<>(vectorFlags(vector));
        flags.add("--limit-modules");
        flags.add(vector ? "java.base,jdk.incubator.vector" : "java.base");
        flags.add("-Djdk.serialFilter=!*");
        flags.add("-Xverify:all");
        flags.add("-Xmx64m");
        flags.add("-Xlog:disable");
        flags.add("-Xlog:all=warning:stderr:none");
        if (feature >= 24) {
            flags.add("--illegal-native-access=deny");
            flags.add("--sun-misc-unsafe-memory-access=deny");
        }
        return runOnClassPath(java, flags);
    }

    private static String runOnClassPath(Path java, List<String> flags) throws Exception {
        return run(java, flags, List.of("-cp", Command.path(jars())), "");
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>(BUILD.libraries());
        jars.add(BUILD.jar());
        return jars;
    }

    /**
     * Gives what the program prints, and checks that it leaves nothing on standard error but what the JVM with these
     * flags says where a program does nothing.
     */
    private static String run(Path java, List<String> flags, List<String> path, String module) throws Exception {
        Path folder = BUILD.folder("run");
        List<Command.Output> outputs = new ArrayList<>();
        for (String main : List.of("consumer.Main", "consumer.Nothing")) {
            Command command = new Command(folder, java).add(flags.toArray()).add(path.toArray());
            outputs.add(command.add(module + main, folder).run());
        }
        assertEquals(outputs.get(1).err(), outputs.get(0).err());
        return outputs.get(0).out();
    }
}
