package dev.gradus.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How long a run over many things will take. A trial of one pipeline may take a thousand times as long as one of another, so each kind of
 * things is judged by its own alone, and of one of which nothing has ended nothing is said.
 *
 * @param <T> what the run is over
 */
final class TimeLeft<T> {
    private final Function<T, String> kind;
    private final int jobs;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, Integer> timed = new HashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();
    private final Map<T, Double> running = new HashMap<>();
    private int over;

    /**
     * Of a run that begins.
     *
     * @param all  that are to be done
     * @param kind names those that are judged together
     * @param jobs that work on them at once
     */
    TimeLeft(Collection<T> all, Function<T, String> kind, int jobs) {
        this.kind = kind;
        this.jobs = jobs;
        all.forEach(one -> waiting.merge(kind.apply(one), 1, Integer::sum));
    }

    /** One is done by a share, 0 to 1. */
    void progress(T one, double share) {
        running.put(one, share);
    }

    /** One is over; what it took is NaN where it failed. */
    void finished(T one, double took) {
        running.remove(one);
        over++;
        waiting.merge(kind.apply(one), -1, Integer::sum);
        if (!Double.isNaN(took)) {
            timed.merge(kind.apply(one), 1, Integer::sum);
            seconds.merge(kind.apply(one), took, Double::sum);
        }
    }

    /** How many are done, those that run by their shares. */
    double done() {
        return over + running.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Such as {@code about 12 min left}, {@code about 30 s left for aer, then 56 others}, or nothing where nothing is known. */
    String text(T latest) {
        String own = kind.apply(latest);
        int all = waiting.values().stream().mapToInt(Integer::intValue).sum();
        int left = waiting.get(own);
        if (all == 0 || !timed.containsKey(own)) {
            return "";
        }
        double begun = running.entrySet().stream()
                .filter(entry -> kind.apply(entry.getKey()).equals(own))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        double wait = (left - begun) * seconds.get(own) / timed.get(own) / jobs;
        String time = "about " + wall(Duration.ofSeconds(Math.round(wait))) + " left";
        return all == left ? time : time + " for " + own + ", then " + (all - left) + " others";
    }

    /** Such as {@code 2 h 5 min}, {@code 12 min} or {@code 30 s}. */
    static String wall(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
