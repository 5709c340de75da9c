package dev.gradus.engine.io;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Cell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings a file's numbers back into live objects, all or nothing: everything is compared first and every problem noted,
 * and only where there is none does {@link #run} change anything.
 */
final class Restoration {
    private static final int MOST_PROBLEMS = 20;

    private final SafeTensors from;
    private final List<String> problems = new ArrayList<>();
    private final List<Runnable> changes = new ArrayList<>();

    Restoration(SafeTensors from) {
        this.from = from;
    }

    /** Notes a problem. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Plans to set a network's cells to the tensors whose names begin with {@code prefix}, which must be all used. */
    void weights(String prefix, Cells into) {
        cells(prefix, into, true);
    }

    private void cells(String prefix, Cells into, boolean network) {
        Set<String> expected = new LinkedHashSet<>();
        for (Map.Entry<String, Cell> entry : into.byName().entrySet()) {
            CellFormat format = new CellFormat(prefix + entry.getKey(), entry.getValue());
            expected.addAll(format.names());
            for (String name : format.names()) {
                if (from.find(name) == null) {
                    problem("tensor " + Quoted.of(name) + " is missing");
                }
            }
            format.check(from, network, this::problem);
            changes.add(() -> format.assign(from));
        }
        for (String name : from.names()) {
            boolean skipped = name.equals("num_batches_tracked") || name.endsWith(".num_batches_tracked");
            if (name.startsWith(prefix) && !skipped && !expected.contains(name)) {
                problem("tensor " + Quoted.of(name) + " is not part of the network");
            }
        }
    }

    /**
     * Makes the changes.
     *
     * @throws ModelFileException if there is a problem, with all of them
     */
    void run() throws ModelFileException {
        if (problems.isEmpty()) {
            changes.forEach(Runnable::run);
            return;
        }
        int shown = Math.min(problems.size(), MOST_PROBLEMS);
        String more = problems.size() > shown ? "; and " + (problems.size() - shown) + " more" : "";
        throw new ModelFileException(from.source() + ": " + String.join("; ", problems.subList(0, shown)) + more);
    }
}
