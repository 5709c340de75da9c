package dev.gradus.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    /** Its weight is the number of steps taken; its losses are read from a list. */
    private static final class Counter implements Trainable {
        private final Parameter weight = new Parameter("weight", Tensor.zeros(Backends.get(), Shape.of(1)));
        private final double[] losses;
        private final boolean validates;
        private int epoch;

        Counter(boolean validates, double... losses) {
            this.validates = validates;
            this.losses = losses;
        }

        @Override
        public String name() {
            return "counter";
        }

        @Override
        public Cells cells() {
            return Cells.of(weight);
        }

        @Override
        public Checkpoint.Builder checkpoint() {
            return Checkpoint.builder().network("network", cells());
        }

        @Override
        public int begin() {
            epoch = (int) (value() / 2);
            return 2;
        }

        @Override
        public Map<String, Double> step(int index) {
            double loss = losses[epoch];
            weight.set(Tensor.full(Backends.get(), loss == -1 ? Double.NaN : value() + 1, Shape.of(1)));
            return Map.of("loss", validates ? 1 : loss);
        }

        @Override
        public OptionalDouble validationLoss() {
            return validates ? OptionalDouble.of(losses[epoch]) : OptionalDouble.empty();
        }

        @Override
        public String remedy() {
            return "count slower";
        }

        double value() {
            return weight.constant().get(0);
        }
    }

    @Test
    void runsAllEpochs() {
        Counter counter = new Counter(false, 3, 2, 1);
        List<String> seen = new ArrayList<>();
        TrainingOutcome outcome = new Training(counter, 3).run(new TrainingListener() {
            @Override
            public void progress(TrainingProgress p) {
                seen.add(p.epoch() + "/" + p.epochs() + " " + p.step() + "/" + p.steps() + " " + p.losses());
            }

            @Override
            public void epoch(int epoch, int epochs, Map<String, double[]> losses) {
                seen.add(epoch + " " + losses.get("loss").length);
            }
        });
        assertEquals(new TrainingOutcome(3, 3, Map.of("loss", new double[] {3, 2, 1})), outcome);
        assertEquals("3 epochs, loss 1.0", outcome.toString());
        assertEquals(6, counter.value());
        assertEquals(List.of("1/3 1/2 {loss=3.0}", "1/3 2/2 {loss=3.0}", "1 1"), seen.subList(0, 3));
        assertEquals(9, seen.size());
    }

    @Test
    void stopsEarlyAndKeepsTheBestWeights() {
        for (boolean validates : new boolean[] {true, false}) {
            Counter counter = new Counter(validates, 5, 3, 4, 2.95, 3, 9);
            TrainingOutcome outcome = new Training(counter, 6)
                    .earlyStopping(new EarlyStopping(2, 0.1, true))
                    .run(TrainingListener.none());
            assertEquals(4, outcome.epochs());
            assertEquals(2, outcome.best());
            assertEquals(4, counter.value());
            if (validates) {
                assertArrayEquals(new double[] {5, 3, 4, 2.95}, outcome.losses().get("validation"));
            }
        }
    }

    @Test
    void keepsTheLastWeightsIfAsked() {
        Counter counter = new Counter(true, 5, 3, 4, 4, 4, 4);
        TrainingOutcome outcome = new Training(counter, 6)
                .earlyStopping(new EarlyStopping(2, 0, false))
                .run(TrainingListener.none());
        assertEquals(4, outcome.epochs());
        assertEquals(4, outcome.best());
        assertEquals(8, counter.value());
    }

    @Test
    void goesOnWhereItWasWithTheBestWeights(@TempDir Path folder) throws Exception {
        Checkpoints file = Checkpoints.in(folder.resolve("counter.safetensors"));
        double[] losses = {5, 1, 4, 4, 4, 4, 4};
        EarlyStopping stopping = EarlyStopping.patience(4);
        new Training(new Counter(true, losses), 3).earlyStopping(stopping).run(TrainingListener.none(), file);
        Counter resumed = new Counter(true, losses);
        TrainingOutcome outcome =
                new Training(resumed, 7).earlyStopping(stopping).run(TrainingListener.none(), file);
        assertEquals(6, outcome.epochs());
        assertEquals(2, outcome.best());
        assertEquals(4, resumed.value());
        // What has ended stays ended.
        Counter again = new Counter(true, losses);
        assertEquals(outcome, new Training(again, 7).earlyStopping(stopping).run(TrainingListener.none(), file));
        assertEquals(4, again.value());
        assertThrows(
                ModelFileException.class,
                () -> new Training(new Counter(true, losses), 7).run(TrainingListener.none(), file));
    }

    @Test
    void endsWhereNumbersDiverge() {
        NonFiniteException loss = assertThrows(
                NonFiniteException.class,
                () -> new Training(new Counter(false, 1, Double.POSITIVE_INFINITY), 2).run(TrainingListener.none()));
        assertTrue(
                loss.getMessage().startsWith("counter: the loss of loss became Infinity in epoch 2; count slower"),
                loss.getMessage());
        NonFiniteException weight = assertThrows(
                NonFiniteException.class, () -> new Training(new Counter(false, -1), 1).run(TrainingListener.none()));
        assertTrue(
                weight.getMessage().startsWith("counter: the weights of weight became NaN in epoch 1; count slower"),
                weight.getMessage());
    }

    @Test
    void endsWhereTheListenerGivesUp() {
        TrainingListener impatient = new TrainingListener() {
            private int steps;

            @Override
            public void progress(TrainingProgress progress) {
                steps++;
            }

            @Override
            public boolean cancelled() {
                return steps == 3;
            }
        };
        CancellationException e = assertThrows(
                CancellationException.class, () -> new Training(new Counter(false, 1, 1), 2).run(impatient));
        assertEquals("counter: training was cancelled in epoch 2 of 2", e.getMessage());
    }
}
