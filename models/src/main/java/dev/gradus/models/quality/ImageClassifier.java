package dev.gradus.models.quality;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.MaxPool2d;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.training.Training;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A small convolutional network that tells classes of images apart, trained with this engine: the judge of generated images. Two
 * convolutions of 5 × 5 to {@value #FIRST} and {@value #SECOND} channels, a relu and a pooling of 2 × 2 behind each, a dense layer
 * to {@value #FEATURES} features, relu, dropout {@value #DROPOUT}, and a dense layer to the classes; cross-entropy, Adam 1e-3,
 * batches of {@value #BATCH}. The features are what comes out of the relu of the dense layer.
 */
public final class ImageClassifier {
    /** How many numbers describe an image. */
    public static final int FEATURES = 64;

    static final int BATCH = 64;
    static final double LEARNING_RATE = 1e-3;
    private static final int FIRST = 16;
    private static final int SECOND = 32;
    private static final int KERNEL = 5;
    private static final double DROPOUT = 0.4;
    private static final int MOST_CLASSES = 1000;
    private static final int MOST_EPOCHS = 1000;

    private final Backend backend;
    private final int size;
    private final int classes;
    private final Layer features;
    private final Layer head;
    private final Cells cells;

    private ImageClassifier(Backend backend, int size, int classes, Rng rng) {
        this.backend = backend;
        this.size = size;
        this.classes = classes;
        Init init = new Init(backend, rng);
        ConvolutionOptions same = ConvolutionOptions.of(1, KERNEL / 2);
        features = Sequential.of(
                new Conv2d(1, FIRST, KERNEL, same, init, Initializer.heUniform(), true),
                Activations.relu(),
                new MaxPool2d(2),
                new Conv2d(FIRST, SECOND, KERNEL, same, init, Initializer.heUniform(), true),
                Activations.relu(),
                new MaxPool2d(2),
                new Flatten(),
                new Dense(SECOND * (size / 4) * (size / 4), FEATURES, init, Initializer.heUniform(), true),
                Activations.relu());
        head = Sequential.of(new Dropout(DROPOUT), new Dense(FEATURES, classes, init));
        cells = Cells.builder().add("features", features).add("head", head).build();
    }

    /**
     * Trains a classifier on {@link Backends#get()}.
     *
     * @param images square, with labels from 0 on, at least two of these and at most 1000
     * @param epochs passes over the images, 1 to 1000
     * @param seed   of everything random: the same one gives the same classifier
     */
    public static ImageClassifier train(Images images, int epochs, long seed, TrainingListener listener) {
        return train(images, epochs, seed, listener, Backends.get());
    }

    /** As {@link #train(Images, int, long, TrainingListener)}, on another backend. */
    public static ImageClassifier train(
            Images images, int epochs, long seed, TrainingListener listener, Backend backend) {
        Objects.requireNonNull(images, "classifier: the images are null");
        Objects.requireNonNull(backend, "classifier: the backend is null; Backends.get() is the default one");
        int classes = IntStream.of(images.labels()).max().orElse(-1) + 1;
        boolean square = images.height() == images.width() && images.height() >= 4;
        if (classes < 2 || classes > MOST_CLASSES || !square) {
            throw new IllegalArgumentException("classifier: the images must be square, of 4 rows or more, and of 2 to "
                    + MOST_CLASSES + " classes, not " + images + " of " + classes);
        }
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("classifier: epochs must be 1 to " + MOST_EPOCHS + ", not " + epochs);
        }
        Rng rng = new Rng(seed);
        ImageClassifier classifier = new ImageClassifier(backend, images.height(), classes, rng.split());
        new Training(new ClassifierTrainer(classifier, images, rng, backend), epochs).run(listener);
        return classifier;
    }

    /** Logits of a batch, {@code [batch, 1, size, size] → [batch, classes]}. */
    Tensor logits(Tensor x, Pass pass) {
        return head.apply(features.apply(x, pass), pass);
    }

    Cells cells() {
        return cells;
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /**
     * How probable each class is, {@code [count][classes]}.
     *
     * @param images of any size, which are resized
     */
    public double[][] probabilities(Images images) {
        return rows(images, x -> logits(x, Pass.inference()).softmax(1));
    }

    /**
     * What describes each image, {@code [count][}{@link #FEATURES}{@code ]}.
     *
     * @param images of any size, which are resized
     */
    public double[][] features(Images images) {
        return rows(images, x -> features.apply(x, Pass.inference()));
    }

    /** The share of images that get their own label. */
    public double accuracy(Images images) {
        double[][] probabilities = probabilities(images);
        int right = 0;
        for (int i = 0; i < probabilities.length; i++) {
            right += most(probabilities[i]) == images.label(i) ? 1 : 0;
        }
        return (double) right / probabilities.length;
    }

    /** The index of the greatest number. */
    static int most(double[] numbers) {
        int most = 0;
        for (int i = 1; i < numbers.length; i++) {
            most = numbers[i] > numbers[most] ? i : most;
        }
        return most;
    }

    private double[][] rows(Images images, Function<Tensor, Tensor> function) {
        Objects.requireNonNull(images, "classifier: the images are null");
        if (images.count() == 0) {
            throw new IllegalArgumentException("classifier: there are no images to look at");
        }
        Images fitting = images.resized(size, size);
        double[][] rows = new double[images.count()][];
        for (int from = 0; from < rows.length; from += BATCH) {
            int first = from;
            int end = Math.min(rows.length, from + BATCH);
            double[] numbers =
                    Scope.within(() -> function.apply(fitting.range(first, end).tensor(backend, PixelScale.UNIT))
                            .toArray());
            int width = numbers.length / (end - first);
            for (int i = first; i < end; i++) {
                rows[i] = Arrays.copyOfRange(numbers, (i - first) * width, (i - first + 1) * width);
            }
        }
        return rows;
    }
}
