package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The named cells of a layer or network, in a fixed order. Names are paths as in PyTorch's state dictionaries:
 * {@code lstm.weight_ih_l0}, {@code 0.bias}.
 */
public final class Cells {
    private static final Cells NONE = builder().build();

    private final Map<String, Cell> cells;

    private Cells(Map<String, Cell> cells) {
        this.cells = cells;
    }

    /** No cells. */
    public static Cells none() {
        return NONE;
    }

    /** The cells of one layer, under their own names. */
    public static Cells of(Cell... cells) {
        Builder builder = builder();
        for (Cell cell : Objects.requireNonNull(cells, "cells: the cells are null")) {
            Objects.requireNonNull(cell, "cells: a cell is null");
            builder.add(cell.name(), cell);
        }
        return builder.build();
    }

    /** Starts a collection. */
    public static Builder builder() {
        return new Builder();
    }

    /** By name, in order. */
    public Map<String, Cell> byName() {
        return Collections.unmodifiableMap(cells);
    }

    /** The parameters among them, in order. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (Cell cell : cells.values()) {
            if (cell instanceof Parameter parameter) {
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    /** How many numbers the parameters hold together. */
    public long parameterCount() {
        long count = 0;
        for (Parameter parameter : parameters()) {
            count += parameter.shape().size();
        }
        return count;
    }

    /** Collects cells; each takes the full name that it is added under. */
    public static final class Builder {
        private final Map<String, Cell> cells = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a cell. One that is shared by two layers keeps its first name and is listed once.
         *
         * @throws IllegalArgumentException if another cell has the name
         */
        public Builder add(String name, Cell cell) {
            Objects.requireNonNull(name, "cells: a name is null");
            Objects.requireNonNull(cell, () -> "cells: the cell '" + name + "' is null");
            if (cells.containsValue(cell)) {
                return this;
            }
            if (cells.putIfAbsent(name, cell) != null) {
                throw new IllegalArgumentException("cells: two cells are named '" + name + "'; give one another name");
            }
            cell.rename(name);
            return this;
        }

        /** Adds the cells of a part, their names behind {@code prefix} and a dot. */
        public Builder add(String prefix, Layer part) {
            Objects.requireNonNull(prefix, "cells: a prefix is null");
            Objects.requireNonNull(part, () -> "cells: the part '" + prefix + "' is null");
            part.cells().cells.forEach((name, cell) -> add(prefix + "." + name, cell));
            return this;
        }

        /** The collection. */
        public Cells build() {
            return new Cells(new LinkedHashMap<>(cells));
        }
    }
}
