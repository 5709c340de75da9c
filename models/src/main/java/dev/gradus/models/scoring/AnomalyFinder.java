package dev.gradus.models.scoring;

import dev.gradus.models.Anomaly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds the stretches of a series whose errors stand out. A window slides over the errors; in each,
 * <ol>
 *   <li>errors above the threshold are marked, together with their neighbours ({@link FinderOptions#padding}):
 *       the runs of marks are the candidates;
 *   <li>candidates whose peak is no clear step above the next lower one are dropped
 *       ({@link FinderOptions#minimumDrop});
 *   <li>a candidate's severity is {@code (peak − threshold)/(mean + standard deviation)} of the window's errors.
 * </ol>
 * Candidates of all windows that overlap or touch become one anomaly; its severity is the mean of theirs, weighted by
 * their lengths. Method: Hundman et al. (2018), as used by TadGAN (2020); defaults: those of Orion 0.7.1. Errors are
 * expected not to be negative; where all errors of a window are equal, nothing in it stands out. Immutable.
 */
public final class AnomalyFinder {
    private final FinderOptions options;

    public AnomalyFinder(FinderOptions options) {
        this.options = Objects.requireNonNull(options, "the options of the finder are null");
    }

    /** A finder with the published defaults. */
    public static AnomalyFinder withDefaults() {
        return new AnomalyFinder(FinderOptions.defaults());
    }

    public FinderOptions options() {
        return options;
    }

    /**
     * A stretch of steps of one window.
     *
     * @param first index of its first step in the whole series
     * @param last  index of its last step
     * @param peak  greatest error within
     */
    public record Candidate(int first, int last, double peak) {}

    /**
     * What was seen in one window. With {@link FinderOptions#inverse}, and in the second view of a window with
     * {@link FinderOptions#lower}, the errors are the mirrored ones.
     *
     * @param start      index of the window's first step
     * @param threshold  what errors had to exceed
     * @param candidates all stretches above it, padded, in the order of time
     * @param floor      greatest error outside of them, 0 if nothing is outside
     * @param kept       those that were not dropped, greatest peak first
     * @param unit       mean + standard deviation of the window's errors, in which severities are measured
     */
    public record View(
            int start, double threshold, List<Candidate> candidates, double floor, List<Candidate> kept, double unit) {
        double severity(Candidate candidate) {
            return (candidate.peak - threshold) / unit;
        }
    }

    /**
     * An anomaly by the indices of its steps.
     *
     * @param first    index of its first step
     * @param last     index of its last step
     * @param severity see {@link Anomaly#severity}
     */
    public record Segment(int first, int last, double severity) {}

    /**
     * The anomalies in the order of time.
     *
     * @param errors error of each step, {@code [L]}
     * @param times  time of each step, in milliseconds since 1970-01-01 UTC; may be longer than the errors
     * @throws IllegalArgumentException if there are fewer times than errors, or an error is NaN, infinite or
     *                                  beyond 1e100
     */
    public List<Anomaly> find(double[] errors, long[] times) {
        requireTimes(errors, times);
        return anomalies(segments(errors), times);
    }

    static void requireTimes(double[] errors, long[] times) {
        Objects.requireNonNull(errors, "the errors are null");
        Objects.requireNonNull(times, "the times are null");
        if (times.length < errors.length) {
            throw new IllegalArgumentException(errors.length + " errors need as many times, not " + times.length);
        }
    }

    static List<Anomaly> anomalies(List<Segment> segments, long[] times) {
        return segments.stream()
                .map(s -> new Anomaly(times[s.first], times[s.last], s.severity))
                .toList();
    }

    /** The anomalies in the order of time, by their indices. */
    public List<Segment> segments(double[] errors) {
        List<Segment> found = new ArrayList<>();
        for (View view : views(errors)) {
            for (Candidate c : view.kept) {
                found.add(new Segment(c.first, c.last, view.severity(c)));
            }
        }
        return merge(found);
    }

    /**
     * What was seen in each window, in the order of their starts, then what was seen in each
     * {@linkplain FinderOptions#secondWindowPortion second window}; with {@link FinderOptions#lower} there are two views of each.
     */
    public List<View> views(double[] errors) {
        Statistics.requireFinite(errors, "error");
        double[] judged = options.inverse() ? minus(Statistics.max(errors), errors) : errors;
        List<View> views = new ArrayList<>();
        for (int width : options.windowSteps(judged.length)) {
            look(judged, width, views);
        }
        return views;
    }

    /** Adds what is seen in windows of a width. */
    private void look(double[] judged, int width, List<View> views) {
        int length = judged.length;
        int step = options.stepSteps(width);
        for (long start = 0, end = 0; end < length; start += step) {
            end = start + width;
            double[] part = Arrays.copyOfRange(judged, (int) start, (int) Math.min(end, length));
            views.add(view(part, (int) start));
            if (options.lower()) {
                views.add(view(minus(2 * Statistics.mean(part), part), (int) start));
            }
        }
    }

    /** {@code from − error} of each: errors from the greatest, or mirrored at half of {@code from}. */
    static double[] minus(double from, double[] errors) {
        return Arrays.stream(errors).map(e -> from - e).toArray();
    }

    private View view(double[] errors, int start) {
        double mean = Statistics.mean(errors);
        double deviation = Statistics.deviation(errors, mean);
        if (deviation == 0) {
            return new View(start, mean, List.of(), Statistics.max(errors), List.of(), mean);
        }
        double threshold = options.threshold(errors, mean, deviation);
        boolean[] marked = marked(errors, threshold, options.padding());
        List<Candidate> candidates = candidates(errors, marked, start);
        double floor = floor(errors, marked);
        // Only errors of both signs can have mean + deviation = 0.
        double unit = mean + deviation == 0 ? deviation : mean + deviation;
        return new View(start, threshold, candidates, floor, prune(candidates, floor), unit);
    }

    /** Errors above the threshold, and those within the padding of one. */
    static boolean[] marked(double[] errors, double threshold, int padding) {
        boolean[] marked = new boolean[errors.length];
        int done = 0;
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] > threshold) {
                int end = (int) Math.min(errors.length, i + 1L + padding);
                Arrays.fill(marked, Math.max(done, i - padding), end, true);
                done = end;
            }
        }
        return marked;
    }

    /** The runs of marks, the first error being that of step {@code start}. */
    static List<Candidate> candidates(double[] errors, boolean[] marked, int start) {
        List<Candidate> candidates = new ArrayList<>();
        int i = 0;
        while (i < errors.length) {
            int first = i;
            double peak = Double.NEGATIVE_INFINITY;
            for (; i < errors.length && marked[i]; i++) {
                peak = Math.max(peak, errors[i]);
            }
            if (i > first) {
                candidates.add(new Candidate(start + first, start + i - 1, peak));
            } else {
                i++;
            }
        }
        return List.copyOf(candidates);
    }

    /** The greatest error without a mark; 0 if all have one. */
    private static double floor(double[] errors, boolean[] marked) {
        double floor = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < errors.length; i++) {
            floor = marked[i] ? floor : Math.max(floor, errors[i]);
        }
        return floor == Double.NEGATIVE_INFINITY ? 0 : floor;
    }

    /**
     * With the peaks in descending order and the floor at the end, keeps all down to the <em>last</em> that drops by
     * at least {@code minimumDrop} of itself to the next: small steps among high peaks do no harm.
     */
    private List<Candidate> prune(List<Candidate> candidates, double floor) {
        List<Candidate> ranked = new ArrayList<>(candidates);
        ranked.sort(Comparator.comparingDouble(Candidate::peak).reversed());
        int kept = 0;
        for (int k = 0; k < ranked.size(); k++) {
            double peak = ranked.get(k).peak;
            double next = k + 1 < ranked.size() ? ranked.get(k + 1).peak : floor;
            // Written so that 0/0 (a peak and a floor of 0, possible with lower only) keeps, as in Orion.
            if (!((peak - next) / peak < options.minimumDrop())) {
                kept = k + 1;
            }
        }
        return List.copyOf(ranked.subList(0, kept));
    }

    /** Makes one of all that overlap or touch; sorts what it is given. */
    static List<Segment> merge(List<Segment> found) {
        found.sort(Comparator.comparingInt(Segment::first));
        List<Segment> merged = new ArrayList<>();
        int i = 0;
        while (i < found.size()) {
            int from = i;
            int last = found.get(i).last;
            for (i++; i < found.size() && found.get(i).first <= last + 1L; i++) {
                last = Math.max(last, found.get(i).last);
            }
            merged.add(new Segment(found.get(from).first, last, severity(found.subList(from, i))));
        }
        return List.copyOf(merged);
    }

    /**
     * The mean severity, weighted by {@code last − first}; plain where all are single steps and these weights are 0.
     */
    private static double severity(List<Segment> members) {
        double weights = 0;
        double weighted = 0;
        double plain = 0;
        for (Segment member : members) {
            double weight = member.last - member.first;
            weights += weight;
            weighted += weight * member.severity;
            plain += member.severity;
        }
        return members.size() == 1 || weights == 0 ? plain / members.size() : weighted / weights;
    }
}
