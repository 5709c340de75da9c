package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A trained DCGAN, which generates images. It does not change and may be shared by threads. */
public final class DcganGenerator {
    /** Images that are generated together. */
    private static final int TOGETHER = 64;

    private final DcganConfig config;
    private final DcganNetworks networks;
    private final Backend backend;

    DcganGenerator(DcganConfig config, DcganNetworks networks, Backend backend) {
        this.config = config;
        this.networks = networks;
        this.backend = backend;
    }

    /** Everything that determined it. */
    public DcganConfig config() {
        return config;
    }

    /** What this model is. */
    public ImageDescription description() {
        return new ImageDescription(Dcgan.MODEL, config.size(), config.size(), config.epochs(), config.seed());
    }

    DcganNetworks networks() {
        return networks;
    }

    Backend backend() {
        return backend;
    }

    /**
     * Generates images of codes drawn from N(0, 1).
     *
     * @param count at least 1
     * @param seed  the same one gives the same images; of more images, the first ones stay the same
     */
    public Images generate(int count, long seed) {
        if (count < 1 || (long) count * config.noise() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("dcgan: there must be 1 to " + Integer.MAX_VALUE / config.noise()
                    + " images to generate, not " + count);
        }
        try (Scope scope = Scope.open()) {
            Objects.requireNonNull(scope);
            return generate(new Rng(seed).normal(backend, Shape.of(count, config.noise()), 0, 1));
        }
    }

    /**
     * Generates the images of codes, for instance of those on the way from one to another.
     *
     * @param codes {@code [count, noise]}
     */
    public Images generate(Tensor codes) {
        Objects.requireNonNull(codes, "dcgan: the codes are null");
        Shape shape = codes.shape();
        if (shape.rank() != 2 || shape.dim(0) < 1 || shape.dim(1) != config.noise()) {
            throw new IllegalArgumentException("dcgan: codes must be [count, " + config.noise() + "], not " + shape);
        }
        Images all = null;
        for (int from = 0; from < shape.dim(0); from += TOGETHER) {
            int first = from;
            int end = Math.min(shape.dim(0), from + TOGETHER);
            Images some = Scope.within(() -> Images.of(
                    networks.generator().apply(codes.slice(0, first, end), Pass.inference()), PixelScale.SYMMETRIC));
            all = all == null ? some : all.and(some);
        }
        return all;
    }

    /**
     * Writes both networks into one safetensors file: their weights as tensors, the settings as strings. The file appears
     * whole or not at all, and the same model always gives the same bytes.
     *
     * @throws dev.gradus.engine.tensor.NonFiniteException if a weight is NaN or infinite
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    public void save(Path file) throws IOException {
        DetectorFile.save(file, Dcgan.MODEL, out -> {
            DcganFields.put(out, config);
            Weights.write(networks.cells(), "", out.tensors());
        });
    }

    /** Reads a model that {@link #save} wrote; it computes on the backend that this JVM is set to. */
    public static DcganGenerator load(Path file) throws IOException {
        return load(file, Backends.get());
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @param backend what the model will compute on
     * @throws dev.gradus.engine.io.ModelFileException if the file is none of a DCGAN, of a newer version, or damaged; the
     *     message names the field or the tensor
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static DcganGenerator load(Path file, Backend backend) throws IOException {
        return DetectorFile.load(file, backend, List.of(new DcganFormat()));
    }
}
