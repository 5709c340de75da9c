package dev.gradus.models.isolation;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * What an application does with Gradus. Only types of the JDK go in and come out, so that it can be called across class
 * loaders: takes the name of a backend, or "shared" for the one that everything shares, and gives the bits of a
 * detection.
 */
public final class Session implements Function<String, String> {
    @Override
    public String apply(String name) {
        try {
            Path folder = Files.createTempDirectory("session");
            try {
                return work(backend(name), folder);
            } finally {
                Files.deleteIfExists(folder.resolve("series.csv"));
                Files.deleteIfExists(folder.resolve("detector.safetensors"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On its own workers: three threads, whatever the machine has. */
    private static Backend backend(String name) {
        return name.equals("shared") ? Backends.get() : Backends.named(name, Workers.of(3));
    }

    private static String work(Backend backend, Path folder) throws IOException {
        TimeSeries series = TimeSeries.readCsv(Files.writeString(folder.resolve("series.csv"), csv()));
        TadGan model = TadGan.builder()
                .window(18)
                .latent(4)
                .encoderUnits(6)
                .generatorUnits(5)
                .criticFilters(4)
                .batch(48)
                .criticIterations(2)
                .epochs(1)
                .seed(5)
                .backend(backend)
                .build();
        cancel(model, series);
        Path file = folder.resolve("detector.safetensors");
        model.fit(series).save(file);
        return bits(Detector.load(file, backend).examine(series));
    }

    private static String csv() {
        StringBuilder csv = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 130; i++) {
            csv.append(1_400_000_000L + 1800L * i).append(',');
            csv.append(i % 12 + (i > 70 && i < 80 ? 20 : 0)).append('\n');
        }
        return csv.toString();
    }

    private static void cancel(TadGan model, TimeSeries series) {
        try {
            model.fit(series, new TrainingListener() {
                @Override
                public void progress(TrainingProgress progress) {}

                @Override
                public boolean cancelled() {
                    return true;
                }
            });
        } catch (CancellationException e) {
            return;
        }
        throw new AssertionError("training goes on although the listener has given up");
    }

    private static String bits(Detection detection) {
        List<Object> all = new ArrayList<>();
        all.add(Arrays.hashCode(detection.values()));
        all.add(Arrays.hashCode(detection.reconstruction()));
        all.add(Arrays.hashCode(detection.scores()));
        for (Anomaly anomaly : detection.anomalies()) {
            all.add(anomaly.start() + "-" + anomaly.end() + ":" + anomaly.severity());
        }
        return all.toString();
    }
}
