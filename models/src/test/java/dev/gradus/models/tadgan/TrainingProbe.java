package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small training that tells its bits, in this JVM or, started as a program, in another. */
final class TrainingProbe {
    static final TimeSeries SERIES = TadGanTest.wave(18 + 3 * 32 + 5);

    private TrainingProbe() {}

    static TadGan.Builder model(String backend, int epochs) {
        return TadGanTest.small().epochs(epochs).backend(Backends.named(backend, Workers.shared()));
    }

    /** Notes every loss that it is told. */
    static final class Notes implements TrainingListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void progress(TrainingProgress p) {
            StringBuilder line = new StringBuilder("epoch " + p.epoch() + " step " + p.step());
            p.losses()
                    .forEach((name, loss) ->
                            line.append(", ").append(name).append(' ').append(Double.toHexString(loss)));
            lines.add(line.toString());
        }

        List<String> lines() {
            return lines;
        }
    }

    /** A hash of what a detector finds. */
    static String bits(Detector detector) {
        Detection detection = detector.examine(SERIES);
        return "detection " + Arrays.hashCode(detection.reconstruction()) + " " + Arrays.hashCode(detection.scores())
                + " " + detection.anomalies();
    }

    /** Arguments: backend, epochs, file of the checkpoint, milliseconds to wait after every step. */
    public static void main(String[] arguments) throws Exception {
        TadGan model = model(arguments[0], Integer.parseInt(arguments[1])).build();
        long pause = Long.parseLong(arguments[3]);
        TrainingListener printing = new TrainingListener() {
            private final Notes notes = new Notes();

            @Override
            public void resumed(int epoch, int epochs) {
                System.out.println("resumed after " + epoch + " of " + epochs);
            }

            @Override
            public void progress(TrainingProgress p) {
                notes.progress(p);
                System.out.println(notes.lines().get(notes.lines().size() - 1));
                sleep(pause);
            }
        };
        System.out.println(bits(model.fit(SERIES, printing, Checkpoints.in(Path.of(arguments[2])))));
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
