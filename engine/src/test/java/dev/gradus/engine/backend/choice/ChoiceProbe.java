package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.parallel.Workers;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A program that lets {@code auto} choose, multiplies on what it chose with eight threads at once, then asks for jblas
 * and for a report, and prints what came of it: {@link JblasSituationsTest} runs it in JVMs of its own.
 */
public final class ChoiceProbe {
    private static final int THREADS = 8;
    private static final int ROUNDS = 250;

    /** Loggers are held weakly: without this the handler below might be lost. */
    private static final Logger LOG = Logger.getLogger("dev.gradus.engine.backend");

    private ChoiceProbe() {}

    /** @param args none, or {@code auto} to stop after what {@code auto} chose */
    public static void main(String[] args) throws Exception {
        LOG.setLevel(Level.ALL);
        LOG.addHandler(new Handler() {
            @Override
            public void publish(LogRecord entry) {
                print("log", entry.getLevel() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        Backend auto = Backends.get();
        print("auto", auto.name());
        print("wrong", Integer.toString(wrongProducts(auto)));
        print("copies", Integer.toString(copies()));
        if (args.length > 0) {
            return;
        }
        try {
            Backend jblas = Backends.named("jblas", Workers.of(2));
            print("jblas", jblas.description());
            print("wrong", Integer.toString(wrongProducts(jblas)));
        } catch (BackendUnavailableException e) {
            print("jblas", e.getMessage());
        }
        Backends.named("auto", Workers.of(1));
        SystemReport report = SystemReport.take();
        for (BackendReport backend : report.backends()) {
            print("report", backend.toString());
        }
    }

    /** How many copies of its libraries jblas has in the folder for temporary files. */
    private static int copies() {
        File[] folders =
                new File(System.getProperty("java.io.tmpdir")).listFiles((in, name) -> name.startsWith("jblas"));
        int copies = 0;
        for (File folder : folders == null ? new File[0] : folders) {
            File[] inside = folder.listFiles();
            copies += inside == null ? 0 : inside.length;
        }
        return copies;
    }

    private static void print(String what, String value) {
        System.out.println(what + "\t" + value);
    }

    /** Products of 16 by 16 and 33 by 33, by eight threads, that are farther off than rounding explains. */
    private static int wrongProducts(Backend backend) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                long seed = t;
                all.add(threads.submit(() -> wrongProducts(backend, new SplittableRandom(seed))));
            }
            int wrong = 0;
            for (Future<Integer> one : all) {
                wrong += one.get();
            }
            return wrong;
        } finally {
            threads.shutdown();
        }
    }

    private static int wrongProducts(Backend backend, SplittableRandom random) {
        int wrong = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int n = round % 2 == 0 ? 16 : 33;
            double[] a = random.doubles(n * n, -1, 1).toArray();
            double[] b = random.doubles(n * n, -1, 1).toArray();
            ProductGeometry geometry = new ProductGeometry(1, n, n, n, false, false, false, false);
            double[] c = backend.download(backend.product(backend.upload(a), backend.upload(b), geometry));
            wrong += isRight(n, a, b, c) ? 0 : 1;
        }
        return wrong;
    }

    private static boolean isRight(int n, double[] a, double[] b, double[] c) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < n; p++) {
                    sum += a[i * n + p] * b[p * n + j];
                }
                if (!(Math.abs(sum - c[i * n + j]) < 1e-5)) {
                    return false;
                }
            }
        }
        return true;
    }
}
