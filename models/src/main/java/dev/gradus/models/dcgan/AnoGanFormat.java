package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ModelFormat;

/** AnoGAN detectors in files. */
public final class AnoGanFormat implements ModelFormat<AnoGanDetector> {
    private static final String PREFIX = "anogan.";

    @Override
    public String model() {
        return AnoGan.MODEL;
    }

    static void put(FieldWriter out, AnoGanConfig c) {
        DcganFields.put(out, c.dcgan());
        out.put(PREFIX + "steps", c.steps())
                .put(PREFIX + "starts", c.starts())
                .put(PREFIX + "lambda", c.lambda())
                .put(PREFIX + "searchRate", c.searchRate())
                .put(PREFIX + "held", c.held())
                .put(PREFIX + "quantile", c.quantile());
    }

    @Override
    public AnoGanDetector read(FieldReader in, Backend backend) throws ModelFileException {
        DcganConfig dcgan = DcganFields.config(in);
        int steps = in.integer(PREFIX + "steps");
        int starts = in.integer(PREFIX + "starts");
        double lambda = in.number(PREFIX + "lambda");
        double searchRate = in.number(PREFIX + "searchRate");
        double held = in.number(PREFIX + "held");
        double quantile = in.number(PREFIX + "quantile");
        double threshold = in.number("training.threshold");
        AnoGanConfig config =
                in.made("anogan", () -> new AnoGanConfig(dcgan, steps, starts, lambda, searchRate, held, quantile));
        in.end();
        return new AnoGanDetector(config, DcganFormat.generator(in, dcgan, backend), threshold);
    }
}
