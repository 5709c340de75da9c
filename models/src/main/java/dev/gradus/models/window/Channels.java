package dev.gradus.models.window;

import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.series.TimeSeries;
import java.util.HashSet;
import java.util.List;

/**
 * Which columns of a series a model looks at, and which of them it is to reconstruct. A channel is a column that was chosen.
 *
 * @param columns names of the columns; empty for the only column of a series, whatever its name
 * @param targets names of those that are reconstructed and scored, in the order of the columns
 */
public record Channels(List<String> columns, List<String> targets) {
    /** The only column of a series. */
    public static final Channels ONLY = new Channels(List.of(), List.of());

    /** Checks the names, and puts the targets in order. */
    public Channels {
        requireNames("columns", columns);
        requireNames("targets", targets);
        columns = List.copyOf(columns);
        for (String target : targets) {
            if (!columns.contains(target)) {
                throw new IllegalArgumentException(
                        "targets: '" + target + "' is none of the columns " + columns + "; name it there too");
            }
        }
        if (!columns.isEmpty() && targets.isEmpty()) {
            throw new IllegalArgumentException("targets: there are none; name one column at least");
        }
        targets = columns.stream().filter(targets::contains).toList();
    }

    private static void requireNames(String what, List<String> names) {
        if (names == null || names.stream().anyMatch(name -> name == null || name.isEmpty())) {
            throw new IllegalArgumentException(what + ": a name is missing in " + names);
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(what + ": a column is named twice in " + names);
        }
    }

    /** All columns that are named, all of them reconstructed. */
    public static Channels of(List<String> columns) {
        return new Channels(columns, columns);
    }

    /** Whether it is the only column of a series, whatever its name. */
    public boolean isOnly() {
        return columns.isEmpty();
    }

    /** How many channels a model sees, C. */
    public int count() {
        return Math.max(1, columns.size());
    }

    /** How many of them it reconstructs, K. */
    public int targetCount() {
        return Math.max(1, targets.size());
    }

    /** Which they are, of the channels counted from 0, {@code [K]}. */
    public int[] targetIndices() {
        return isOnly()
                ? new int[] {0}
                : targets.stream().mapToInt(columns::indexOf).toArray();
    }

    /** Whether every channel is reconstructed. */
    public boolean areAllTargets() {
        return targets.size() == columns.size();
    }

    /**
     * The columns of a series that are channels.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if one is not there, or there are several and none is named
     */
    public TimeSeries select(TimeSeries series) {
        if (isOnly()) {
            series.requireSingle();
            return series;
        }
        return series.columns(columns.toArray(String[]::new));
    }

    /** Of windows {@code [batch, T, C]}, the channels that are reconstructed, {@code [batch, T, K]}. */
    public Tensor targets(Tensor x) {
        if (areAllTargets()) {
            return x;
        }
        int[] indices = targetIndices();
        Tensor[] parts = new Tensor[indices.length];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = x.slice(2, indices[k], indices[k] + 1);
        }
        return parts.length == 1 ? parts[0] : Tensor.concat(2, parts);
    }
}
