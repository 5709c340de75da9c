package dev.gradus.models.errors;

import dev.gradus.engine.nn.Cells;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.ganomaly.Ganomaly;
import dev.gradus.models.ganomaly.GanomalyDetector;
import dev.gradus.models.ganomaly.GanomalyVariant;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.Images;
import dev.gradus.models.training.WeightAverage;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What goes wrong with GANomaly, with averages of weights and with ROC curves. */
final class GanomalyCases {
    private static final Path NOWHERE = Path.of("no-such-folder", "no-such-file");
    private static final Images DIGITS = DrawnDigits.of(6, 1);

    private final ErrorCases cases;

    private GanomalyCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        GanomalyCases table = new GanomalyCases(cases);
        table.evaluation();
        table.averages();
        table.settings();
        table.model();
        table.detector();
    }

    /** The smallest one. */
    static Ganomaly.Builder small() {
        return Ganomaly.builder().size(8).filters(1).batch(2).iterations(1);
    }

    private void evaluation() {
        String of = "Roc.of(double[], boolean[])";
        boolean[] both = {true, false};
        cases.argument(of, () -> Roc.of(new double[3], both), "roc: 3 scores do not go with 2 examples");
        cases.argument(
                of,
                () -> Roc.of(new double[2], new boolean[2]),
                "roc: there are 0 positive and 2 negative examples; the curve needs some of each");
        cases.argument(of, () -> Roc.of(new double[] {1, Double.NaN}, both), "roc: the score of example 1 is NaN");
        cases.absent(of, () -> Roc.of(null, both), "roc: the scores are null");
        cases.absent(of, () -> Roc.of(new double[2], null), "roc: what is positive is null");
        cases.harmless("a record of what the library found out", "Roc.Point(double, double, double)");
    }

    private void averages() {
        String make = "WeightAverage(Cells, Cells, double)";
        cases.absent(make, () -> new WeightAverage(null, Cells.none(), 0), "average: the cells are null");
        cases.absent(
                make, () -> new WeightAverage(Cells.none(), null, 0), "average: the cells for the averages are null");
        cases.argument(
                make,
                () -> new WeightAverage(Cells.none(), Cells.none(), 1),
                "average: the decay must be at least 0 and below 1, not 1.0");
        cases.argument(
                "WeightAverage.update(long)",
                () -> new WeightAverage(Cells.none(), Cells.none(), 0).update(-1),
                "average: the step must not be negative, is -1");
    }

    private void settings() {
        setting("averaging(double)", b -> b.averaging(1), "averaging must be at least 0 and below 1, not 1.0");
        setting("batch(int)", b -> b.batch(1), "batch must be at least 2, not 1");
        setting("beta1(double)", b -> b.beta1(-1), "beta1 must be at least 0 and below 1, not -1.0");
        setting("code(int)", b -> b.code(7), "code must be 4 times the filters (4) where it is pooled, not 7");
        setting("filters(int)", b -> b.filters(0), "filters must be 1 to 1024, not 0");
        setting("heldBack(double)", b -> b.heldBack(0), "heldBack must be above 0 and below 1, not 0.0");
        setting("iterations(int)", b -> b.iterations(0), "iterations must be at least 1, not 0");
        setting("learningRate(double)", b -> b.learningRate(0), "learningRate must be positive, not 0.0");
        setting("size(int)", b -> b.size(12), "size must be a multiple of 8 up to 1024, not 12");
        setting("kernelPenalty(double)", b -> b.kernelPenalty(-1), "kernelPenalty must not be negative, is -1.0");
        setting(
                "adversarialWeight(double)",
                b -> b.adversarialWeight(-1),
                "adversarialWeight must not be negative, is -1.0");
        setting(
                "contextualWeight(double)",
                b -> b.contextualWeight(Double.NaN),
                "contextualWeight must not be negative, is NaN");
        setting("encoderWeight(double)", b -> b.encoderWeight(-2), "encoderWeight must not be negative, is -2.0");
        String builder = "Ganomaly.Builder.";
        cases.absent(
                builder + "score(GanomalyScore)", () -> small().score(null).build(), "ganomaly: the score is null");
        cases.absent(
                builder + "threshold(Rule)", () -> small().threshold(null), "ganomaly: the rule for the threshold");
        cases.absent(builder + "backend(Backend)", () -> small().backend(null), "ganomaly: the backend is null");
        cases.absent(
                "Ganomaly.builder(GanomalyVariant)", () -> Ganomaly.builder(null), "ganomaly: the variant is null");
        cases.argument(
                "Ganomaly.builder(GanomalyVariant)",
                () -> Ganomaly.builder(GanomalyVariant.ORIGINAL_32).size(24).build(),
                "ganomaly: size must be a power of two from 16 to 1024, not 24");
        cases.harmless("any value will do", builder + "seed(long)", builder + "checkFinite(boolean)");
    }

    private void setting(String method, UnaryOperator<Ganomaly.Builder> change, String start) {
        cases.argument("Ganomaly.Builder." + method, () -> change.apply(small()).build(), "ganomaly: " + start);
    }

    private void model() {
        Ganomaly model = small().build();
        TrainingListener listener = TrainingListener.none();
        cases.absent("Ganomaly.fit(Images)", () -> model.fit(null), "ganomaly: the images are null");
        cases.argument(
                "Ganomaly.fit(Images)",
                () -> model.fit(DIGITS.range(0, 2)),
                "ganomaly: there are 2 images to train on; it takes at least 3, one of which is held back");
        cases.absent(
                "Ganomaly.fit(Images, TrainingListener)",
                () -> model.fit(DIGITS, null),
                "ganomaly: the listener is null; TrainingListener.none() does nothing");
        String resumed = "Ganomaly.fit(Images, TrainingListener, Checkpoints)";
        cases.absent(resumed, () -> model.fit(DIGITS, listener, null), "ganomaly: the checkpoints are null");
        cases.row(
                resumed,
                NoSuchFileException.class,
                () -> model.fit(DIGITS, listener, Checkpoints.in(NOWHERE)),
                "no-such-folder");
    }

    private void detector() {
        GanomalyDetector detector = small().build().fit(DIGITS);
        String images = "ganomaly: the images are null";
        cases.absent("GanomalyDetector.scores(Images)", () -> detector.scores(null), images);
        cases.absent("GanomalyDetector.allScores(Images)", () -> detector.allScores(null), images);
        cases.absent("GanomalyDetector.reconstruct(Images)", () -> detector.reconstruct(null), images);
        cases.absent(
                "GanomalyDetector.threshold(GanomalyScore)",
                () -> detector.threshold(null),
                "ganomaly: the score is null");
        cases.absent("GanomalyDetector.save(Path)", () -> detector.save(null), "safetensors: the file is null");
        cases.row(
                "GanomalyDetector.save(Path)",
                NoSuchFileException.class,
                () -> detector.save(NOWHERE),
                "no-such-folder");
    }
}
