package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.io.Weights;
import dev.gradus.models.Detector;
import dev.gradus.models.file.DetectorFormat;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ScoringFields;
import dev.gradus.models.file.Sizes;
import dev.gradus.models.scoring.Scale;
import dev.gradus.models.scoring.TadGanStatistics;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.LearntFields;
import java.util.Arrays;
import java.util.Locale;

/** TadGAN detectors in files. */
public final class TadGanFormat implements DetectorFormat {
    static final String MODEL = "tadgan";

    @Override
    public String model() {
        return MODEL;
    }

    static void write(FieldWriter out, TadGanConfig config, TadGanNetworks networks, Learnt<TadGanStatistics> learnt) {
        TadGanFields.put(out, config);
        LearntFields.put(out, learnt);
        TadGanStatistics statistics = learnt.statistics();
        out.put("training.criticSmoothing", statistics.criticSmoothing())
                .put("training.errorSmoothing", statistics.errorSmoothing());
        ScoringFields.put(out, "training.critic", statistics.critic());
        ScoringFields.put(out, "training.errors", statistics.errors());
        Weights.write(networks.cells(), "", out.tensors());
    }

    @Override
    public Detector read(FieldReader in, Backend backend) throws ModelFileException {
        TadGanConfig config = TadGanFields.config(in);
        Learnt<TadGanStatistics> learnt =
                LearntFields.read(in, config.view().channels(), config.finder(), TadGanFormat::statistics);
        in.end();
        requireSizes(in, config);
        TadGanNetworks networks = TadGanNetworks.blank(config, backend);
        Weights.read(in.file(), "", networks.cells());
        return new TadGanDetector(config, new TadGanReconstructor(networks, backend), learnt);
    }

    @Override
    public TadGan settings(FieldReader in, Backend backend) throws ModelFileException {
        return new TadGan(TadGanFields.config(in), backend, false);
    }

    private static TadGanStatistics statistics(FieldReader in) throws ModelFileException {
        int criticSmoothing = in.integer("training.criticSmoothing");
        int errorSmoothing = in.integer("training.errorSmoothing");
        Scale critic = ScoringFields.scale(in, "training.critic");
        Scale errors = ScoringFields.scale(in, "training.errors");
        return in.made("training", () -> new TadGanStatistics(criticSmoothing, errorSmoothing, critic, errors));
    }

    /**
     * Holds each size that the fields state against an axis of a tensor that has it, and all of them together against the
     * numbers in the file, so that networks no larger than the file are made.
     */
    private static void requireSizes(FieldReader in, TadGanConfig c) throws ModelFileException {
        if (c.criticLayers() > in.file().names().size()) {
            throw in.wrong("tadgan.criticLayers", "no more than the tensors of the file");
        }
        requireAxis(in, "tadgan.window", c.window() / 2, "generator.0.weight", 0);
        requireAxis(in, "tadgan.latent", c.latent(), "generator.0.weight", 1);
        requireAxis(in, "tadgan.encoderUnits", c.encoderUnits(), "encoder.0.weight_hh_l0", 1);
        requireAxis(in, "tadgan.generatorUnits", c.generatorUnits(), "generator.2.weight_hh_l0", 1);
        requireAxis(in, "tadgan.criticFilters", c.criticFilters(), "critic_x.1.weight", 0);
        requireAxis(in, "tadgan.criticKernel", c.criticKernel(), "critic_x.1.weight", 2);
        requireAxis(in, "tadgan.latentCriticUnits", c.latentCriticUnits(), "critic_z.0.weight", 0);
        double needed = TadGanNetworks.parameterCount(c);
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    "tadgan.criticLayers",
                    String.format(
                            Locale.ROOT,
                            "with %s and the other sizes, the networks have %.0f numbers; the file has %.0f",
                            c.criticLayers(),
                            needed,
                            there));
        }
    }

    private static void requireAxis(FieldReader in, String key, int expected, String tensor, int axis)
            throws ModelFileException {
        SafeTensors file = in.file();
        int[] shape = file.shape(tensor);
        if (axis >= shape.length || shape[axis] != expected) {
            throw in.malformed(
                    key,
                    file.metadata(key) + " needs " + expected + " along axis " + axis + " of " + tensor + ", which is "
                            + Arrays.toString(shape));
        }
    }
}
