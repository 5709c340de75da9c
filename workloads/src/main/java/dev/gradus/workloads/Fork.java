package dev.gradus.workloads;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import java.io.IOException;

/** The other end of {@link Forks}: measures one thing in a JVM of its own and prints the figures in one line. */
final class Fork {
    private Fork() {}

    /**
     * @param arguments {@code limits THREADS SECONDS}, or {@code work NAME BACKEND THREADS WARM-UP MEASURING}, the last two
     *     in seconds
     */
    public static void main(String[] arguments) {
        endWithParent();
        try {
            System.out.println(arguments[0].equals("limits") ? limits(arguments) : work(arguments));
        } catch (Throwable e) {
            System.out.println(Forks.FAILED + e);
        }
        System.out.flush();
        System.exit(0);
    }

    private static String limits(String... arguments) {
        Limits limits = Limits.measure(Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]));
        return limits.flops() + " " + limits.vectorApi() + " " + limits.cacheBytes() + " " + limits.memoryBytes();
    }

    private static String work(String... arguments) {
        Workload workload = Workloads.named(arguments[1]).orElseThrow();
        Work work = workload.prepare(Backends.named(arguments[2], Workers.of(Integer.parseInt(arguments[3]))));
        Stopwatch watch = new Stopwatch(Double.parseDouble(arguments[4]), Double.parseDouble(arguments[5]));
        Measurement m = watch.time(work, workload.operations());
        return m.median() + " " + m.minimum() + " " + m.bytes();
    }

    /** When the parent goes, however it does, its end of the pipe closes. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is ever sent
                        }
                    } catch (IOException e) {
                        // as good as the end
                    }
                    Runtime.getRuntime().halt(1);
                },
                "gradus-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
