package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.image.Images;
import dev.gradus.models.training.Training;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * DCGAN (Radford et al., 2016): a generator of images, trained against a discriminator that learns to tell them from real ones.
 *
 * <pre>{@code
 * DcganGenerator generator = Dcgan.builder().epochs(50).seed(7).build().fit(IdxFolder.read(folder));
 * Images digits = generator.generate(100, 1);
 * generator.save(file);
 * }</pre>
 */
public final class Dcgan {
    static final String MODEL = "dcgan";

    private final DcganConfig config;
    private final Backend backend;
    private final boolean checkFinite;
    private final Snapshots snapshots;

    private Dcgan(Builder builder) {
        config = builder.config();
        backend = builder.backend == null ? Backends.get() : builder.backend;
        checkFinite = builder.checkFinite;
        snapshots = builder.snapshots;
    }

    /** Starts with the settings of the well-known exercise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Everything that determines it. */
    public DcganConfig config() {
        return config;
    }

    /** Trains on images, which are resized to the size of the model. */
    public DcganGenerator fit(Images images) {
        return fit(images, TrainingListener.none());
    }

    /**
     * Trains on images, which are resized to the size of the model. The same images, settings and backend give the same
     * generator to the bit.
     *
     * @param images at least 2
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite
     */
    public DcganGenerator fit(Images images, TrainingListener listener) {
        Run run = begin(images, listener);
        run.training.run(run.listener);
        return run.generator;
    }

    /**
     * Trains on images, and saves the training as it goes: where the file holds one, it goes on from there. A training that was
     * interrupted, in whatever way, and started again ends with the generator of one that was not, to the bit.
     *
     * @param images at least 2
     * @throws java.util.concurrent.CancellationException if the listener gives up; the file keeps the last save
     * @throws dev.gradus.engine.tensor.NonFiniteException if a loss or a weight stops being finite; the file keeps the last
     *     save
     * @throws dev.gradus.engine.io.ModelFileException if the file holds something else than a training on these images with
     *     these settings on this backend; the message names each setting that differs and both values. The file is left alone
     * @throws IOException if the file cannot be read or written
     */
    public DcganGenerator fit(Images images, TrainingListener listener, Checkpoints checkpoints) throws IOException {
        Objects.requireNonNull(checkpoints, "dcgan: the checkpoints are null");
        Run run = begin(images, listener);
        run.training.run(run.listener, checkpoints);
        return run.generator;
    }

    /** A training that is ready to run, who watches it, and what it ends with. */
    private record Run(Training training, TrainingListener listener, DcganGenerator generator) {}

    private Run begin(Images images, TrainingListener listener) {
        Objects.requireNonNull(images, "dcgan: the images are null");
        Objects.requireNonNull(listener, "dcgan: the listener is null; TrainingListener.none() does nothing");
        if (images.count() < 2) {
            throw new IllegalArgumentException(
                    "dcgan: there must be at least 2 images to train on, not " + images.count());
        }
        Map<String, String> data = new LinkedHashMap<>();
        data.put("images", images + ", SHA-256 " + images.fingerprint().substring(0, 16));
        data.put("backend", backend.name());
        DcganTrainer trainer = new DcganTrainer(config, backend, images.resized(config.size(), config.size()), data);
        DcganGenerator generator = new DcganGenerator(config, trainer.averaged(), backend);
        Training training = new Training(trainer, config.epochs()).checkFinite(checkFinite);
        if (snapshots == null) {
            return new Run(training, listener, generator);
        }
        snapshots.taker().take(0, generator.generate(snapshots.count(), config.seed()));
        return new Run(training, new Watched(listener, snapshots, generator, config.seed()), generator);
    }

