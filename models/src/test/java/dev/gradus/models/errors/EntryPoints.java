package dev.gradus.models.errors;

import dev.gradus.models.file.ModelFormat;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.SeriesModel;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users of the models can call: the public constructors and methods of the public classes that take an argument. The
 * packages {@code file}, {@code jobs}, {@code fleet.engine} and, but for {@link SeriesModel}, {@code window} are left out: they are for those who
 * write a model, a long run or an engine for fleets, and are tested with these.
 */
final class EntryPoints {
    private static final String ROOT = "dev.gradus.models";
    private static final Set<String> PACKAGES = Set.of(
            ROOT,
            ROOT + ".series",
            ROOT + ".scoring",
            ROOT + ".evaluation",
            ROOT + ".fleet",
            ROOT + ".training",
            ROOT + ".autoencoder",
            ROOT + ".ganomaly",
            ROOT + ".image",
            ROOT + ".dcgan",
            ROOT + ".quality",
            ROOT + ".profile",
            ROOT + ".ensemble",
            ROOT + ".online",
            ROOT + ".regression",
            ROOT + ".tadgan");

    private EntryPoints() {}

    static List<Executable> all() throws IOException {
        List<Executable> all = new ArrayList<>();
        for (Class<?> type : classes()) {
            Stream.concat(
                            Arrays.<Executable>stream(type.getDeclaredConstructors()),
                            Arrays.stream(type.getDeclaredMethods()))
                    .filter(EntryPoints::isCalled)
                    .sorted(Comparator.comparing(EntryPoints::name))
                    .forEach(all::add);
        }
        return all;
    }

    /** Such as {@code TimeSeries.column(String)} and {@code Interval(long, long)}. */
    static String name(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        String simple =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        String parameters = Arrays.stream(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
        return (executable instanceof Constructor ? simple : simple + "." + executable.getName()) + parameters;
    }

    static boolean needsReceiver(Executable executable) {
        return executable instanceof Method && !Modifier.isStatic(executable.getModifiers());
    }

    private static List<Class<?>> classes() throws IOException {
        Path root = root();
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String name = root.relativize(file).toString().replaceFirst("\\.class$", "");
                Class<?> type = type(name.replace(file.getFileSystem().getSeparator(), "."));
                if ((PACKAGES.contains(type.getPackageName()) || type == SeriesModel.class)
                        && isPublic(type)
                        && !Throwable.class.isAssignableFrom(type)
                        && !ModelFormat.class.isAssignableFrom(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    private static Path root() {
        try {
            return Path.of(TadGan.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, EntryPoints.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean isCalled(Executable executable) {
        int modifiers = executable.getModifiers();
        boolean valueOf =
                executable.getDeclaringClass().isEnum() && executable.getName().equals("valueOf");
        return Modifier.isPublic(modifiers)
                && !Modifier.isAbstract(modifiers)
                && !executable.isSynthetic()
                && !executable.getName().equals("equals")
                && !valueOf
                && executable.getParameterCount() > 0;
    }
}
