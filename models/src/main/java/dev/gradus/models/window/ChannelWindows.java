package dev.gradus.models.window;

import dev.gradus.models.series.Windows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The windows of all channels of a series, n of length T.
 *
 * @param channels which they are
 * @param each     the windows of each channel
 */
public record ChannelWindows(Channels channels, List<Windows> each) {
    /** Checks that they go together. */
    public ChannelWindows {
        each = List.copyOf(each);
        if (each.size() != channels.count()) {
            throw new IllegalArgumentException(
                    each.size() + " series do not go with " + channels.count() + " channels");
        }
        Windows first = each.get(0);
        if (each.stream().anyMatch(w -> w.count() != first.count() || w.length() != first.length())) {
            throw new IllegalArgumentException("the channels have different windows");
        }
    }

    /** How many there are, n. */
    public int count() {
        return each.get(0).count();
    }

    /** Samples in a window, T. */
    public int length() {
        return each.get(0).length();
    }

    /** Of the channels that are reconstructed. */
    public Windows[] targets() {
        return IntStream.of(channels.targetIndices()).mapToObj(each::get).toArray(Windows[]::new);
    }
}
