package dev.gradus.models.window;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Gathers what a model sees of a series, for the builders of models. */
public final class ViewBuilder {
    private List<String> columns = List.of();
    private List<String> targets;
    private Domain domain = Domain.TIME;

    /** Names the columns. */
    public void columns(String... names) {
        columns = Arrays.asList(Objects.requireNonNull(names, "the names of the columns are null"));
    }

    /** Names the targets. */
    public void targets(String... names) {
        targets = Arrays.asList(Objects.requireNonNull(names, "the names of the targets are null"));
    }

    /** Sets both. */
    public void channels(Channels channels) {
        columns = channels.columns();
        targets = channels.targets();
    }

    /** Sets the domain. */
    public void domain(Domain value) {
        domain = Objects.requireNonNull(value, "the domain is null; Domain.TIME leaves windows as they are");
    }

    /**
     * The view, checked.
     *
     * @param model begins messages
     */
    public View build(String model) {
        try {
            return new View(new Channels(columns, targets == null ? columns : targets), domain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(model + ": " + e.getMessage(), e);
        }
    }
}
