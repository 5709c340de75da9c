package dev.gradus.models.tadgan;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.TrainingFields;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.window.ViewFields;

/** The settings of a TadGAN as fields of a file. */
final class TadGanFields {
    private static final String PREFIX = "tadgan.";

    private TadGanFields() {}

    static void put(FieldWriter out, TadGanConfig c) {
        out.put("tadgan.window", c.window())
                .put("tadgan.latent", c.latent())
                .put("tadgan.encoderUnits", c.encoderUnits())
                .put("tadgan.generatorUnits", c.generatorUnits())
                .put("tadgan.generatorDropout", c.generatorDropout())
                .put("tadgan.recurrentDropout", c.recurrentDropout())
                .put("tadgan.criticLayers", c.criticLayers())
                .put("tadgan.criticFilters", c.criticFilters())
                .put("tadgan.criticKernel", c.criticKernel())
                .put("tadgan.criticDropout", c.criticDropout())
                .put("tadgan.latentCriticUnits", c.latentCriticUnits())
                .put("tadgan.latentCriticDropout", c.latentCriticDropout())
                .put("tadgan.negativeSlope", c.negativeSlope())
                .put("tadgan.procedure", c.procedure())
                .put("tadgan.epochs", c.epochs())
                .put("tadgan.batch", c.batch())
                .put("tadgan.criticIterations", c.criticIterations())
                .put("tadgan.learningRate", c.learningRate())
                .put("tadgan.penaltyWeight", c.penaltyWeight())
                .put("tadgan.reconstructionWeight", c.reconstructionWeight())
                .put("tadgan.interval", TrainingFields.text(c.interval()))
                .put("tadgan.seed", c.seed());
        ViewFields.put(out, PREFIX, c.view());
        TadGanScore score = c.score();
        out.put("score.measure", score.measure())
                .put("score.measureWindow", score.measureWindow())
                .put("score.combination", score.combination())
                .put("score.lambda", score.lambda())
                .put("score.criticSmoothing", score.criticSmoothing())
                .put("score.errorSmoothing", score.errorSmoothing());
        ScoringFields.put(out, c.finder());
    }

    static TadGanConfig config(FieldReader in) throws ModelFileException {
        TadGan.Builder settings = TadGan.builder()
                .window(in.integer("tadgan.window"))
                .latent(in.integer("tadgan.latent"))
                .encoderUnits(in.integer("tadgan.encoderUnits"))
                .generatorUnits(in.integer("tadgan.generatorUnits"))
                .generatorDropout(in.number("tadgan.generatorDropout"))
                .recurrentDropout(in.number("tadgan.recurrentDropout"))
                .criticLayers(in.integer("tadgan.criticLayers"))
                .criticFilters(in.integer("tadgan.criticFilters"))
                .criticKernel(in.integer("tadgan.criticKernel"))
                .criticDropout(in.number("tadgan.criticDropout"))
                .latentCriticUnits(in.integer("tadgan.latentCriticUnits"))
                .latentCriticDropout(in.number("tadgan.latentCriticDropout"))
                .negativeSlope(in.number("tadgan.negativeSlope"))
                .procedure(procedure(in))
                .epochs(in.integer("tadgan.epochs"))
                .batch(in.integer("tadgan.batch"))
                .criticIterations(in.integer("tadgan.criticIterations"))
                .learningRate(in.number("tadgan.learningRate"))
                .penaltyWeight(in.number("tadgan.penaltyWeight"))
                .reconstructionWeight(in.number("tadgan.reconstructionWeight"))
                .view(ViewFields.read(in, PREFIX))
                .interval(TrainingFields.interval(in, "tadgan.interval"))
                .seed(in.whole("tadgan.seed"))
                .score(score(in))
                .finder(ScoringFields.finder(in));
        return in.made("tadgan", settings::config);
    }

    /** Files from before there was a choice do not have the field. */
    private static Procedure procedure(FieldReader in) throws ModelFileException {
        return in.has("tadgan.procedure") ? in.choice("tadgan.procedure", Procedure.class) : Procedure.ORION;
    }

    private static TadGanScore score(FieldReader in) throws ModelFileException {
        TadGanScore.Builder settings = TadGanScore.builder()
                .measure(in.choice("score.measure", ErrorMeasure.class))
                .measureWindow(in.integer("score.measureWindow"))
                .combination(in.choice("score.combination", Combination.class))
                .lambda(in.number("score.lambda"))
                .criticSmoothing(in.integer("score.criticSmoothing"))
                .errorSmoothing(in.integer("score.errorSmoothing"));
        return in.made("score", settings::build);
    }
}
