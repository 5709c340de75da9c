package dev.gradus.cli;

import dev.gradus.cli.plot.SignalChart;
import dev.gradus.engine.io.AtomicFile;
import dev.gradus.models.evaluation.Benchmark;
import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page with a picture of each signal, as each pipeline sees it with the least seed that was run. It is whole at any moment and
 * keeps the pictures that earlier runs left in it, so that a run which goes on where another was stopped has all of them.
 */
final class EvaluationPage {
    private static final String BEGIN = "<!-- gradus evaluate -->";
    private static final Pattern FIGURE =
            Pattern.compile("<figure id=\"([^\"]+)\" data-seed=\"(-?\\d+)\">.*?</figure>", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile("<pre id=\"summary\">.*?</pre>", Pattern.DOTALL);

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            %s
            <meta charset="utf-8">
            <title>gradus evaluate</title>
            <style>
            body { font: 14px sans-serif; color: #202020; max-width: 1040px; margin: 2em auto; }
            figure { margin: 0 0 2em; }
            figcaption { margin-bottom: .3em; }
            svg { width: 100%%; background: #fff; border: 1px solid #e6e6e6; }
            svg text { font-size: 12px; fill: #606060; }
            polyline { fill: none; stroke-width: 1.2; vector-effect: non-scaling-stroke; }
            .series { stroke: #0072b2; } .expected { stroke: #e69f00; } .score { stroke: #404040; }
            .found { fill: #efd5e3; } .known { fill: #009e73; }
            .key span { display: inline-block; width: 1.6em; height: .6em; margin: 0 .3em 0 1em; }
            </style>
            <h1>gradus evaluate</h1>
            <p class="key"><span style="background: #0072b2"></span>series
            <span style="background: #e69f00"></span>expected by the model
            <span style="background: #404040"></span>score
            <span style="background: #efd5e3"></span>found
            <span style="background: #009e73"></span>known</p>
            """.formatted(BEGIN);

    /** A picture, and the seed that it was made with. */
    private record Figure(long seed, String text) {}

    private final Path file;
    private final SortedMap<String, Figure> figures = new TreeMap<>();
    private String summary = "";

    private EvaluationPage(Path file) {
        this.file = file;
    }

    /**
     * Takes over what is in the file.
     *
     * @throws UsageException if it is there and is no such page
     */
    static EvaluationPage open(Path file) throws IOException {
        EvaluationPage page = new EvaluationPage(file);
        if (Files.exists(file)) {
            String text = Files.readString(file);
            if (!text.contains(BEGIN)) {
                throw new UsageException("--page: " + file + " is there and was not written by this command; name"
                        + " another file, or remove it");
            }
            Matcher figure = FIGURE.matcher(text);
            while (figure.find()) {
                page.figures.put(figure.group(1), new Figure(Long.parseLong(figure.group(2)), figure.group()));
            }
            Matcher table = TABLE.matcher(text);
            page.summary = table.find() ? table.group() : "";
        }
        return page;
    }

    /** Draws what a trial came to, and writes the page. */
    void add(Benchmark.Outcome outcome) throws IOException {
        Trial trial = outcome.trial();
        String id = String.join(
                "/",
                trial.pipeline().name(),
                trial.signal().dataset(),
                trial.signal().name());
        Figure there = figures.get(escaped(id));
        if (outcome.detection() == null || there != null && there.seed < trial.seed()) {
            return;
        }
        TrialResult result = outcome.result();
        String caption = String.format(
                Locale.ROOT,
                "<strong>%s</strong>, seed %d: %d found, %d missed, %d false; %.1f %% of the time flagged",
                escaped(id),
                trial.seed(),
                result.counts().truePositives(),
                result.counts().falseNegatives(),
                result.counts().falsePositives(),
                100 * result.flagged());
        String svg = SignalChart.svg(
                outcome.detection(), outcome.known(), outcome.series().timeFormat());
        figures.put(
                escaped(id),
                new Figure(
                        trial.seed(),
                        "<figure id=\"" + escaped(id) + "\" data-seed=\"" + trial.seed() + "\">\n<figcaption>" + caption
                                + "</figcaption>\n" + svg + "\n</figure>"));
        write();
    }

    /** Puts the summary on top, and writes the page. */
    void summarise(String table) throws IOException {
        summary = "<pre id=\"summary\">" + escaped(table) + "</pre>";
        write();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(HEAD).append(summary).append('\n');
        figures.values().forEach(figure -> text.append(figure.text).append('\n'));
        AtomicFile.write(file, text.append("</html>\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