    /** Tells another listener everything, and takes snapshots. */
    private record Watched(TrainingListener listener, Snapshots snapshots, DcganGenerator generator, long seed)
            implements TrainingListener {
        @Override
        public void progress(TrainingProgress progress) {
            listener.progress(progress);
        }

        @Override
        public void resumed(int epoch, int epochs) {
            listener.resumed(epoch, epochs);
        }

        @Override
        public void epoch(int epoch, int epochs, Map<String, double[]> losses) {
            listener.epoch(epoch, epochs, losses);
            if (snapshots.isDue(epoch, epochs)) {
                snapshots.taker().take(epoch, generator.generate(snapshots.count(), seed));
            }
        }

        @Override
        public boolean cancelled() {
            return listener.cancelled();
        }
    }

    /**
     * Settings of a DCGAN. The defaults are those of TensorFlow's tutorial "Deep Convolutional Generative Adversarial Network"
     * on MNIST, but for the noise, which has 50 numbers here and 100 there, the batch of 128 images in place of 256, and the
     * average of the generator's weights, which the tutorial has not.
     */
    public static final class Builder {
        private int size = 28;
        private int noise = 50;
        private int filters = 64;
        private double negativeSlope = 0.3;
        private double dropout = 0.3;
        private int epochs = 50;
        private int batch = 128;
        private double learningRate = 1e-4;
        private double beta1 = 0.9;
        private double averaging = 0.999;
        private long seed;
        private Backend backend;
        private boolean checkFinite;
        private Snapshots snapshots;

        private Builder() {}

        /** Rows and columns of the images, a multiple of 4; other images are resized. Default 28. */
        public Builder size(int pixels) {
            size = pixels;
            return this;
        }

        /** Numbers in a code. Default 50. */
        public Builder noise(int numbers) {
            noise = numbers;
            return this;
        }

        /** Filters of the layers next to the image; layers further in have two and four times as many. Default 64. */
        public Builder filters(int count) {
            filters = count;
            return this;
        }

        /** Slope of the leaky relus below zero. Default 0.3, Keras's. */
        public Builder negativeSlope(double slope) {
            negativeSlope = slope;
            return this;
        }

        /** Dropout of the discriminator. Default 0.3. */
        public Builder dropout(double rate) {
            dropout = rate;
            return this;
        }

        /** Passes over the images. Default 50. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Images in a step, at least 2. Default 128. */
        public Builder batch(int images) {
            batch = images;
            return this;
        }

        /** Learning rate of both Adam optimisers (Keras's variant: second β 0.999, ε 1e-7). Default 1e-4. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /**
         * Share that the first moments of both optimisers keep at each step. Default 0.9, as the tutorial has it; the paper has
         * 0.5.
         */
        public Builder beta1(double share) {
            beta1 = share;
            return this;
        }

        /**
         * Share that the averages of the generator's weights keep at each step, see
         * {@link dev.gradus.models.training.WeightAverage}; images are generated by the averages. 0 generates them by the
         * weights of the last step, as the tutorial does. Default 0.999.
         */
        public Builder averaging(double decay) {
            averaging = decay;
            return this;
        }

        /** What everything random is drawn from. Default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** What computes. Default {@link Backends#get()}. */
        public Builder backend(Backend value) {
            backend = Objects.requireNonNull(value, "dcgan: the backend is null; Backends.get() is the default one");
            return this;
        }

        /** Has the first operation whose result is not finite end the training, which is slower. Default: no. */
        public Builder checkFinite(boolean check) {
            checkFinite = check;
            return this;
        }

        /** Has images generated as the training goes on. Default: none. */
        public Builder snapshots(Snapshots how) {
            snapshots = Objects.requireNonNull(how, "dcgan: the snapshots are null");
            return this;
        }

        /**
         * The model, untrained.
         *
         * @throws IllegalArgumentException if a setting is out of range
         */
        public Dcgan build() {
            return new Dcgan(this);
        }

        /** The settings alone, checked. */
        DcganConfig config() {
            return new DcganConfig(
                    size, noise, filters, negativeSlope, dropout, epochs, batch, learningRate, beta1, averaging, seed);
        }
    }
}
