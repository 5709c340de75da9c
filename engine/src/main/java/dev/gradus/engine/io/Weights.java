package dev.gradus.engine.io;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.NonFiniteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Moves the numbers of a network's cells into a file and back. A file holds them under the names and in the layouts of
 * PyTorch's state dictionaries, so that {@code safetensors.torch.load_file} gives what {@code load_state_dict} takes, and
 * the other way round:
 * <ul>
 *   <li>An {@link dev.gradus.engine.nn.Lstm LSTM}'s {@code bias_l0} stands in a file as {@code bias_ih_l0} and
 *       {@code bias_hh_l0}: the sum of the two is read, and zeros are written for the second.
 *   <li>PyTorch's {@code num_batches_tracked} is skipped.
 * </ul>
 * Float32 backends write F32, the float64 reference writes F64. Any floating-point type is read; what a cell cannot hold
 * exactly is rounded to nearest. NaN and infinity are neither written nor read: a network that holds one computes
 * nothing, and a good file is not to be replaced by it.
 */
public final class Weights {
    private Weights() {}

    /**
     * Writes the cells into a file of their own.
     *
     * @throws NonFiniteException if a number is NaN or infinite
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    public static void save(Cells cells, Path file) throws IOException {
        SafeTensors.Builder content = SafeTensors.builder();
        write(cells, "", content);
        content.build().write(file);
    }

    /**
     * Sets the cells to the numbers in a file of their own.
     *
     * @throws ModelFileException if the file is malformed or does not fit the cells, which then keep their numbers
     * @throws IOException if the file cannot be read
     */
    public static void load(Path file, Cells cells) throws IOException {
        read(SafeTensors.read(file), "", cells);
    }

    /**
     * Adds the cells to a file's content.
     *
     * @param prefix put before each name, such as {@code generator.}; may be empty
     * @throws NonFiniteException if a number is NaN or infinite
     * @throws IllegalArgumentException if the content has a tensor of such a name
     */
    public static void write(Cells cells, String prefix, SafeTensors.Builder into) {
        Objects.requireNonNull(cells, "weights: the cells are null");
        Objects.requireNonNull(prefix, "weights: the prefix is null; \"\" is none");
        Objects.requireNonNull(into, "weights: the content to write into is null");
        for (Map.Entry<String, Cell> entry : cells.byName().entrySet()) {
            CellFormat.weight(prefix + entry.getKey(), entry.getValue()).write(into);
        }
    }

    /**
     * Sets the cells to a file's numbers, all of them or none.
     *
     * @param prefix before each name in the file; tensors whose names begin otherwise are not looked at
     * @throws ModelFileException if a tensor is missing, is not a cell's, has another shape, no floating-point type or a
     *     number that is not finite; it lists every problem, and the cells keep their numbers
     */
    public static void read(SafeTensors from, String prefix, Cells into) throws ModelFileException {
        Objects.requireNonNull(from, "weights: the content to read from is null");
        Objects.requireNonNull(prefix, "weights: the prefix is null; \"\" is none");
        Objects.requireNonNull(into, "weights: the cells are null");
        Restoration restoration = new Restoration(from);
        restoration.cells(prefix, into, CellFormat::weight);
        restoration.nothingElse(prefix);
        restoration.run("the network");
    }
}
