package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.LstmInputs;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
        Object[] unwrapped = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            unwrapped[i] = unwrapped(arguments[i]);
            flops += operations(method.getName(), arguments[i]);
        }
        try {
            Object result = invoked(method, unwrapped);
            if (result instanceof Storage[] several) {
                return Stream.of(several).map(this::wrapped).toArray(Storage[]::new);
            }
            return result instanceof Storage one ? wrapped(one) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
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
            throw thrown[0];
        }
        return result;
    }

    /** By the definitions of the kernels in {@link Backend}. */
    private static double operations(String kernel, Object argument) {
        if (argument instanceof ProductGeometry g) {
            return 2.0 * g.batch() * g.m() * g.n() * g.k();
        }
        if (argument instanceof ConvolutionGeometry g) {
            return 2.0 * g.outputSize() * g.inChannels() * g.kernelH() * g.kernelW();
        }
        if (argument instanceof LstmGeometry g) {
            double recurrent = 2.0 * g.batch() * g.time() * 4 * g.hidden() * g.hidden();
            double projection = 2.0 * g.batch() * g.time() * 4 * g.hidden() * g.features();
            return kernel.equals("lstm") ? g.directions() * (recurrent + projection) : recurrent;
        }
        return 0;
    }

    private Storage wrapped(Storage one) {
        return one == null ? null : new Counted(proxy, one);
    }

    private static Object unwrapped(Object argument) {
        if (argument instanceof Counted counted) {
            return counted.storage;
        }
        if (argument instanceof LstmInputs[] several) {
            return Stream.of(several).map(CountingBackend::inputs).toArray(LstmInputs[]::new);
        }
        return argument instanceof LstmInputs one ? inputs(one) : argument;
    }

    private static LstmInputs inputs(LstmInputs of) {
        return new LstmInputs(
                (Storage) unwrapped(of.x()),
                (Storage) unwrapped(of.inputWeight()),
                (Storage) unwrapped(of.weight()),
                (Storage) unwrapped(of.bias()),
                (Storage) unwrapped(of.h0()),
                (Storage) unwrapped(of.c0()),
                (Storage) unwrapped(of.mask()));
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
