package dev.gradus.models.dcgan;

import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.Images;
import dev.gradus.models.scoring.Threshold;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * AnoGAN (Schlegl et al., 2017): a {@link Dcgan} learns to generate normal images, and an image is unusual if nothing that it
 * generates comes near. The nearest is searched for by gradient descent in the space of codes, for each image anew, so training
 * is that of the DCGAN and scoring is slow.
 *
 * <pre>{@code
 * AnoGanDetector detector = AnoGan.builder().dcgan(Dcgan.builder().epochs(50)).build().fit(normal);
 * double[] scores = detector.scores(images);
 * }</pre>
 */
public final class AnoGan {
    static final String MODEL = "anogan";

    private final AnoGanConfig config;
    private final Dcgan dcgan;

    private AnoGan(Builder builder) {
        dcgan = builder.dcgan.build();
        config = new AnoGanConfig(
                dcgan.config(),
                builder.steps,
                builder.starts,
                builder.lambda,
                builder.searchRate,
                builder.held,
                builder.quantile);
    }

    /** Starts with the published settings, as far as they were published. */
    public static Builder builder() {
        return new Builder();
    }

    /** Everything that determines it. */
    public AnoGanConfig config() {
        return config;
    }

    /** Trains on normal images, which are resized to the size of the model. */
    public AnoGanDetector fit(Images normal) {
        return fit(normal, TrainingListener.none());
    }

    /**
     * Trains on normal images, which are resized to the size of the model; a share of them, drawn by the seed, is kept from
     * training, and the threshold is a quantile of their scores.
     *
     * @param normal at least 3, so that 2 are left to train on
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite
     */
    public AnoGanDetector fit(Images normal, TrainingListener listener) {
        Split split = split(normal);
        return detector(dcgan.fit(split.trained, listener), split.held);
    }

    /**
     * As {@link #fit(Images, TrainingListener)}, and saves the training as it goes: where the file holds one, it goes on from
     * there.
     *
     * @throws IOException as {@link Dcgan#fit(Images, TrainingListener, Checkpoints)} does
     */
    public AnoGanDetector fit(Images normal, TrainingListener listener, Checkpoints checkpoints) throws IOException {
        Split split = split(normal);
        return detector(dcgan.fit(split.trained, listener, checkpoints), split.held);
    }

    private record Split(Images trained, Images held) {}

    private Split split(Images normal) {
        Objects.requireNonNull(normal, "anogan: the images are null");
        int held = (int) Math.max(1, Math.round(config.held() * normal.count()));
        if (normal.count() - held < 2) {
            throw new IllegalArgumentException("anogan: of " + normal.count() + " images, " + held
                    + " are kept from training; at least 2 must be left");
        }
        int[] order = IntStream.range(0, normal.count()).toArray();
        new Rng(config.dcgan().seed()).shuffle(order);
        return new Split(
                normal.select(Arrays.copyOfRange(order, held, order.length)),
                normal.select(Arrays.copyOf(order, held)));
    }

    private AnoGanDetector detector(DcganGenerator generator, Images held) {
        double[] scores = new AnoGanDetector(config, generator, 0).scores(held);
        double threshold = Threshold.quantile(config.quantile()).learn(scores).value();
        return new AnoGanDetector(config, generator, threshold);
    }

    /**
     * Settings of an AnoGAN. Of the paper are λ and the number of steps; it names no learning rate of the search, and starts it
     * from one random code.
     */
    public static final class Builder {
        private Dcgan.Builder dcgan = Dcgan.builder();
        private int steps = 500;
        private int starts = 64;
        private double lambda = 0.1;
        private double searchRate = 0.05;
        private double held = 0.1;
        private double quantile = 0.95;

        private Builder() {}

        /** The networks and how they are trained, on which backend. Default {@link Dcgan#builder()}. */
        public Builder dcgan(Dcgan.Builder settings) {
            dcgan = Objects.requireNonNull(settings, "anogan: the settings of the networks are null");
            return this;
        }

        /** Steps of the search for a code; 0 scores by the best start. Default 500, as published. */
        public Builder steps(int count) {
            steps = count;
            return this;
        }

        /** Codes of which the search starts from the best; 1 is as published. Default 64. */
        public Builder starts(int codes) {
            starts = codes;
            return this;
        }

        /** Weight of the discriminator's features, in [0, 1]. Default 0.1, as published. */
        public Builder lambda(double weight) {
            lambda = weight;
            return this;
        }

        /** Learning rate of Adam in the search. Default 0.05. */
        public Builder searchRate(double rate) {
            searchRate = rate;
            return this;
        }

        /** Share of the normal images that is kept from training, for the threshold. Default 0.1. */
        public Builder held(double share) {
            held = share;
            return this;
        }

        /** Share of the kept images that the threshold lets pass. Default 0.95. */
        public Builder quantile(double share) {
            quantile = share;
            return this;
        }

        /**
         * The model, untrained.
         *
         * @throws IllegalArgumentException if a setting is out of range
         */
        public AnoGan build() {
            return new AnoGan(this);
        }
    }
}
