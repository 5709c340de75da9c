package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import java.util.Arrays;
import java.util.List;

/**
 * The search of AnoGAN for the code z of which a trained generator makes the image that is nearest to x. With f the features of
 * the discriminator,
 * <pre>
 *   L(z) = (1 − λ)·Σ|x − G(z)| + λ·Σ|f(x) − f(G(z))|
 * </pre>
 * goes down by Adam for a number of steps. All networks run in inference mode, and nothing of them changes.
 *
 * <p>The codes that a search may start from are drawn once, from the seed, and are the same for every image; an image starts from
 * the one whose image is nearest by its pixels. So its score does not depend on what is scored beside it.
 */
final class LatentSearch {
    /** Images that are searched for together. Fewer are filled up, so that every search computes with the same shapes. */
    static final int TOGETHER = 32;

    private final AnoGanConfig config;
    private final DcganNetworks networks;
    private final Backend backend;
    private final float[] starts;
    private final Images startImages;

    LatentSearch(AnoGanConfig config, DcganGenerator generator) {
        this.config = config;
        networks = generator.networks();
        backend = generator.backend();
        Rng rng = new Rng(config.dcgan().seed()).split();
        Tensor codes =
                rng.normal(backend, Shape.of(config.starts(), config.dcgan().noise()), 0, 1);
        starts = codes.toFloats();
        startImages = generator.generate(codes);
    }

    /**
     * What a search ends with.
     *
     * @param scores L of each image's code, {@code [count]}
     * @param images G of it
     */
    record Found(double[] scores, Images images) {}

    /** Searches for at most {@link #TOGETHER} images. */
    Found search(Images images) {
        int count = images.count();
        int[] filled = new int[TOGETHER];
        Arrays.setAll(filled, i -> Math.min(i, count - 1));
        return Scope.within(() -> {
            Tensor x = images.tensor(filled, 0, TOGETHER, backend, PixelScale.SYMMETRIC);
            Tensor features = networks.features().apply(x, Pass.inference());
            Parameter codes = new Parameter("codes", starts(images, filled));
            Adam adam = Adam.keras(List.of(codes), config.searchRate());
            for (int i = 0; i < config.steps(); i++) {
                Scope.within(() -> {
                    // The images do not touch one another: the gradient of the sum is that of each.
                    adam.minimize(loss(generated(codes.tracked()), x, features).sum());
                    return null;
                });
            }
            Tensor fake = generated(codes.constant());
            double[] scores = loss(fake, x, features).toArray();
            return new Found(
                    Arrays.copyOf(scores, count),
                    Images.of(fake, PixelScale.SYMMETRIC).range(0, count));
        });
    }

    private Tensor generated(Tensor codes) {
        return networks.generator().apply(codes, Pass.inference());
    }

    /** L of each image, {@code [batch]}. */
    private Tensor loss(Tensor fake, Tensor x, Tensor features) {
        Tensor pixels = x.sub(fake).abs().flatten(1).sum(1);
        Tensor deep = networks.features()
                .apply(fake, Pass.inference())
                .sub(features)
                .abs()
                .flatten(1)
                .sum(1);
        return pixels.mul(1 - config.lambda()).add(deep.mul(config.lambda()));
    }

    /** For each image the code whose image is nearest by pixels. */
    private Tensor starts(Images images, int... filled) {
        int noise = config.dcgan().noise();
        byte[] pixels = images.pixels();
        byte[] theirs = startImages.pixels();
        int size = images.size();
        float[] chosen = new float[filled.length * noise];
        for (int i = 0; i < filled.length; i++) {
            int best = 0;
            long least = Long.MAX_VALUE;
            for (int k = 0; k < startImages.count(); k++) {
                long apart = 0;
                for (int j = 0; j < size; j++) {
                    apart += Math.abs((pixels[filled[i] * size + j] & 0xFF) - (theirs[k * size + j] & 0xFF));
                }
                if (apart < least) {
                    least = apart;
                    best = k;
                }
            }
            System.arraycopy(starts, best * noise, chosen, i * noise, noise);
        }
        return Tensor.wrap(Shape.of(filled.length, noise), backend.upload(chosen));
    }
}
