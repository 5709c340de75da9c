package dev.gradus.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.TestBackends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten epochs are five, saved, loaded in another JVM, and five more: weights, moments, generators and losses, to the bit. */
@Tag("without-vector")
class ResumedTrainingTest {
    @Test
    void tenEpochsAreFiveAndFiveInAnotherJvm(@TempDir Path folder) throws Exception {
        List<String> backends = new ArrayList<>(TestBackends.names());
        backends.add("reference");
        for (String backend : backends) {
            for (String optimizer : SmallTraining.OPTIMIZERS.keySet()) {
                new SmallTraining(TestBackends.named(backend, 1), optimizer, 7)
                        .trainTo(5)
                        .checkpoint
                        .save(SmallTraining.file(folder, backend, optimizer, 5));
            }
        }
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(backends);
        ChildJvm child = ChildJvm.startWithVectors(SmallTraining.class, arguments.toArray(new String[0]));
        String output = child.rest();
        assertEquals(0, child.exitValue(), output);
        for (String backend : backends) {
            for (String optimizer : SmallTraining.OPTIMIZERS.keySet()) {
                byte[] resumed = Files.readAllBytes(SmallTraining.file(folder, backend, optimizer, 10));
                byte[] whole = new SmallTraining(TestBackends.named(backend, 1), optimizer, 7)
                        .trainTo(10)
                        .checkpoint
                        .content()
                        .toBytes();
                assertArrayEquals(whole, resumed, backend + " " + optimizer);
            }
        }
    }

    /** If the test above compared trainings that stand still, it would say nothing. */
    @Test
    void everythingMovesInBetween() {
        for (String optimizer : SmallTraining.OPTIMIZERS.keySet()) {
            SmallTraining training = new SmallTraining(TestBackends.reference(), optimizer, 7);
            SafeTensors five = training.trainTo(5).checkpoint.content();
            SafeTensors ten = training.trainTo(10).checkpoint.content();
            assertEquals(five.names(), ten.names());
            for (String name : ten.names()) {
                boolean zeros = name.contains("bias_hh");
                boolean same =
                        Arrays.equals(five.find(name).bytes(), ten.find(name).bytes());
                assertEquals(zeros, same, optimizer + ": " + name);
            }
        }
    }

    /** In this JVM, on objects that were used already: nothing of their own past may be left. */
    @Test
    void aUsedTrainingIsBroughtBackToo() throws Exception {
        SmallTraining training = new SmallTraining(TestBackends.reference(), "adam", 7);
        SafeTensors five = training.trainTo(5).checkpoint.content();
        byte[] ten = training.trainTo(10).checkpoint.content().toBytes();
        training.checkpoint.restore(five);
        assertArrayEquals(five.toBytes(), training.checkpoint.content().toBytes());
        assertArrayEquals(ten, training.trainTo(10).checkpoint.content().toBytes());
    }
}
