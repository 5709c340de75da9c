package dev.gradus.models.ganomaly;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ModelFormat;
import dev.gradus.models.file.Sizes;
import dev.gradus.models.image.ImageDetector;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** GANomaly detectors in files: the generator and the second encoder, without the discriminator, which scores nothing. */
public final class GanomalyFormat implements ModelFormat<ImageDetector> {
    private static final String PREFIX = GanomalyTrainer.NAME + ".";
    private static final String EPOCHS = "training.epochs";
    private static final String THRESHOLD = "training.threshold.";

    /** A training does not depend on what its images will be judged by. */
    private static final Set<String> FREE = Set.of("score");

    @Override
    public String model() {
        return GanomalyTrainer.NAME;
    }

    /** What of the settings a training cannot go on without, by name. */
    static Map<String, String> ofTraining(GanomalyConfig config) {
        FieldWriter fields = new FieldWriter();
        put(fields, config);
        Map<String, String> settings = new LinkedHashMap<>();
        fields.tensors().build().metadata().forEach((key, value) -> {
            String name = key.substring(PREFIX.length());
            if (!FREE.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    static void write(
            FieldWriter out,
            GanomalyConfig config,
            GanomalyNetworks networks,
            int epochs,
            Map<GanomalyScore, Double> thresholds) {
        put(out, config);
        out.put(EPOCHS, epochs);
        for (GanomalyScore score : GanomalyScore.values()) {
            out.put(THRESHOLD + score.name(), thresholds.get(score));
        }
        Weights.write(networks.cells(), "", out.tensors());
    }

    private static void put(FieldWriter out, GanomalyConfig c) {
        out.put(PREFIX + "variant", c.variant())
                .put(PREFIX + "size", c.size())
                .put(PREFIX + "filters", c.filters())
                .put(PREFIX + "code", c.code())
                .put(PREFIX + "batch", c.batch())
                .put(PREFIX + "iterations", c.iterations())
                .put(PREFIX + "learningRate", c.learningRate())
                .put(PREFIX + "beta1", c.beta1())
                .put(PREFIX + "adversarialWeight", c.adversarialWeight())
                .put(PREFIX + "contextualWeight", c.contextualWeight())
                .put(PREFIX + "encoderWeight", c.encoderWeight())
                .put(PREFIX + "kernelPenalty", c.kernelPenalty())
                .put(PREFIX + "averaging", c.averaging())
                .put(PREFIX + "heldBack", c.heldBack())
                .put(PREFIX + "score", c.score())
                .put(PREFIX + "seed", c.seed());
    }

    @Override
    public ImageDetector read(FieldReader in, Backend backend) throws ModelFileException {
        GanomalyConfig config = config(in);
        int epochs = in.integer(EPOCHS);
        if (epochs < 1) {
            throw in.wrong(EPOCHS, "at least 1");
        }
        Map<GanomalyScore, Double> thresholds = new EnumMap<>(GanomalyScore.class);
        for (GanomalyScore score : GanomalyScore.values()) {
            thresholds.put(score, in.number(THRESHOLD + score.name()));
        }
        in.end();
        requireSize(in, config);
        GanomalyNetworks networks = GanomalyNetworks.blank(config, backend);
        Weights.read(in.file(), "", networks.cells());
        return new GanomalyDetector(config, networks, backend, epochs, thresholds);
    }

    private static GanomalyConfig config(FieldReader in) throws ModelFileException {
        Ganomaly.Builder settings = Ganomaly.builder(in.choice(PREFIX + "variant", GanomalyVariant.class))
                .size(in.integer(PREFIX + "size"))
                .filters(in.integer(PREFIX + "filters"))
                .code(in.integer(PREFIX + "code"))
                .batch(in.integer(PREFIX + "batch"))
                .iterations(in.integer(PREFIX + "iterations"))
                .learningRate(in.number(PREFIX + "learningRate"))
                .beta1(in.number(PREFIX + "beta1"))
                .adversarialWeight(in.number(PREFIX + "adversarialWeight"))
                .contextualWeight(in.number(PREFIX + "contextualWeight"))
                .encoderWeight(in.number(PREFIX + "encoderWeight"))
                .kernelPenalty(in.number(PREFIX + "kernelPenalty"))
                .averaging(in.number(PREFIX + "averaging"))
                .heldBack(in.number(PREFIX + "heldBack"))
                .score(in.choice(PREFIX + "score", GanomalyScore.class))
                .seed(in.whole(PREFIX + "seed"));
        return in.made(GanomalyTrainer.NAME, settings::config);
    }

    /** Holds the sizes that the fields state against the numbers in the file, so that no larger networks are made. */
    private static void requireSize(FieldReader in, GanomalyConfig config) throws ModelFileException {
        double needed = config.variant().plan(config).parameterCount();
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    PREFIX + "filters",
                    String.format(
                            Locale.ROOT,
                            "with %d, size %d and code %d, the networks have %.0f numbers; the file has %.0f",
                            config.filters(),
                            config.size(),
                            config.code(),
                            needed,
                            there));
        }
    }
}
