package dev.gradus.models.ganomaly;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.Images;
import dev.gradus.models.scoring.Threshold;
import dev.gradus.models.training.Training;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * GANomaly: unusual images by an adversarially trained encoder, decoder and second encoder (Akcay, Atapour-Abarghouei and
 * Breckon, "GANomaly: Semi-Supervised Anomaly Detection via Adversarial Training", 2018). It is trained on normal images alone.
 * An image whose code differs from the code of its reconstruction is unusual.
 *
 * <pre>{@code
 * Images digits = IdxFolder.read(Path.of("mnist"));
 * GanomalyDetector detector = Ganomaly.builder().seed(7).build().fit(digits.labelled(1));
 * double[] scores = detector.scores(digits.labelled(7));
 * boolean unusual = detector.isAnomaly(scores[0]);
 * }</pre>
 *
 * <p>The {@linkplain dev.gradus.models.ganomaly package} has networks, losses, sources and limits.
 */
public final class Ganomaly {
    private final GanomalyConfig config;
    private final Threshold.Rule threshold;
    private final Backend backend;
    private final boolean checkFinite;

    private Ganomaly(GanomalyConfig config, Threshold.Rule threshold, Backend backend, boolean checkFinite) {
        this.config = config;
        this.threshold = threshold;
        this.backend = backend;
        this.checkFinite = checkFinite;
    }

    /** Starts from the settings of {@link GanomalyVariant#POOLED_64}. */
    public static Builder builder() {
        return builder(GanomalyVariant.POOLED_64);
    }

    /** Starts from the settings of a variant. */
    public static Builder builder(GanomalyVariant variant) {
        return new Builder(Objects.requireNonNull(variant, "ganomaly: the variant is null"));
    }

    /** The settings. */
    GanomalyConfig config() {
        return config;
    }

    /** Trains on normal images. */
    public GanomalyDetector fit(Images images) {
        return fit(images, TrainingListener.none());
    }

    /**
     * Trains on normal images, which are resized. The same images, settings and backend give the same detector to the bit.
     *
     * @param images at least 3; their labels do not matter
     * @throws IllegalArgumentException if there are too few
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite
     */
    public GanomalyDetector fit(Images images, TrainingListener listener) {
        Split split = split(images);
        GanomalyTrainer trainer = trainer(split, images);
        training(trainer).run(listener);
        return detector(trainer, split);
    }

    /**
     * Trains on normal images, and saves the training as it goes: where the file holds one, it goes on from there. A training
     * that was interrupted, in whatever way, and started again ends with the detector of one that was not, to the bit; what
     * was done after the last save is done again. A training that is complete can be given another score and rule for the
     * threshold, and nothing else.
     *
     * @throws IllegalArgumentException if there are fewer than 3 images
     * @throws java.util.concurrent.CancellationException if the listener gives up; the file keeps the last save
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite; the file keeps the last
     *     save
     * @throws dev.gradus.engine.io.ModelFileException if the file holds something else than a training on these images with
     *     these settings on this backend; the message names each setting that differs and both values. The file is left alone
     * @throws IOException if the file cannot be read or written; it is written once before the first step, so that this is
     *     found out early
     */
    public GanomalyDetector fit(Images images, TrainingListener listener, Checkpoints checkpoints) throws IOException {
        Split split = split(images);
        GanomalyTrainer trainer = trainer(split, images);
        training(trainer).run(listener, checkpoints);
        return detector(trainer, split);
    }

    /**
     * Images in the size of the networks.
     *
     * @param trained  at least two
     * @param heldBack at least one
     */
    private record Split(Images trained, Images heldBack) {}

    /** Drawn by the seed. */
    private Split split(Images images) {
        Objects.requireNonNull(images, "ganomaly: the images are null");
        if (images.count() < 3) {
            throw new IllegalArgumentException("ganomaly: there are " + images.count()
                    + " images to train on; it takes at least 3, one of which is held back for the threshold");
        }
        int held = (int) Math.max(1, Math.min(images.count() - 2, Math.round(config.heldBack() * images.count())));
        int[] order = IntStream.range(0, images.count()).toArray();
        new Rng(config.seed()).shuffle(order);
        Images sized = images.resized(config.size(), config.size());
        return new Split(
                sized.select(Arrays.copyOfRange(order, held, order.length)), sized.select(Arrays.copyOf(order, held)));
    }

