package dev.gradus.models.tadgan;

import static dev.gradus.models.tadgan.Small.changed;
import static dev.gradus.models.tadgan.Small.wave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Anomaly;
import dev.gradus.models.ChildJvm;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector that was saved here detects the same bits in a JVM that has only just started, on another number of threads. */
class OtherJvmTest {
    private static final TimeSeries TRAINING = changed(wave(150, 1), 120, 126, i -> 80);
    private static final TimeSeries OTHER = changed(wave(100, 2), 70, 80, i -> 20);

    @TempDir
    private Path folder;

    /** Runs in the other JVM: {@code FILE BACKEND THREADS}. */
    public static void main(String[] arguments) throws IOException {
        Detector detector = Detector.load(
                Path.of(arguments[0]), Backends.named(arguments[1], Workers.of(Integer.parseInt(arguments[2]))));
        bits(detector).forEach(System.out::println);
    }

    /** All numbers of all detections, to the bit. */
    private static List<String> bits(Detector detector) {
        List<String> lines = new ArrayList<>();
        for (TimeSeries series : List.of(TRAINING, OTHER)) {
            lines.add(detector.examine(series).scoring().toString());
            for (Scoring scoring : Scoring.values()) {
                Detection detection = detector.examine(series, scoring);
                add(lines, detection.scores());
                add(lines, detection.reconstruction());
                add(lines, detection.values());
                for (Anomaly a : detection.anomalies()) {
                    lines.add("anomaly " + a.start() + " " + a.end() + " " + Double.doubleToLongBits(a.severity()));
                }
            }
        }
        return lines;
    }

    private static void add(List<String> lines, double[] values) {
        for (double value : values) {
            lines.add(Long.toHexString(Double.doubleToLongBits(value)));
        }
    }

    @Test
    void detectsTheSameBitsInANewJvm() throws Exception {
        Path file = folder.resolve("taxi.safetensors");
        Detector detector = Small.tadGan()
                .finder(FinderOptions.builder().padding(3).fixedThreshold(2).build())
                .backend(Backends.named("auto", Workers.of(2)))
                .build()
                .fit(TRAINING);
        detector.save(file);
        String backend = Backends.named("auto", Workers.of(2)).name();
        List<String> expected = bits(detector);
        assertTrue(expected.stream().anyMatch(line -> line.startsWith("anomaly ")), "nothing was found");
        assertEquals(expected, run(file, backend, 1));
        assertEquals(expected, run(file, backend, 3));
    }

    private List<String> run(Path file, String backend, int threads) throws Exception {
        return ChildJvm.run(folder.resolve("out.txt"), OtherJvmTest.class, file, backend, threads);
    }
}
