package dev.gradus.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a process that saves is killed, its file is the last one that it saved, or the one that it was saving. */
class KilledWriterTest {
    private static final int KILLS = 50;
    private static final int LONGEST_DELAY = 40;

    /** A training of some megabytes whose every number is the epoch. */
    private static final class Training {
        private final Backend backend = TestBackends.named("plain", 1);
        private final Parameter weight = new Parameter("weight", Tensor.zeros(backend, Shape.of(100, 70)));
        private final double[] state = new double[400_000];
        private final Checkpoint checkpoint = Checkpoint.builder()
                .network("network", Cells.of(weight))
                .array("state", state)
                .build();

        void epoch() {
            double epoch = checkpoint.epoch() + 1;
            weight.set(Tensor.full(backend, epoch, weight.shape()));
            Arrays.fill(state, epoch);
            checkpoint.completeEpoch(Map.of("loss", epoch));
        }

        /** Checks that what was loaded is of one epoch. */
        void requireWhole() {
            long epoch = checkpoint.epoch();
            for (float number : weight.constant().toFloats()) {
                assertEquals(epoch, number);
            }
            assertEquals(
                    state.length, Arrays.stream(state).filter(x -> x == epoch).count());
            double[] losses = checkpoint.history().get("loss");
            assertEquals(epoch, losses.length);
            assertEquals(epoch, losses[losses.length - 1]);
        }
    }

    /** Trains and saves until it is killed, and says after each save which epoch is safe. */
    static final class Writer {
        private Writer() {}

        /** @param args the file */
        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            Training training = new Training();
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            training.checkpoint.loadIfPresent(file);
            while (true) {
                training.epoch();
                training.checkpoint.save(file);
                System.out.println(training.checkpoint.epoch() + ".");
            }
        }
    }

    @Test
    void theFileIsTheOldOneOrTheNewOne(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("training.safetensors");
        Training training = new Training();
        Rng delays = new Rng(20260101);
        int interrupted = 0;
        long reached = 0;
        ChildJvm next = ChildJvm.start(Writer.class, file.toString());
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                ChildJvm child = next;
                child.send("go");
                // The next one starts while this one saves: most of a child's time is its start.
                next = ChildJvm.start(Writer.class, file.toString());
                long saved = save(child, delays.nextInt(LONGEST_DELAY));

                training.checkpoint.load(file);
                training.requireWhole();
                long epoch = training.checkpoint.epoch();
                assertTrue(
                        epoch == saved || epoch == saved + 1,
                        "epoch " + epoch + " after epoch " + saved + " was saved");
                assertTrue(epoch > reached, "nothing was saved after epoch " + reached);
                reached = epoch;
                int leftovers = others(file).size();
                assertTrue(leftovers <= 1, () -> "a killed process leaves one file at most");
                interrupted += leftovers;
            }
        } finally {
            next.kill();
        }
        assertTrue(interrupted > 0, "no kill came while a file was written");
        training.checkpoint.save(file);
        assertEquals(List.of(), others(file));
    }

    /** Lets a child save for a while, kills it, and returns the last epoch of which it said that it is saved. */
    private static long save(ChildJvm child, int delay) throws Exception {
        String last = child.line();
        Thread.sleep(delay);
        child.kill();
        for (String line : child.rest().split("\n")) {
            // The last line may be cut off.
            last = line.endsWith(".") ? line : last;
        }
        return Long.parseLong(last.substring(0, last.length() - 1));
    }

    private static List<Path> others(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(f -> !f.equals(file)).collect(Collectors.toList());
        }
    }
}
