package dev.gradus.engine.io;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Rng;
import java.util.Arrays;
import java.util.Map;

/** A live object that a {@link Checkpoint} saves and restores, and the tensors that hold it. */
sealed interface CheckpointPart {
    /** Before the names of all tensors that are not those of a network. */
    String RESERVED = "checkpoint";

    /** Adds it to a file. */
    void write(SafeTensors.Builder into);

    /** Looks whether a file fits, and plans to bring it back from there. */
    void plan(Restoration restoration);

    /** The cells of a network, under their names behind the network's: {@code critic.0.weight}. */
    record Network(String name, Cells cells) implements CheckpointPart {
        @Override
        public void write(SafeTensors.Builder into) {
            Weights.write(cells, name + ".", into);
        }

        @Override
        public void plan(Restoration restoration) {
            restoration.cells(name + ".", cells, CellFormat::weight);
        }
    }

    /**
     * What an optimiser remembers, under {@code checkpoint.optimizer.NAME.}, and its steps. Its kind is compared, since
     * moments of one kind mean nothing to another.
     */
    record OptimizerState(String name, Optimizer optimizer) implements CheckpointPart {
        private String prefix() {
            return RESERVED + ".optimizer." + name + ".";
        }

        private String kind() {
            return optimizer.getClass().getSimpleName();
        }

        @Override
        public void write(SafeTensors.Builder into) {
            into.metadata(prefix() + "kind", kind());
            into.longs(prefix() + "steps", new int[0], optimizer.steps());
            for (Map.Entry<String, Cell> cell : optimizer.state().byName().entrySet()) {
                CellFormat.plain(prefix() + cell.getKey(), cell.getValue()).write(into);
            }
        }

        @Override
        public void plan(Restoration restoration) {
            String was = restoration.from().metadata().get(prefix() + "kind");
            if (!kind().equals(was)) {
                restoration.problem("optimizer " + Quoted.of(name) + " was of kind " + Quoted.of(String.valueOf(was))
                        + ", is of " + Quoted.of(kind()));
            }
            StoredTensor stored = restoration.tensor(prefix() + "steps", DType.I64);
            if (stored != null) {
                long steps = stored.longs()[0];
                if (steps < 0) {
                    restoration.problem(
                            "tensor " + Quoted.of(prefix() + "steps") + " is " + steps + ", must not be negative");
                }
                restoration.change(() -> optimizer.resume(steps));
            }
            restoration.cells(prefix(), optimizer.state(), CellFormat::plain);
        }
    }

    /** Where a generator stands: {@code checkpoint.generator.NAME}, I64 [3] with seed, gamma and position. */
    record Generator(String name, Rng rng) implements CheckpointPart {
        private String tensor() {
            return RESERVED + ".generator." + name;
        }

        @Override
        public void write(SafeTensors.Builder into) {
            Rng.State state = rng.state();
            into.longs(tensor(), new int[] {3}, state.seed(), state.gamma(), state.position());
        }

        @Override
        public void plan(Restoration restoration) {
            StoredTensor stored = restoration.tensor(tensor(), DType.I64, 3);
            if (stored == null) {
                return;
            }
            long[] words = stored.longs();
            if ((words[1] & 1) == 0) {
                restoration.problem(
                        "tensor " + Quoted.of(tensor()) + ": gamma, number 1, is " + words[1] + ", must be odd");
            }
            restoration.change(() -> rng.resume(new Rng.State(words[0], words[1], words[2])));
        }
    }

    /** Whole numbers that the training changes: {@code checkpoint.array.NAME}, I64. */
    record IntArray(String name, int[] values) implements CheckpointPart {
        private String tensor() {
            return RESERVED + ".array." + name;
        }

        @Override
        public void write(SafeTensors.Builder into) {
            into.longs(
                    tensor(),
                    new int[] {values.length},
                    Arrays.stream(values).asLongStream().toArray());
        }

        @Override
        public void plan(Restoration restoration) {
            StoredTensor stored = restoration.tensor(tensor(), DType.I64, values.length);
            if (stored == null) {
                return;
            }
            long[] numbers = stored.longs();
            for (long number : numbers) {
                if (number != (int) number) {
                    restoration.problem(
                            "tensor " + Quoted.of(tensor()) + " holds " + number + ", which is no int of Java");
                    return;
                }
            }
            restoration.change(() -> Arrays.setAll(values, i -> (int) numbers[i]));
        }
    }

    /** Numbers that the training changes: {@code checkpoint.array.NAME}, F64. */
    record DoubleArray(String name, double[] values) implements CheckpointPart {
        private String tensor() {
            return RESERVED + ".array." + name;
        }

        @Override
        public void write(SafeTensors.Builder into) {
            into.doubles(tensor(), new int[] {values.length}, values);
        }

        @Override
        public void plan(Restoration restoration) {
            StoredTensor stored = restoration.tensor(tensor(), DType.F64, values.length);
            if (stored != null) {
                double[] numbers = stored.doubles();
                restoration.change(() -> System.arraycopy(numbers, 0, values, 0, values.length));
            }
        }
    }
}