    private GanomalyTrainer trainer(Split split, Images images) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("images", images + ", SHA-256 " + images.fingerprint().substring(0, 16));
        data.put("backend", backend.name());
        return new GanomalyTrainer(config, backend, split.trained(), data);
    }

    private Training training(GanomalyTrainer trainer) {
        return new Training(trainer, trainer.epochs()).checkFinite(checkFinite);
    }

    private GanomalyDetector detector(GanomalyTrainer trainer, Split split) {
        GanomalyNetworks networks = trainer.averaged();
        Map<GanomalyScore, Double> thresholds = new EnumMap<>(GanomalyScore.class);
        GanomalyDetector.scores(config, networks, backend, split.heldBack())
                .forEach((score, errors) ->
                        thresholds.put(score, threshold.learn(errors).value()));
        return new GanomalyDetector(config, networks, backend, trainer.epochs(), thresholds);
    }

    /** Settings of a GANomaly. Defaults are the variant's where it is not said otherwise. */
    public static final class Builder {
        private final GanomalyVariant variant;
        private int size;
        private int filters;
        private Integer code;
        private int batch;
        private int iterations = 1000;
        private double learningRate;
        private double beta1;
        private double adversarialWeight = 1;
        private double contextualWeight;
        private double encoderWeight = 1;
        private double kernelPenalty;
        private double averaging = 0.99;
        private double heldBack = 0.1;
        private GanomalyScore score = GanomalyScore.SQUARES;
        private long seed;
        private Threshold.Rule threshold = Threshold.quantile(0.99);
        private Backend backend;
        private boolean checkFinite;

        private Builder(GanomalyVariant variant) {
            this.variant = variant;
            size = variant.size;
            filters = variant.filters;
            batch = variant.batch;
            learningRate = variant.learningRate;
            beta1 = variant.beta1;
            contextualWeight = variant.contextualWeight;
        }

        /**
         * Rows and columns of the images: 64, any multiple of 8, or 32, any power of two from 16.
         */
        public Builder size(int pixels) {
            size = pixels;
            return this;
        }

        /** Filters of the first convolution; the others grow with them. Default 32 or 64. */
        public Builder filters(int count) {
            filters = count;
            return this;
        }

        /** Numbers in the code of an image. Default 100; a pooled code has 4 times the filters, and no other size. */
        public Builder code(int numbers) {
            code = numbers;
            return this;
        }

        /** Images in a step; fewer where there are not as many. Default 32 or 64. */
        public Builder batch(int images) {
            batch = images;
            return this;
        }

        /** Steps of the generator, and of the discriminator. Default 1000. */
        public Builder iterations(int count) {
            iterations = count;
            return this;
        }

        /** Learning rate of both Adam optimisers. Default 0.001 or 0.0002. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** β₁ of both optimisers; β₂ is 0.999. Default 0.9 or 0.5. */
        public Builder beta1(double decay) {
            beta1 = decay;
            return this;
        }

        /** Weight of the loss that matches features. Default 1. */
        public Builder adversarialWeight(double weight) {
            adversarialWeight = weight;
            return this;
        }

        /** Weight of the loss that matches pixels. Default 20 or 50. */
        public Builder contextualWeight(double weight) {
            contextualWeight = weight;
            return this;
        }

        /** Weight of the loss that matches codes. Default 1. */
        public Builder encoderWeight(double weight) {
            encoderWeight = weight;
            return this;
        }

        /** λ of {@code λ·Σ w²} over the kernels of the convolutions, a part of both losses. Default 0. */
        public Builder kernelPenalty(double weight) {
            kernelPenalty = weight;
            return this;
        }

        /**
         * Share that the averages of the weights keep at each step, see {@link dev.gradus.models.training.WeightAverage};
         * images are scored by the averages. 0 scores by the weights of the last step. Default 0.99.
         */
        public Builder averaging(double decay) {
            averaging = decay;
            return this;
        }

        /** Share of the images that is not trained on: the threshold is learnt from them. At least one. Default 0.1. */
        public Builder heldBack(double share) {
            heldBack = share;
            return this;
        }

        /** By what images are judged. Default {@link GanomalyScore#SQUARES}. */
        public Builder score(GanomalyScore value) {
            score = value;
            return this;
        }

        /** How the threshold is learnt from the scores of the images held back. Default their quantile of 0.99. */
        public Builder threshold(Threshold.Rule rule) {
            threshold = Objects.requireNonNull(rule, "ganomaly: the rule for the threshold is null");
            return this;
        }

        /** What everything random is drawn from. Default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** What the model computes on. Default {@link Backends#get()}. */
        public Builder backend(Backend value) {
            backend = Objects.requireNonNull(value, "ganomaly: the backend is null; Backends.get() is the default one");
            return this;
        }

        /** Has the first operation whose result is not finite end the training, which is slower. Default: no. */
        public Builder checkFinite(boolean check) {
            checkFinite = check;
            return this;
        }

        /**
         * The model, untrained.
         *
         * @throws IllegalArgumentException if a setting is out of range, or the networks cannot have the size
         */
        public Ganomaly build() {
            return new Ganomaly(config(), threshold, backend != null ? backend : Backends.get(), checkFinite);
        }

        /** The settings alone, checked. */
        GanomalyConfig config() {
            return new GanomalyConfig(
                    variant,
                    size,
                    filters,
                    code != null ? code : variant == GanomalyVariant.POOLED_64 ? 4 * filters : variant.code,
                    batch,
                    iterations,
                    learningRate,
                    beta1,
                    adversarialWeight,
                    contextualWeight,
                    encoderWeight,
                    kernelPenalty,
                    averaging,
                    heldBack,
                    score,
                    seed);
        }
    }
}
