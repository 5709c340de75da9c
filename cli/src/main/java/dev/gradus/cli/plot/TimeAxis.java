package dev.gradus.cli.plot;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places moments on a horizontal line, and chooses round ones to be named. */
final class TimeAxis {
    /**
     * A moment with a name.
     *
     * @param x       where it is
     * @param label   its name
     * @param context what the name leaves out (its day or its year), where that changes; else empty
     */
    record Tick(double x, String label, String context) {}

    /** Distance of ticks; {@code label} and {@code context} are formats. */
    private record Step(int amount, ChronoUnit unit, String label, String context) {
        double milliseconds() {
            return (double) amount * unit.getDuration().toMillis();
        }
    }

    private static final List<Step> STEPS = steps();

    private final long from;
    private final long to;
    private final ZoneId zone;
    private final double left;
    private final double width;

    /** The moments {@code from} to {@code to} on a line from {@code left}, {@code width} wide. */
    TimeAxis(long from, long to, ZoneId zone, double left, double width) {
        this.from = from;
        this.to = Math.max(to, from + 1);
        this.zone = zone;
        this.left = left;
        this.width = width;
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int amount : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(new Step(amount, ChronoUnit.SECONDS, "HH:mm:ss", "d MMM yyyy"));
        }
        for (int amount : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(new Step(amount, ChronoUnit.MINUTES, "HH:mm", "d MMM yyyy"));
        }
        for (int amount : new int[] {1, 2, 3, 6, 12}) {
            steps.add(new Step(amount, ChronoUnit.HOURS, "HH:mm", "d MMM yyyy"));
        }
        for (int amount : new int[] {1, 2, 7, 14}) {
            steps.add(new Step(amount, ChronoUnit.DAYS, "d MMM", "yyyy"));
        }
        for (int amount : new int[] {1, 2, 3, 6}) {
            steps.add(new Step(amount, ChronoUnit.MONTHS, "MMM", "yyyy"));
        }
        for (int amount = 1; amount <= 1000; amount *= 10) {
            steps.add(new Step(amount, ChronoUnit.YEARS, "yyyy", ""));
            steps.add(new Step(2 * amount, ChronoUnit.YEARS, "yyyy", ""));
            steps.add(new Step(5 * amount, ChronoUnit.YEARS, "yyyy", ""));
        }
        return steps;
    }

    double x(long time) {
        return left + width * ((double) time - from) / ((double) to - from);
    }

    /** Ticks at least {@code spacing} apart. */
    List<Tick> ticks(double spacing) {
        double least = ((double) to - from) * spacing / width;
        Step step = STEPS.stream()
                .filter(s -> s.milliseconds() >= least)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
        DateTimeFormatter label = DateTimeFormatter.ofPattern(step.label(), Locale.ENGLISH);
        DateTimeFormatter context = DateTimeFormatter.ofPattern(step.context(), Locale.ENGLISH);
        List<Tick> ticks = new ArrayList<>();
        String before = "";
        LocalDateTime time = floor(LocalDateTime.ofInstant(Instant.ofEpochMilli(from), zone), step);
        for (long at = millis(time); at <= to; at = millis(time)) {
            if (at >= from) {
                String around = time.format(context);
                ticks.add(new Tick(x(at), time.format(label), around.equals(before) ? "" : around));
                before = around;
            }
            time = time.plus(step.amount(), step.unit());
        }
        return ticks;
    }

    private long millis(LocalDateTime time) {
        return time.atZone(zone).toInstant().toEpochMilli();
    }

    /** The last multiple of the step that is not after a time; weeks begin on Monday. */
    private static LocalDateTime floor(LocalDateTime time, Step step) {
        LocalDate day = time.toLocalDate();
        int n = step.amount();
        return switch (step.unit()) {
            case DAYS -> {
                long monday = n % 7 == 0 ? 3 : 0; // 1970-01-01 was a Thursday
                yield day.minusDays(Math.floorMod(day.toEpochDay() + monday, (long) n))
                        .atStartOfDay();
            }
            case MONTHS ->
                day.withDayOfMonth(1)
                        .minusMonths(Math.floorMod(day.getMonthValue() - 1, n))
                        .atStartOfDay();
            case YEARS ->
                LocalDate.of(Math.floorDiv(day.getYear(), n) * n, 1, 1).atStartOfDay();
            default -> {
                int seconds = (int) (n * step.unit().getDuration().toSeconds());
                int second = time.toLocalTime().toSecondOfDay();
                yield day.atTime(LocalTime.ofSecondOfDay(second - second % seconds));
            }
        };
    }
}
