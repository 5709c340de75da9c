package dev.gradus.models.tadgan;

import java.util.LinkedHashMap;
import java.util.Map;

/** What of a configuration a training cannot go on without. */
final class TrainingSettings {
    private TrainingSettings() {}

    /**
     * The settings by name, all but those that a saved training may be given anew: {@code epochs}, {@code score} and
     * {@code finder}. {@code interval}, which may be the series' own, is left to whoever knows the series.
     */
    static Map<String, Object> of(TadGanConfig config) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("window", config.window());
        settings.put("latent", config.latent());
        settings.put("encoderUnits", config.encoderUnits());
        settings.put("generatorUnits", config.generatorUnits());
        settings.put("generatorDropout", config.generatorDropout());
        settings.put("recurrentDropout", config.recurrentDropout());
        settings.put("criticLayers", config.criticLayers());
        settings.put("criticFilters", config.criticFilters());
        settings.put("criticKernel", config.criticKernel());
        settings.put("criticDropout", config.criticDropout());
        settings.put("latentCriticUnits", config.latentCriticUnits());
        settings.put("latentCriticDropout", config.latentCriticDropout());
        settings.put("negativeSlope", config.negativeSlope());
        settings.put("batch", config.batch());
        settings.put("criticIterations", config.criticIterations());
        settings.put("learningRate", config.learningRate());
        settings.put("penaltyWeight", config.penaltyWeight());
        settings.put("reconstructionWeight", config.reconstructionWeight());
        settings.put("seed", config.seed());
        return settings;
    }
}
