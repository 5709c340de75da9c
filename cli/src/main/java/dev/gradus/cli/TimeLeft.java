package dev.gradus.cli;

import dev.gradus.models.evaluation.Trial;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How long an evaluation will take. A trial of one pipeline may take a thousand times as long as one of another, so a pipeline is
 * judged by its own trials alone, and of one that has not ended any nothing is said.
 */
final class TimeLeft {
    private final int jobs;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, Integer> timed = new HashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();
    private final Map<Trial, Double> running = new HashMap<>();
    private int over;

    /**
     * Of an evaluation that begins.
     *
     * @param trials that are to be run
     * @param jobs   that work on them at once
     */
    TimeLeft(Collection<Trial> trials, int jobs) {
        this.jobs = jobs;
        trials.forEach(trial -> waiting.merge(name(trial), 1, Integer::sum));
    }

    private static String name(Trial trial) {
        return trial.pipeline().name();
    }

    /** A trial is done by a share, 0 to 1. */
    void progress(Trial trial, double share) {
        running.put(trial, share);
    }

    /** A trial is over; what it took is NaN where it failed. */
    void finished(Trial trial, double took) {
        running.remove(trial);
        over++;
        waiting.merge(name(trial), -1, Integer::sum);
        if (!Double.isNaN(took)) {
            timed.merge(name(trial), 1, Integer::sum);
            seconds.merge(name(trial), took, Double::sum);
        }
    }

    /** Trials that are done, those that run by their shares. */
    double done() {
        return over + running.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Such as {@code about 12 min left}, {@code about 30 s left for aer, then 56 others}, or nothing where nothing is known. */
    String text(Trial latest) {
        String pipeline = name(latest);
        int all = waiting.values().stream().mapToInt(Integer::intValue).sum();
        int own = waiting.get(pipeline);
        if (all == 0 || !timed.containsKey(pipeline)) {
            return "";
        }
        double begun = running.entrySet().stream()
                .filter(entry -> name(entry.getKey()).equals(pipeline))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        double left = (own - begun) * seconds.get(pipeline) / timed.get(pipeline) / jobs;
        String time = "about " + wall(Duration.ofSeconds(Math.round(left))) + " left";
        return all == own ? time : time + " for " + pipeline + ", then " + (all - own) + " others";
    }

    private static String wall(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
