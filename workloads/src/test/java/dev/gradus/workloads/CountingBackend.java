package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Hands every kernel on to another backend and counts the multiply-adds that it is asked for, two operations each. */
final class CountingBackend {
    private final Backend inner;
    private final Backend proxy;
    private double flops;

    CountingBackend(Backend inner) {
        this.inner = inner;
        this.proxy = (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    return method.getDeclaringClass() == Object.class ? identity(method, given) : kernel(method, given);
                });
    }

    Backend backend() {
        return proxy;
    }

    /** How many operations were asked for since the last time that this was asked. */
    double take() {
        double counted = flops;
        flops = 0;
        return counted;
    }

    private Object identity(Method method, Object... arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "counting " + inner;
        };
    }

    private Object kernel(Method method, Object... arguments) throws Throwable {
        for (Object argument : arguments) {
            flops += operations(method.getName(), argument, arguments);
        }
        return replaced(invoked(method, (Object[]) replaced(arguments, this::unwrapped)), this::wrapped);
    }

    /** Only the wrapper belongs to the scope that is open: what a scope keeps is kept with all that it wraps. */
    private Object invoked(Method method, Object... arguments) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        Object result = Scope.outside(() -> {
            try {
                return method.invoke(inner, arguments);
            } catch (ReflectiveOperationException e) {
                thrown[0] = e;
                return null;
            }
        });
        if (thrown[0] != null) {
            throw thrown[0] instanceof InvocationTargetException e ? e.getCause() : thrown[0];
        }
        return result;
    }

    /** By the definitions of the kernels in {@link Backend}. */
    private static double operations(String kernel, Object argument, Object... all) {
        if (argument instanceof ProductGeometry g) {
            return 2.0 * g.batch() * g.m() * g.n() * g.k();
        }
        if (argument instanceof ConvolutionGeometry g) {
            return 2.0 * g.outputSize() * g.inChannels() * g.kernelH() * g.kernelW();
        }
        if (argument instanceof RecurrentGeometry g) {
            double projection = 2.0 * g.batch() * g.time() * g.sums() * g.features();
            double recurrent = 2.0 * g.batch() * g.time() * g.sums() * g.hidden();
            if (kernel.equals("recurrence")) {
                return g.directions() * (projection + recurrent);
            }
            double sum = 0;
            for (RecurrentAsked asked : (RecurrentAsked[]) all[3]) {
                sum += recurrent + (asked.x() ? projection : 0) + (asked.parameters() ? projection + recurrent : 0);
            }
            return sum;
        }
        return 0;
    }

    private Storage wrapped(Storage one) {
        return new Counted(proxy, one);
    }

    private Storage unwrapped(Storage one) {
        return one instanceof Counted counted ? counted.storage : one;
    }

    /** A value with every storage in it replaced, in arrays and records too, however deep. */
    private static Object replaced(Object value, UnaryOperator<Storage> replacement)
            throws ReflectiveOperationException {
        if (value instanceof Storage storage) {
            return replacement.apply(storage);
        }
        if (value instanceof Object[] array) {
            Object[] copy = array.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] = replaced(copy[i], replacement);
            }
            return copy;
        }
        if (value instanceof Record) {
            RecordComponent[] components = value.getClass().getRecordComponents();
            Object[] parts = new Object[components.length];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = replaced(components[i].getAccessor().invoke(value), replacement);
            }
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return value.getClass().getConstructor(types).newInstance(parts);
        }
        return value;
    }

    /** A storage of the other backend, which belongs to no scope. */
    private static final class Counted extends Storage {
        private final Storage storage;

        Counted(Backend proxy, Storage storage) {
            super(proxy, storage.size());
            this.storage = storage;
        }

        @Override
        protected void release() {}
    }
}
