package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Init;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.ModelFormat;

/** Generators in files. */
final class DcganFormat implements ModelFormat<DcganGenerator> {
    @Override
    public String model() {
        return Dcgan.MODEL;
    }

    @Override
    public DcganGenerator read(FieldReader in, Backend backend) throws ModelFileException {
        DcganConfig config = DcganFields.config(in);
        in.end();
        return generator(in, config, backend);
    }

    /** With the weights of a file whose fields are read. */
    static DcganGenerator generator(FieldReader in, DcganConfig config, Backend backend) throws ModelFileException {
        DcganFields.requireSizes(in, config);
        DcganNetworks networks = DcganNetworks.of(config, Init.blank(backend));
        Weights.read(in.file(), "", networks.cells());
        return new DcganGenerator(config, networks, backend);
    }
}
