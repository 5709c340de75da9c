package consumer;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trains, saves, loads and detects, and prints the bits of what came out: {@code java consumer.Main FOLDER}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        TimeSeries series = TimeSeries.readCsv(writeSeries(folder.resolve("series.csv")));
        Detector detector = TadGan.builder()
                .window(18)
                .latent(4)
                .encoderUnits(6)
                .generatorUnits(5)
                .criticFilters(4)
                .batch(32)
                .criticIterations(2)
                .epochs(2)
                .seed(5)
                .build()
                .fit(series);
        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        Detection detection = Detector.load(file).examine(series);
        if (!Arrays.equals(detector.examine(series).scores(), detection.scores())) {
            throw new AssertionError("the loaded detector is not the one that was saved");
        }
        System.out.println("backend " + Backends.get().name());
        System.out.println("file " + Arrays.hashCode(Files.readAllBytes(file)));
        System.out.println("scores " + Arrays.hashCode(detection.scores()));
        System.out.println("reconstruction " + Arrays.hashCode(detection.reconstruction()));
        for (Anomaly anomaly : detection.anomalies()) {
            System.out.println("anomaly " + anomaly);
        }
    }

    private static Path writeSeries(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 300; i++) {
            double bump = i >= 200 && i < 212 ? 15 : 0;
            lines.add((1_400_000_000L + 1800L * i) + "," + (i % 12 + bump));
        }
        return Files.write(file, lines);
    }
}
