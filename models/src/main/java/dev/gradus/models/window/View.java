package dev.gradus.models.window;

import java.util.Objects;

/**
 * What a model sees of a series.
 *
 * @param channels which columns
 * @param domain   in which form
 */
public record View(Channels channels, Domain domain) {
    /** The only column, as it is. */
    public static final View DEFAULT = new View(Channels.ONLY, Domain.TIME);

    /** Checks that both are there. */
    public View {
        Objects.requireNonNull(channels, "the channels are null");
        Objects.requireNonNull(domain, "the domain is null; Domain.TIME leaves windows as they are");
    }
}
