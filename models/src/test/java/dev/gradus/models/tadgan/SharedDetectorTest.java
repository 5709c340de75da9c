package dev.gradus.models.tadgan;

import static dev.gradus.models.tadgan.Small.WINDOW;
import static dev.gradus.models.tadgan.Small.assertSame;
import static dev.gradus.models.tadgan.Small.changed;
import static dev.gradus.models.tadgan.Small.series;
import static dev.gradus.models.tadgan.Small.wave;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.backend.choice.BackendReport;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One loaded detector, many threads. */
class SharedDetectorTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 2;

    private static final TimeSeries TRAINING = wave(130, 1);

    /**
     * A question to a detector.
     *
     * @param scoring {@code null} leaves it to the detector
     */
    private record Question(TimeSeries series, Scoring scoring) {
        Detection ask(Detector detector) {
            return scoring == null ? detector.examine(series) : detector.examine(series, scoring);
        }
    }

    @TempDir
    private Path folder;

    /** Series of many lengths, so that threads meet in kernels of the same and of different sizes. */
    private static List<Question> questions() {
        List<TimeSeries> inputs = List.of(
                TRAINING,
                wave(WINDOW + 1, 2),
                wave(64, 3),
                wave(200, 4),
                changed(wave(100, 5), 40, 60, i -> Double.NaN),
                changed(wave(100, 6), 50, 52, i -> 1e20),
                series(64 + WINDOW, i -> 50));
        List<Question> questions = new ArrayList<>();
        for (TimeSeries input : inputs) {
            questions.add(new Question(input, null));
            questions.add(new Question(input, Scoring.FROZEN));
            questions.add(new Question(input, Scoring.TRANSDUCTIVE));
        }
        return questions;
    }

    /** Every backend that runs here. */
    static List<String> backends() {
        return Backends.report().stream()
                .filter(report -> report.state() != BackendReport.State.UNAVAILABLE)
                .map(BackendReport::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void eightThreadsGetTheBitsOfOne(String backend) throws Exception {
        Path file = folder.resolve("shared.safetensors");
        Small.tadGan()
                .backend(Backends.named(backend, Workers.of(1)))
                .build()
                .fit(TRAINING)
                .save(file);
        List<Question> questions = questions();
        Detector alone = Detector.load(file, Backends.named(backend, Workers.of(1)));
        List<Detection> expected = questions.stream().map(q -> q.ask(alone)).toList();
        for (Workers workers : List.of(Workers.shared(), Workers.of(3))) {
            // Nobody has asked this one before: the first use, too, comes from all threads at once.
            Detector shared = Detector.load(file, Backends.named(backend, workers));
            ask(shared, questions, expected);
        }
    }

    private static void ask(Detector shared, List<Question> questions, List<Detection> expected) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                threads.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        List<Integer> order = new ArrayList<>();
                        for (int i = 0; i < questions.size(); i++) {
                            order.add(i);
                        }
                        Collections.shuffle(order, random);
                        for (int i : order) {
                            assertSame(expected.get(i), questions.get(i).ask(shared));
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aSeriesThatIsRefusedLeavesNoTrace() {
        Detector detector = Small.tadGan().epochs(1).build().fit(TRAINING);
        Detection expected = detector.examine(TRAINING);
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalArgumentException.class, () -> detector.examine(wave(WINDOW, 7)));
            assertSame(expected, detector.examine(TRAINING));
        }
    }

    @Test
    void whatACallerDoesToADetectionIsItsOwnAffair() {
        Detector detector = Small.tadGan().epochs(1).build().fit(TRAINING);
        Detection first = detector.examine(TRAINING, Scoring.FROZEN);
        Detection second = detector.examine(TRAINING, Scoring.FROZEN);
        Arrays.fill(first.scores(), -1);
        Arrays.fill(first.values(), -1);
        Arrays.fill(first.times(), -1);
        Arrays.fill(first.reconstruction(), -1);
        assertSame(second, detector.examine(TRAINING, Scoring.FROZEN));
    }
}
