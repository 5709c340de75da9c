package dev.gradus.models.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The anomalies that a {@link FrozenThreshold} finds, score after score; the same to the bit as in all scores at once. An anomaly is
 * given out when nothing that may follow can prolong it or join it: {@code 2·padding + 1} scores after the last one above the
 * threshold, more where a high and a low stretch touch. For one thread at a time.
 */
public final class AnomalyStream {
    private static final double LARGEST = 1e100;

    /**
     * An anomaly by its steps.
     *
     * @param first    its first step
     * @param last     its last step
     * @param severity see {@link dev.gradus.models.Anomaly#severity}
     */
    public record Found(long first, long last, double severity) {}

    /** The runs of scores above one threshold. */
    private final class Track {
        private final String name;
        private final double threshold;
        private boolean open;
        private long first;
        private long lastHigh;
        private double peak;

        Track(String name, double threshold) {
            this.name = name;
            this.threshold = threshold;
        }

        void add(double judged) {
            if (judged > threshold) {
                if (!open) {
                    open = true;
                    first = Math.max(0, steps - padding);
                    peak = judged;
                }
                peak = Math.max(peak, judged);
                lastHigh = steps;
            } else if (open && steps > lastHigh + 2 * padding) {
                close(lastHigh + padding);
            }
        }

        void close(long last) {
            pending.add(new Found(first, last, (peak - threshold) / by.unit()));
            open = false;
        }

        /** No run that has not been closed begins before this step. */
        long horizon() {
            return open ? first : Math.max(0, steps - padding);
        }

        void remember(StreamMemory memory) throws IOException {
            open = memory.whole(name + ".open", open ? 1 : 0, 0, 1) == 1;
            first = memory.whole(name + ".first", open ? first : 0, 0, Math.max(0, steps - 1));
            lastHigh = memory.whole(name + ".lastHigh", open ? lastHigh : first, first, Math.max(first, steps - 1));
            peak = memory.number(name + ".peak", open ? peak : 0);
        }
    }

    private final FrozenThreshold by;
    private final long padding;
    private final Track upper;
    private final Track lower;

    /** Runs that another may still touch. */
    private final List<Found> pending = new ArrayList<>();

    private long steps;

    AnomalyStream(FrozenThreshold by) {
        this.by = by;
        this.padding = by.options().padding();
        this.upper = new Track("upper", by.upper());
        this.lower = new Track("lower", by.lower());
    }

    /**
     * The score of the next step.
     *
     * @return what has thereby ended, mostly nothing
     * @throws IllegalArgumentException if it is NaN, infinite or beyond 1e100
     */
    public List<Found> add(double score) {
        if (!(Math.abs(score) <= LARGEST)) {
            throw new IllegalArgumentException("the score of a step is " + score + ", which no threshold can judge");
        }
        double judged = by.options().inverse() ? by.greatest() - score : score;
        upper.add(judged);
        if (by.options().lower()) {
            lower.add(2 * by.scores().centre() - judged);
        }
        steps++;
        return pending.isEmpty() ? List.of() : ended(Math.min(upper.horizon(), lower.horizon()));
    }

    /** The scores end: what is open ends with them. */
    public List<Found> end() {
        for (Track track : new Track[] {upper, lower}) {
            if (track.open) {
                track.close(Math.min(steps - 1, track.lastHigh + padding));
            }
        }
        return ended(Long.MAX_VALUE);
    }

    /** Takes out and joins those that lie before a step and do not touch it. */
    private List<Found> ended(long horizon) {
        pending.sort(Comparator.comparingLong(Found::first));
        List<Found> ended = new ArrayList<>();
        while (!pending.isEmpty()) {
            int size = 1;
            long last = pending.get(0).last;
            while (size < pending.size() && pending.get(size).first <= last + 1) {
                last = Math.max(last, pending.get(size++).last);
            }
            if (last + 1 >= horizon) {
                break;
            }
            List<Found> group = pending.subList(0, size);
            ended.add(joined(group));
            group.clear();
        }
        return ended;
    }

    /** By the rule of the {@link AnomalyFinder}, which counts steps from the first of the group. */
    private static Found joined(List<Found> group) {
        long start = group.get(0).first;
        List<AnomalyFinder.Segment> segments = new ArrayList<>();
        for (Found f : group) {
            segments.add(new AnomalyFinder.Segment(
                    Math.toIntExact(f.first - start), Math.toIntExact(f.last - start), f.severity));
        }
        AnomalyFinder.Segment all = AnomalyFinder.merge(segments).get(0);
        return new Found(start, start + all.last(), all.severity());
    }

    /** @param seen how many scores there were */
    public void remember(StreamMemory memory, long seen) throws IOException {
        Objects.requireNonNull(memory, "the memory is null");
        steps = seen;
        upper.remember(memory);
        lower.remember(memory);
        double[] numbers = new double[3 * pending.size()];
        for (int i = 0; i < pending.size(); i++) {
            numbers[3 * i] = pending.get(i).first;
            numbers[3 * i + 1] = pending.get(i).last;
            numbers[3 * i + 2] = pending.get(i).severity;
        }
        double[] kept = memory.list("pending", numbers, 3);
        pending.clear();
        for (int i = 0; i < kept.length; i += 3) {
            Found found = new Found((long) kept[i], (long) kept[i + 1], kept[i + 2]);
            if (found.first != kept[i]
                    || found.last != kept[i + 1]
                    || found.first < 0
                    || found.last < found.first
                    || found.last >= steps) {
                throw memory.wrong(
                        "pending",
                        "holds a stretch from step " + kept[i] + " to " + kept[i + 1] + " of " + steps + " steps");
            }
            pending.add(found);
        }
    }
}
