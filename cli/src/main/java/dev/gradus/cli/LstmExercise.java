package dev.gradus.cli;

import dev.gradus.cli.plot.LossPlot;
import dev.gradus.cli.plot.SequencePlot;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.models.autoencoder.SequenceAutoencoder;
import dev.gradus.models.autoencoder.SequenceAutoencoder.Objective;
import dev.gradus.models.autoencoder.TrainedSequences;
import dev.gradus.models.training.LossHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradus example lstm-ae}: the sequence 0.1, 0.2, … 0.9, repeated, predicted, and both. */
@Command(
        name = "lstm-ae",
        description = {
            "LSTM autoencoders repeat and predict the sequence 0.1, 0.2, ... 0.9",
            "100 relu units, Adam at 0.001, 300 epochs; prints how far each lies from the sequence where it lies"
                    + " farthest, for each seed, and the medians."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class LstmExercise extends Exercise {
    private static final String PICTURE = "lstm-ae.png";
    private static final String LOSSES = "lstm-ae-losses.png";
    private static final int STEPS = 9;
    private static final int EPOCHS = 300;

    /** What is measured, in the order of the columns. */
    private static final List<String> MEASURED =
            List.of("reconstruction", "prediction", "both: reconstruction", "both: prediction");

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train with so many seeds, from --seed on; the pictures show the first.")
    private int seeds;

    @Override
    void require() {
        ExerciseOptions.require(seeds >= 1, "--seeds must be at least 1, not " + seeds);
    }

    @Override
    List<String> files() {
        return List.of(PICTURE, LOSSES);
    }

    /** What one seed makes of the sequence, in the order of {@link #MEASURED}, and the losses on the way. */
    private record Outcome(List<double[]> sequences, Map<String, double[]> losses) {
        /** The greatest deviation of each; a prediction begins with the second step. */
        double[] deviations() {
            return sequences.stream()
                    .mapToDouble(values -> {
                        double greatest = 0;
                        for (int i = 0; i < values.length; i++) {
                            double expected = (i + 1 + STEPS - values.length) / 10.0;
                            greatest = Math.max(greatest, Math.abs(values[i] - expected));
                        }
                        return greatest;
                    })
                    .toArray();
        }
    }

    @Override
    Map<String, byte[]> run(Backend backend) {
        int epochs = options().epochs(EPOCHS);
        print("%-10s 0.1, 0.2, ... 0.9; 100 relu units, Adam 0.001, %d epochs", "Sequence", epochs);
        print("%-10s the greatest, by seed:", "Deviation");
        String heading = MEASURED.stream()
                .map(name -> String.format(Locale.ROOT, "%" + width(name) + "s", name))
                .collect(Collectors.joining());
        print("%10s%s", "seed", heading);
        List<double[]> all = new ArrayList<>();
        Outcome first = null;
        for (long seed = options().seed(); all.size() < seeds; seed++) {
            Outcome outcome = outcome(seed, epochs, backend);
            first = first == null ? outcome : first;
            all.add(outcome.deviations());
            print("%10d%s", seed, row(outcome.deviations()));
        }
        if (seeds > 1) {
            double[] medians = new double[MEASURED.size()];
            Arrays.setAll(medians, i -> median(all, i));
            print("%10s%s", "median", row(medians));
        }
        return pictures(first, epochs);
    }

    private static int width(String name) {
        return Math.max(16, name.length() + 2);
    }

    private static String row(double... values) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            row.append(String.format(Locale.ROOT, "%" + width(MEASURED.get(i)) + ".5f", values[i]));
        }
        return row.toString();
    }

    private static double median(List<double[]> all, int column) {
        double[] sorted = all.stream().mapToDouble(row -> row[column]).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Outcome outcome(long seed, int epochs, Backend backend) {
        double[][][] x = {new double[STEPS][1]};
        for (int i = 0; i < STEPS; i++) {
            x[0][i][0] = (i + 1) / 10.0;
        }
        Map<String, double[]> losses = new LinkedHashMap<>();
        List<double[]> sequences = new ArrayList<>();
        for (Objective objective : Objective.values()) {
            LossHistory history = new LossHistory();
            TrainedSequences trained = SequenceAutoencoder.builder()
                    .objective(objective)
                    .activation(Recurrent.Activation.RELU)
                    .epochs(epochs)
                    .seed(seed)
                    .backend(backend)
                    .build()
                    .fit(x, null, history);
            if (objective != Objective.PREDICTION) {
                sequences.add(flat(trained.reconstruct(x)));
            }
            if (objective != Objective.RECONSTRUCTION) {
                sequences.add(flat(trained.predict(x)));
            }
            String name = objective.name().toLowerCase(Locale.ROOT);
            history.losses()
                    .forEach((loss, values) ->
                            losses.put(objective == Objective.COMPOSITE ? "both: " + loss : name, values));
        }
        Map<String, double[]> inOrder = new LinkedHashMap<>();
        MEASURED.forEach(name -> inOrder.put(name, losses.get(name)));
        return new Outcome(sequences, inOrder);
    }

    private static double[] flat(double[][]... sequences) {
        return Arrays.stream(sequences[0]).mapToDouble(step -> step[0]).toArray();
    }

    private Map<String, byte[]> pictures(Outcome outcome, int epochs) {
        String how = "100 relu units, Adam 0.001, " + epochs + " epochs, seed "
                + options().seed();
        double[] deviations = outcome.deviations();
        List<SequencePlot.Line> lines = new ArrayList<>();
        for (int i = 0; i < deviations.length; i++) {
            double[] values = outcome.sequences().get(i);
            double[] apart = new double[values.length];
            Arrays.setAll(apart, step -> values[step] - (step + 1 + STEPS - values.length) / 10.0);
            String name = String.format(Locale.ROOT, "%s (%.4f)", MEASURED.get(i), deviations[i]);
            lines.add(new SequencePlot.Line(name, 1 + STEPS - values.length, apart));
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put(
                PICTURE,
                SequencePlot.png("LSTM autoencoders: how far from 0.1, 0.2, ... 0.9", how, "step", "deviation", lines));
        pictures.put(LOSSES, LossPlot.logarithmic("LSTM autoencoders, losses", how, outcome.losses()));
        return pictures;
    }
}
