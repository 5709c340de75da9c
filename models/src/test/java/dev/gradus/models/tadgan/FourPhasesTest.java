package dev.gradus.models.tadgan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FourPhasesTest {
    private static final TimeSeries SERIES = Small.wave(100, 3);

    private static TadGan.Builder model() {
        return Small.tadGan().procedure(Procedure.FOUR_PHASES);
    }

    @Test
    void criticsLearnInSeveralPassesThenEncoderAndGeneratorInOne() {
        List<String> steps = new ArrayList<>();
        model().epochs(1)
                .build()
                .fit(SERIES, p -> steps.add(String.join(", ", p.losses().keySet())));
        // 82 windows are 5 batches of 16.
        assertEquals(15, steps.size());
        for (int i = 0; i < steps.size(); i++) {
            assertEquals(i < 10 ? "critic x, critic z" : "encoder, generator", steps.get(i));
        }
    }

    @Test
    void learnsToRepeatTheSeries() {
        double[][] encoder = new double[1][];
        TrainingListener keeps = new TrainingListener() {
            @Override
            public void progress(TrainingProgress progress) {}

            @Override
            public void epoch(int epoch, int epochs, Map<String, double[]> losses) {
                encoder[0] = losses.get("critic x");
                assertEquals(4, losses.size());
            }
        };
        Detector little = model().epochs(1).build().fit(SERIES);
        Detector much = model().epochs(40).learningRate(0.003).build().fit(SERIES, keeps);
        assertEquals(40, encoder[0].length);
        double before = error(little);
        double after = error(much);
        assertTrue(after < before / 2, before + " became " + after);
    }

    private static double error(Detector detector) {
        double[] again = detector.examine(SERIES).reconstruction();
        double[] values = SERIES.values();
        double sum = 0;
        for (int i = 0; i < again.length; i++) {
            sum += Math.abs(values[i] - again[i]);
        }
        return sum / again.length;
    }

    @Test
    void goesOnFromACheckpointAndIsSavedToTheBit(@TempDir Path folder) throws Exception {
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        model().epochs(1).build().fit(SERIES, TrainingListener.none(), checkpoints);
        Detector resumed = model().epochs(2).build().fit(SERIES, TrainingListener.none(), checkpoints);
        Detector straight = model().epochs(2).build().fit(SERIES);
        Small.assertSame(straight.examine(SERIES), resumed.examine(SERIES));
        Path file = folder.resolve("detector.safetensors");
        straight.save(file);
        Small.assertSame(straight.examine(SERIES), Detector.load(file).examine(SERIES));
    }
}
