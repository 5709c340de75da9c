package dev.gradus.engine.errors;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.gradus.engine.EngineClasses;
import dev.gradus.engine.tensor.Operation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users of the engine can call: the public constructors and methods of its public classes that take an argument.
 * Left out are the kernels and geometries of {@code backend}, which trust the operations above them to check shapes, and
 * what users implement rather than call.
 */
final class EntryPoints {
    private static final String ROOT = "dev.gradus.engine.";
    private static final Set<String> PACKAGES =
            Set.of("memory", "parallel", "backend.choice", "tensor", "autograd", "nn", "optim", "io");

    private EntryPoints() {}

    /**
     * A constructor or method as a public class has it.
     *
     * @param type the class, which may inherit the method from one that is not public
     * @param executable the constructor or method
     */
    record EntryPoint(Class<?> type, Executable executable) {
        /** Such as {@code Tensor.slice(int, int, int)} and {@code Dense(int, int, Init)}. */
        String name() {
            String simple = type.getName()
                    .substring(type.getName().lastIndexOf('.') + 1)
                    .replace('$', '.');
            String parameters = Arrays.stream(executable.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", "(", ")"));
            return (executable instanceof Constructor ? simple : simple + "." + executable.getName()) + parameters;
        }

        boolean needsReceiver() {
            return executable instanceof Method && !Modifier.isStatic(executable.getModifiers());
        }
    }

    static List<EntryPoint> all() {
        List<EntryPoint> all = new ArrayList<>();
        for (Class<?> type : classes()) {
            Stream<Executable> own = Stream.concat(
                    Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
            Stream<Executable> inherited =
                    Arrays.<Executable>stream(type.getMethods()).filter(m -> !isPublic(m.getDeclaringClass()));
            Stream.concat(own, inherited)
                    .distinct()
                    .filter(EntryPoints::isCalled)
                    .map(executable -> new EntryPoint(type, executable))
                    .sorted(Comparator.comparing(EntryPoint::name))
                    .forEach(all::add);
        }
        return all;
    }

    private static List<Class<?>> classes() {
        List<Class<?>> found = new ArrayList<>();
        EngineClasses.ALL.stream()
                .filter(c -> PACKAGES.stream().anyMatch(p -> c.getPackageName().equals(ROOT + p)))
                .sorted(Comparator.comparing(JavaClass::getName))
                .map(JavaClass::reflect)
                .filter(EntryPoints::isPublic)
                .filter(c -> c != Operation.class)
                .filter(c -> !Throwable.class.isAssignableFrom(c))
                .forEach(found::add);
        return found;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean isCalled(Executable executable) {
        int modifiers = executable.getModifiers();
        boolean made = !(executable instanceof Constructor)
                || !Modifier.isAbstract(executable.getDeclaringClass().getModifiers());
        boolean inherited = executable instanceof Method && executable.getName().equals("equals");
        return Modifier.isPublic(modifiers)
                && !Modifier.isAbstract(modifiers)
                && !executable.isSynthetic()
                && made
                && !inherited
                && executable.getParameterCount() > 0
                && !executable.getDeclaringClass().isEnum();
    }
}
