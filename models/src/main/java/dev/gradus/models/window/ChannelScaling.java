package dev.gradus.models.window;

import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the channels of a series become evenly spaced numbers in [−1, 1], each by numbers of its own.
 *
 * @param channels which columns they are
 * @param each     of each channel, all with the same bins
 */
public record ChannelScaling(Channels channels, List<Preprocessing> each) {
    /** Checks that they go together. */
    public ChannelScaling {
        each = List.copyOf(each);
        if (each.size() != channels.count()) {
            throw new IllegalArgumentException(
                    each.size() + " scalers do not go with " + channels.count() + " channels");
        }
        long interval = each.get(0).interval();
        if (each.stream().anyMatch(one -> one.interval() != interval)) {
            throw new IllegalArgumentException("the channels have different intervals");
        }
    }

    /**
     * The channels of a series, made ready for a model.
     *
     * @param channels which they are
     * @param each     of each channel
     */
    public record Prepared(Channels channels, List<Preprocessing.Prepared> each) {
        /** The start of each bin, in milliseconds since 1970-01-01 UTC. */
        public long[] times() {
            return each.get(0).times();
        }

        /** The windows of all channels; see {@link Preprocessing.Prepared#windows}. */
        public ChannelWindows windows(int length) {
            List<Windows> windows =
                    each.stream().map(one -> one.windows(length)).toList();
            return new ChannelWindows(channels, windows);
        }
    }

    /**
     * Learns from a series.
     *
     * @param series   that has the channels
     * @param interval the bins, or {@code null} for the series' own spacing
     */
    public static ChannelScaling fit(TimeSeries series, Duration interval, Channels channels) {
        TimeSeries chosen = channels.select(series);
        List<Preprocessing> each = IntStream.range(0, channels.count())
                .mapToObj(channel -> Preprocessing.fit(chosen.column(channel), interval))
                .toList();
        return new ChannelScaling(channels, each);
    }

    /** The same bins, fitted on another series otherwise. */
    public ChannelScaling refitted(TimeSeries series) {
        TimeSeries chosen = channels.select(series);
        List<Preprocessing> again = IntStream.range(0, each.size())
                .mapToObj(channel -> each.get(channel).refitted(chosen.column(channel)))
                .toList();
        return new ChannelScaling(channels, again);
    }

    /** Whether refitting it to a series would change nothing. */
    boolean isFittedTo(TimeSeries series) {
        List<Preprocessing> again = refitted(series).each;
        for (int channel = 0; channel < again.size(); channel++) {
            Preprocessing one = each.get(channel);
            Preprocessing other = again.get(channel);
            if (Double.compare(one.fill(), other.fill()) != 0 || !isSame(one.scaler(), other.scaler())) {
                return false;
            }
        }
        return true;
    }

    /** Not by the equals of a record: on JDK 17 it leaves the class, and so its loader, in a cache of the JDK. */
    private static boolean isSame(MinMaxScaler one, MinMaxScaler other) {
        return Double.compare(one.minimum(), other.minimum()) == 0
                && Double.compare(one.maximum(), other.maximum()) == 0;
    }

    /** Makes a series ready. */
    public Prepared prepare(TimeSeries series) {
        TimeSeries chosen = channels.select(series);
        List<Preprocessing.Prepared> prepared = IntStream.range(0, each.size())
                .mapToObj(channel -> each.get(channel).prepare(chosen.column(channel)))
                .toList();
        return new Prepared(channels, prepared);
    }

    /** Bins in milliseconds. */
    public long interval() {
        return each.get(0).interval();
    }

    /** Of the channels that are reconstructed. */
    public List<Preprocessing> targets() {
        return IntStream.of(channels.targetIndices()).mapToObj(each::get).toList();
    }

    /** Whether all channels that are reconstructed are constant. */
    public boolean isConstant() {
        return targets().stream().allMatch(one -> one.scaler().isConstant());
    }

    /** Whether all channels that are reconstructed are constant, and have the same values in a bin, {@code [C]}. */
    public boolean isConstantLike(double... filled) {
        for (int channel : channels.targetIndices()) {
            if (!each.get(channel).scaler().isConstantLike(filled[channel])) {
                return false;
            }
        }
        return true;
    }

    /** Whether all channels that are reconstructed are constant, and have the same values in another series. */
    public boolean isConstantLike(Prepared other) {
        return IntStream.of(channels.targetIndices())
                .allMatch(channel -> each.get(channel)
                        .scaler()
                        .isConstantLike(other.each().get(channel).values()));
    }
}
