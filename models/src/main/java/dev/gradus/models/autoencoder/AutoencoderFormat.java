package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.WindowAutoencoder.Config;
import dev.gradus.models.file.DetectorFormat;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.Sizes;
import dev.gradus.models.window.Learnt;
import dev.gradus.models.window.SeriesModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Detectors of autoencoders in files. */
public final class AutoencoderFormat implements DetectorFormat {
    private static final Pattern UNITS = Pattern.compile("[0-9]{1,9}(,[0-9]{1,9})*");

    private final String model;
    private final AutoencoderFields.ArchitectureReader architecture;

    private AutoencoderFormat(String model, AutoencoderFields.ArchitectureReader architecture) {
        this.model = model;
        this.architecture = architecture;
    }

    /** Of {@link LstmAutoencoder}. */
    public static AutoencoderFormat lstm() {
        return new AutoencoderFormat(LstmArchitecture.MODEL, AutoencoderFormat::lstm);
    }

    /** Of {@link DenseAutoencoder}. */
    public static AutoencoderFormat dense() {
        return new AutoencoderFormat(DenseArchitecture.MODEL, AutoencoderFormat::dense);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Detector read(FieldReader in, Backend backend) throws ModelFileException {
        Config config = AutoencoderFields.config(in, model, architecture);
        Learnt<Integer> learnt = AutoencoderFields.learnt(in, config);
        in.end();
        requireSize(in, config);
        Layer network = config.network(Init.blank(backend));
        Weights.read(in.file(), "", network.cells());
        return new AutoencoderDetector(config, network, backend, learnt);
    }

    @Override
    public SeriesModel settings(FieldReader in, Backend backend) throws ModelFileException {
        return AutoencoderFields.config(in, model, architecture).untrained(backend, false);
    }

    private static WindowAutoencoder.Architecture lstm(FieldReader in, Corruption corruption)
            throws ModelFileException {
        SequencePart encoder = in.choice("lstm-ae.encoder", SequencePart.class);
        SequencePart decoder = in.choice("lstm-ae.decoder", SequencePart.class);
        int units = in.integer("lstm-ae.units");
        Recurrent.Activation activation = in.choice("lstm-ae.activation", Recurrent.Activation.class);
        return in.made("lstm-ae", () -> new LstmArchitecture(encoder, decoder, units, activation, corruption));
    }

    private static WindowAutoencoder.Architecture dense(FieldReader in, Corruption corruption)
            throws ModelFileException {
        String text = in.text("dense-ae.units");
        if (!UNITS.matcher(text).matches()) {
            throw in.wrong("dense-ae.units", "widths such as 60,20,60");
        }
        List<Integer> units = new ArrayList<>();
        for (String width : text.split(",")) {
            units.add(Integer.parseInt(width));
        }
        double dropout = in.number("dense-ae.dropout");
        boolean tied = in.flag("dense-ae.tied");
        return in.made("dense-ae", () -> new DenseArchitecture(units, dropout, tied, corruption));
    }

    /** Holds the sizes that the fields state against the numbers in the file, so that no larger network is made. */
    private static void requireSize(FieldReader in, Config config) throws ModelFileException {
        double needed = config.architecture().parameterCount(config.extents());
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    config.model() + ".window",
                    String.format(
                            Locale.ROOT,
                            "with %d and the other sizes, the network has %.0f numbers; the file has %.0f",
                            config.training().window(),
                            needed,
                            there));
        }
    }
}
