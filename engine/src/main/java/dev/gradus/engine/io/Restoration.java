package dev.gradus.engine.io;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Brings a file's numbers back into live objects, all or nothing: everything is compared first and every problem noted,
 * and only where there is none does {@link #run} change anything.
 */
final class Restoration {
    private static final int MOST_NAMED = 10;

    private final SafeTensors from;
    private final Set<String> expected = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Runnable> changes = new ArrayList<>();

    Restoration(SafeTensors from) {
        this.from = from;
    }

    /** The file. */
    SafeTensors from() {
        return from;
    }

    /** Notes a problem. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Plans a change that cannot fail. */
    void change(Runnable change) {
        changes.add(change);
    }

    /**
     * Plans to set cells to tensors of their names behind a prefix.
     *
     * @param format how a file holds a cell of a name
     */
    void cells(String prefix, Cells into, BiFunction<String, Cell, CellFormat> format) {
        for (Map.Entry<String, Cell> entry : into.byName().entrySet()) {
            CellFormat cell = format.apply(prefix + entry.getKey(), entry.getValue());
            boolean complete = true;
            for (String name : cell.names()) {
                complete &= find(name) != null;
            }
            if (complete) {
                cell.check(from, this::problem);
            }
            change(() -> cell.assign(from));
        }
    }

    /** A tensor of exactly this type and shape; {@code null} where there is none, which is then a problem. */
    StoredTensor tensor(String name, DType dtype, int... shape) {
        StoredTensor tensor = find(name);
        if (tensor != null && (tensor.dtype() != dtype || !Arrays.equals(tensor.shape(), shape))) {
            problem("tensor " + Quoted.of(name) + " is " + tensor + ", must be " + dtype + " "
                    + Arrays.toString(shape));
            return null;
        }
        return tensor;
    }

    private StoredTensor find(String name) {
        expected.add(name);
        StoredTensor tensor = from.find(name);
        if (tensor == null) {
            missing.add(Quoted.of(name));
        }
        return tensor;
    }

    /** Tensors with this prefix that nobody asked for are a problem, but for PyTorch's counter of batches. */
    void nothingElse(String prefix) {
        for (String name : from.names()) {
            boolean skipped = name.equals("num_batches_tracked") || name.endsWith(".num_batches_tracked");
            if (name.startsWith(prefix) && !skipped && !expected.contains(name)) {
                unexpected.add(Quoted.of(name));
            }
        }
    }

    /**
     * Makes the changes.
     *
     * @param what the target, for the message
     * @throws ModelFileException if there is a problem, with all of them
     */
    void run(String what) throws ModelFileException {
        List<String> sentences = new ArrayList<>();
        if (!missing.isEmpty()) {
            sentences.add("missing tensors: " + list(missing, ", "));
        }
        if (!unexpected.isEmpty()) {
            sentences.add("unexpected tensors: " + list(unexpected, ", "));
        }
        if (!problems.isEmpty()) {
            sentences.add(list(problems, "; "));
        }
        if (!sentences.isEmpty()) {
            throw new ModelFileException(
                    from.source() + ": does not fit " + what + ": " + String.join("; ", sentences));
        }
        changes.forEach(Runnable::run);
    }

    private static String list(List<String> all, String separator) {
        int shown = Math.min(all.size(), MOST_NAMED);
        String more = all.size() > shown ? " and " + (all.size() - shown) + " more" : "";
        return String.join(separator, all.subList(0, shown)) + more;
    }
}
