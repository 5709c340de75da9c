package dev.gradus.bench;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.ganomaly.Ganomaly;
import dev.gradus.models.ganomaly.GanomalyDetector;
import dev.gradus.models.ganomaly.GanomalyScore;
import dev.gradus.models.ganomaly.GanomalyVariant;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well GANomaly tells digits apart, as published exercises measure it: the area under the ROC curve of the model at its last
 * step, by each of its scores. A program and no benchmark: it takes minutes for each model that it trains.
 *
 * <pre>
 *   java -cp bench/target/benchmarks.jar dev.gradus.bench.GanomalyAccuracy ones   DIR ITERATIONS THREADS SEED...
 *   java -cp bench/target/benchmarks.jar dev.gradus.bench.GanomalyAccuracy digits DIR ITERATIONS THREADS DIGIT...
 * </pre>
 *
 * <ul>
 *   <li>{@code ones}: 64 × 64 pixels, trained on the first 800 ones (a tenth of which are held back for the threshold), and
 *       tested on the other ones and all sevens; with each of some seeds.
 *   <li>{@code digits}: 32 × 32 pixels, one digit is unusual, with seed 0. The first four fifths of all other digits are trained on,
 *       the last fifth and all images of that digit are tested; for each of some digits.
 * </ul>
 *
 * A line for each training, and at the end the medians of all.
 */
public final class GanomalyAccuracy {
    private static final int ONES = 800;

    private final Images digits;
    private final int iterations;
    private final Backend backend;

    /** By score, of all trainings so far. */
    private final Map<GanomalyScore, List<Double>> areas = new EnumMap<>(GanomalyScore.class);

    private GanomalyAccuracy(Images digits, int iterations, Backend backend) {
        this.digits = digits;
        this.iterations = iterations;
        this.backend = backend;
    }

    /** See above. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 5 || !List.of("ones", "digits").contains(arguments[0])) {
            System.err.println("GanomalyAccuracy ones|digits DIR ITERATIONS THREADS SEED_OR_DIGIT...");
            System.exit(2);
        }
        int threads = Integer.parseInt(arguments[3]);
        GanomalyAccuracy accuracy = new GanomalyAccuracy(
                IdxFolder.read(Path.of(arguments[1])),
                Integer.parseInt(arguments[2]),
                Backends.configured(Workers.of(threads)));
        for (String number : Arrays.asList(arguments).subList(4, arguments.length)) {
            if (arguments[0].equals("ones")) {
                accuracy.ones(Long.parseLong(number));
            } else {
                accuracy.unusual(Integer.parseInt(number));
            }
        }
        accuracy.medians();
    }

    private void ones(long seed) {
        Images ones = digits.labelled(1);
        Ganomaly.Builder settings = Ganomaly.builder(GanomalyVariant.POOLED_64).seed(seed);
        measure(
                "ones, seed " + seed,
                settings,
                ones.range(0, ONES),
                ones.range(ONES, ones.count()),
                digits.labelled(7));
    }

    private void unusual(int digit) {
        Images usual = digits.where(label -> label != digit);
        int trained = usual.count() * 4 / 5;
        Ganomaly.Builder settings = Ganomaly.builder(GanomalyVariant.ORIGINAL_32);
        measure(
                "unusual " + digit,
                settings,
                usual.range(0, trained),
                usual.range(trained, usual.count()),
                digits.labelled(digit));
    }

    /** Trains, scores and prints a line. */
    private void measure(String name, Ganomaly.Builder settings, Images trained, Images usual, Images unusual) {
        long start = System.nanoTime();
        GanomalyDetector detector =
                settings.iterations(iterations).backend(backend).build().fit(trained);
        Images test = usual.and(unusual);
        boolean[] positive = new boolean[test.count()];
        Arrays.fill(positive, usual.count(), positive.length, true);
        StringBuilder line = new StringBuilder(name + ", " + iterations + " iterations:");
        Map<GanomalyScore, double[]> all = detector.allScores(test);
        all.forEach((score, scores) -> {
            double area = Roc.of(scores, positive).area();
            areas.computeIfAbsent(score, s -> new ArrayList<>()).add(area);
            line.append(String.format(Locale.ROOT, " %s %.4f", score, area));
        });
        double[] judged = all.get(detector.score());
        line.append(String.format(
                Locale.ROOT,
                ", above the threshold %.1f %% of %d unusual and %.1f %% of %d usual, %.0f s",
                share(judged, usual.count(), judged.length, detector.threshold()),
                unusual.count(),
                share(judged, 0, usual.count(), detector.threshold()),
                usual.count(),
                (System.nanoTime() - start) / 1e9));
        System.out.println(line);
    }

    private void medians() {
        StringBuilder line = new StringBuilder("medians:");
        areas.forEach((score, all) -> {
            double[] sorted = all.stream().mapToDouble(a -> a).sorted().toArray();
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            line.append(String.format(Locale.ROOT, " %s %.4f", score, median));
        });
        System.out.println(line);
    }

    private static double share(double[] scores, int from, int to, double threshold) {
        return 100.0
                * Arrays.stream(scores, from, to).filter(s -> s > threshold).count()
                / (to - from);
    }
}
