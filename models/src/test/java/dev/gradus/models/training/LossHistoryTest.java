package dev.gradus.models.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.autoencoder.TableAutoencoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossHistoryTest {
    @Test
    void keepsTheLossesOfEveryEpochAndTellsTheOther() {
        int[] told = new int[1];
        TrainingListener other = progress -> told[0]++;
        LossHistory history = new LossHistory(other);
        assertEquals("epoch\n", new String(history.csv(), StandardCharsets.UTF_8));
        TableAutoencoder.builder()
                .units(3)
                .epochs(4)
                .validation(0.5)
                .build()
                .fit(new double[][] {{1, 2}, {3, 4}, {5, 7}, {2, 9}}, history);
        assertEquals(4, told[0]);
        assertEquals(
                List.of("reconstruction", "validation"),
                List.copyOf(history.losses().keySet()));
        List<String> lines =
                new String(history.csv(), StandardCharsets.UTF_8).lines().toList();
        assertEquals("epoch,reconstruction,validation", lines.get(0));
        assertEquals(5, lines.size());
        for (int epoch = 1; epoch <= 4; epoch++) {
            String[] cells = lines.get(epoch).split(",");
            assertEquals(String.valueOf(epoch), cells[0]);
            assertEquals(history.losses().get("validation")[epoch - 1], Double.parseDouble(cells[2]), 1e-7);
        }
    }

    @Test
    void passesOnThatTheOtherGivesUp() {
        TrainingListener tired = new TrainingListener() {
            @Override
            public void progress(TrainingProgress progress) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertTrue(new LossHistory(tired).cancelled());
    }
}
