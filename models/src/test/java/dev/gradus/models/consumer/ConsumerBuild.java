package dev.gradus.models.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds {@code src/it/consumer} with Maven, outside of the reactor: a copy of it under {@code target}, with a local
 * repository of its own, into which the reactor's artifacts are put as {@code mvn install} puts them. Everything else is
 * taken from the repository of the build that this one is part of, and only what is not there (nothing, as a rule, but
 * before the first build) from where that build's Maven looks for it.
 */
final class ConsumerBuild {
    private static final String VERSION = property("version");

    /** The folder of the reactor. */
    private final Path root = Path.of(property("root")).toAbsolutePath().normalize();
    /** With a space: every tool must bear one. */
    private final Path work = root.resolve("models/target/it consumer");

    private final Path repository = work.resolve("repository");
    private final Path project = work.resolve("project");

    private static String property(String name) {
        String value = System.getProperty("gradus.it." + name);
        if (value == null) {
            throw new IllegalStateException("gradus.it." + name + " is not set; run it by mvn verify");
        }
        return value;
    }

    /** A jar of the reactor. */
    Path artifact(String name, String suffix) {
        return root.resolve(name).resolve("target").resolve(name + "-" + VERSION + suffix);
    }

    /** The consumer's own jar, after {@link #run()}. */
    Path jar() {
        return project.resolve("target/consumer.jar");
    }

    /** The jars that Maven has resolved for it, after {@link #run()}, in the order of their names. */
    List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("target/lib"))) {
            return files.sorted().toList();
        }
    }

    /** An empty folder. */
    Path folder(String name) throws IOException {
        Path folder = work.resolve(name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    void run() throws IOException, InterruptedException {
        install();
        copy(root.resolve("models/src/it/consumer"), folder("project"));
        Files.createDirectory(project.resolve(".mvn")); // where Maven stops to look for settings of projects around it
        Path settings = Files.writeString(work.resolve("settings.xml"), settings());
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Command maven = new Command(project, Path.of(property("maven"), "bin", windows ? "mvn.cmd" : "mvn"));
        maven.add("-B", "-ntp", "-q", "-gs", settings, "-Dmaven.repo.local=" + repository);
        if (property("settings").equals("offline=true")) {
            maven.add("-o", "-Daether.offline.protocols=file");
        }
        maven.add("-Dgradus.version=" + VERSION);
        for (String plugin : List.of("compiler", "dependency", "jar", "resources", "surefire")) {
            String name = "maven-" + plugin + "-plugin.version";
            maven.add("-D" + name + "=" + property(name));
        }
        maven.add("package").run();
    }

    private void install() throws IOException {
        delete(repository.resolve("dev/gradus"));
        install("parent", root.resolve("pom.xml"), ".pom");
        install("bom", root.resolve("bom/pom.xml"), ".pom");
        for (String module : List.of("engine", "models")) {
            install(module, root.resolve(module).resolve("pom.xml"), ".pom");
            install(module, artifact(module, ".jar"), ".jar");
        }
    }

    private void install(String name, Path file, String suffix) throws IOException {
        Path folder = repository.resolve("dev/gradus").resolve(name).resolve(VERSION);
        Files.createDirectories(folder);
        Files.copy(file, folder.resolve(name + "-" + VERSION + suffix), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Global settings: those of the user still hold, with their mirrors and proxies. */
    private static String settings() {
        String known = """
                <id>known</id>
                <url>%s</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
                """.formatted(Path.of(property("repository")).toUri());
        return """
                <settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
                  <profiles>
                    <profile>
                      <id>known</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>known</activeProfile></activeProfiles>
                </settings>
                """.formatted(known);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            paths.forEach(path -> {
                try {
                    Path target = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(path, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
