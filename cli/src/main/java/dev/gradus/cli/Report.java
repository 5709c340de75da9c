package dev.gradus.cli;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Interval;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.Domain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code gradus detect} prints. */
final class Report {
    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    /** Says what is looked at. */
    void begin(Input input, int bins, long milliseconds) {
        TimeSeries series = input.series();
        List<String> names = series.names();
        print("Series     %s, column%s '%s'", input.name(), names.size() == 1 ? "" : "s", String.join("', '", names));
        print(
                "           %s from %s to %s, in %s of %s",
                count(series.length(), "sample"),
                series.format(series.time(0)),
                series.format(series.time(series.length() - 1)),
                count(bins, "bin"),
                duration(milliseconds));
        out.flush();
    }

    /**
     * Says which detector was taken, and whether it knows the like of the series.
     *
     * @param more what it is trained on with, or {@code null}
     */
    void loaded(Path detector, Path more, ScalerDrift drift) {
        print("Detector   %s%s", detector, more == null ? "" : ", trained on with " + more);
        print("Drift      %s", drift(drift, more != null));
        out.flush();
    }

    /** Such as {@code none: 0.0 % of the bins outside of the trained range, the mean moved by 0.00 of it}. */
    static String drift(ScalerDrift drift, boolean trained) {
        ScalerDrift.Channel worst = drift.worst();
        String figures = String.format(
                Locale.ROOT,
                "%.1f %% of the bins%s outside of the trained range, the mean moved by %+.2f of it",
                100 * worst.outside(),
                drift.channels().size() == 1 ? "" : " of '" + worst.name() + "'",
                worst.shift());
        if (!drift.isDetected()) {
            return "none: " + figures;
        }
        return "the series has left the trained range: " + figures + "; "
                + (trained
                        ? "--refit-scaler takes the new one"
                        : "train the detector on (--train-on, --refit-scaler) or anew");
    }

    /** Says by what the series was measured. */
    void scored(Scoring scoring) {
        String meaning = switch (scoring) {
            case TRANSDUCTIVE -> "transductive (measured and judged by the series itself)";
            case FROZEN -> "frozen (measured and judged by the training series)";
        };
        print("Scoring    %s", meaning);
        out.flush();
    }

    /** The anomalies as a table. */
    void found(Input input, List<Anomaly> anomalies) {
        out.println();
        if (anomalies.isEmpty()) {
            print("No anomaly was found.");
            return;
        }
        print("Found %s:", anomalies.size() == 1 ? "1 anomaly" : anomalies.size() + " anomalies");
        out.println();
        TimeSeries series = input.series();
        int width = anomalies.stream()
                .flatMap(a -> Stream.of(a.start(), a.end()))
                .mapToInt(time -> series.format(time).length())
                .max()
                .orElse(0);
        String row = "  %-" + Math.max(width, 5) + "s  %-" + Math.max(width, 5) + "s  %8s";
        print(row, "start", "end", "severity");
        for (Anomaly a : anomalies) {
            print(
                    row,
                    series.format(a.start()),
                    series.format(a.end()),
                    String.format(Locale.ROOT, "%.3f", a.severity()));
        }
    }

    /** How the anomalies agree with the labels. */
    void compared(Input input, List<Anomaly> anomalies) {
        TimeSeries series = input.series();
        long first = series.time(0);
        long last = series.time(series.length() - 1);
        List<Interval> detected = Evaluation.intervals(anomalies);
        Confusion c = Evaluation.overlap(input.labels(), detected);
        out.println();
        print(
                "Labels     %s: %d found, %d missed; %s",
                count(input.labels().size(), "known anomaly"),
                c.truePositives(),
                c.falseNegatives(),
                count(c.falsePositives(), "false alarm"));
        if (input.labels().stream().noneMatch(l -> l.start() <= last && l.end() >= first)) {
            print("           (no label lies in the time of the series)");
        }
        print("precision  %s", share(c.precision()));
        print("recall     %s", share(c.recall()));
        print("F1         %s", share(c.f1()));
        print("flagged    %.1f %% of the time", 100 * Evaluation.flaggedShare(detected, first, last));
    }

    /** Where the files are and how it was done. */
    void end(List<Path> files, Settings settings, String backend, long nanos) {
        out.println();
        String title = "Files";
        for (Path file : files) {
            print("%-10s %s", title, file);
            title = "";
        }
        String training = training(settings, ", ");
        print(
                "Settings   %s, window %d%s%s, backend %s",
                settings.model().title(),
                settings.window(),
                domain(settings.view().domain()),
                training.isEmpty() ? "" : ", " + training,
                backend);
        print("Time       %s", wall(nanos));
        out.flush();
    }

    /** Such as {@code , spectrum}; nothing where windows are seen as they are. */
    static String domain(Domain domain) {
        if (!domain.transformed()) {
            return "";
        }
        return domain.radius() == 1 ? ", spectrum" : ", laplace of radius " + domain.radius();
    }

    /** Such as {@code 35 epochs, seed 0}; nothing for a model that is not trained. */
    static String training(Settings settings, String separator) {
        return settings.model().isTrained()
                ? count(settings.epochs(), "epoch") + separator + "seed " + settings.seed()
                : "";
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String count(int number, String noun) {
        String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }

    /** Such as {@code 42.3 s} and {@code 3 min 5 s}. */
    static String wall(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /** Such as {@code 30 min}, {@code 90 s} or {@code 250 ms}: the largest unit that leaves a whole number. */
    static String duration(long milliseconds) {
        long[] units = {86_400_000, 3_600_000, 60_000, 1000};
        String[] names = {"d", "h", "min", "s"};
        for (int i = 0; i < units.length; i++) {
            if (milliseconds % units[i] == 0) {
                return milliseconds / units[i] + " " + names[i];
            }
        }
        return milliseconds + " ms";
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
