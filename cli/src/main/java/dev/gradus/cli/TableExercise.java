package dev.gradus.cli;

import dev.gradus.cli.plot.LossPlot;
import dev.gradus.cli.plot.ScorePlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.autoencoder.TableAutoencoder;
import dev.gradus.models.autoencoder.TrainedTable;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.Threshold;
import dev.gradus.models.training.LossHistory;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradus example dense-ae}: rows of five columns, of which some do not keep to what the others do. */
@Command(
        name = "dense-ae",
        description = {
            "a dense autoencoder learns a table of five columns, and finds the rows of another that do not fit it",
            "5-64-128-256-256-128-64-5, relu, Adam at 0.005, 500 epochs with all rows in one batch, columns scaled to"
                    + " [0, 1] and back; prints errors in the units of the columns, and what each kind of threshold finds."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class TableExercise extends Exercise {
    private static final String PICTURE = "dense-ae.png";
    private static final String LOSSES = "dense-ae-losses.png";
    private static final int EPOCHS = 500;
    private static final double QUANTILE = 0.99;
    private static final double DEVIATIONS = 4;

    @Option(names = "--threshold", paramLabel = "X", description = "Also count the rows whose error is above this.")
    private Double threshold;

    @Override
    void require() {
        ExerciseOptions.require(
                threshold == null || Double.isFinite(threshold), "--threshold must be a number, not " + threshold);
    }

    @Override
    List<String> files() {
        return List.of(PICTURE, LOSSES);
    }

    @Override
    Map<String, byte[]> run(Backend backend) throws IOException {
        Rng rng = new Rng(options().seed());
        PumpTable usual = PumpTable.usual(rng);
        PumpTable next = PumpTable.faulty(rng);
        int epochs = options().epochs(EPOCHS);
        print(
                "%-10s a day of a pump (computed), %d rows of %s",
                "Table", usual.rows().length, String.join(", ", PumpTable.COLUMNS));
        LossHistory[] losses = new LossHistory[1];
        TrainedTable trained = training(history -> {
            losses[0] = history;
            return TableAutoencoder.builder()
                    .epochs(epochs)
                    .seed(options().seed())
                    .backend(backend)
                    .build()
                    .fit(usual.rows(), history);
        });

        double[] learnt = trained.errors(usual.rows());
        print("%-10s %.4f  over all columns, in their units", "MAE", mean(learnt));
        print(
                "%-10s %.4f  of the last column, %s",
                "", mean(trained.errors(usual.rows(), -1)), PumpTable.COLUMNS.get(PumpTable.COLUMNS.size() - 1));
        print(
                "%-10s the next day, %d of whose rows have a fault, by thresholds learnt from the first:",
                "Found", next.faults().length);
        double[] errors = trained.errors(next.rows());
        Map<String, Threshold> thresholds = thresholds(learnt);
        for (Map.Entry<String, Threshold> each : thresholds.entrySet()) {
            int[] above = each.getValue().above(errors);
            long faults = Arrays.stream(above).filter(next::isFault).count();
            print(
                    "%-10s %.4f  %s: %d faults, and %d other rows",
                    "", each.getValue().value(), each.getKey(), faults, above.length - faults);
        }
        return pictures(learnt, next, errors, thresholds, losses[0], epochs);
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private Map<String, Threshold> thresholds(double... errors) {
        Map<String, Threshold> thresholds = new LinkedHashMap<>();
        thresholds.put(
                String.format(Locale.ROOT, "mean + %.0f deviations", DEVIATIONS),
                Threshold.deviations(DEVIATIONS).learn(errors));
        thresholds.put(
                String.format(Locale.ROOT, "quantile %.2f", QUANTILE),
                Threshold.quantile(QUANTILE).learn(errors));
        thresholds.put(
                "as the finder of anomalies has it",
                Threshold.found(FinderOptions.defaults()).learn(errors));
        if (threshold != null) {
            thresholds.put("given", Threshold.given(threshold).learn(errors));
        }
        return thresholds;
    }

    private Map<String, byte[]> pictures(
            double[] learnt,
            PumpTable next,
            double[] errors,
            Map<String, Threshold> thresholds,
            LossHistory losses,
            int epochs) {
        String how = "5-64-128-256-256-128-64-5, Adam 0.005, " + epochs + " epochs, seed "
                + options().seed();
        Map.Entry<String, Threshold> drawn = thresholds.entrySet().iterator().next();
        List<ScorePlot.Group> groups = List.of(
                new ScorePlot.Group("trained on", learnt),
                new ScorePlot.Group("faults of the next day", chosen(errors, next::isFault)),
                new ScorePlot.Group("its other rows", chosen(errors, row -> !next.isFault(row))));
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put(
                PICTURE,
                ScorePlot.png(
                        "Dense autoencoder: errors of the rows of a table",
                        how + "; threshold: " + drawn.getKey(),
                        new ScorePlot.Axes("row, kind by kind", "mean absolute error"),
                        groups,
                        drawn.getValue().value()));
        pictures.put(LOSSES, LossPlot.logarithmic("Dense autoencoder, losses", how, losses.losses()));
        return pictures;
    }

    private static double[] chosen(double[] errors, IntPredicate rows) {
        return IntStream.range(0, errors.length)
                .filter(rows)
                .mapToDouble(row -> errors[row])
                .toArray();
    }
}
