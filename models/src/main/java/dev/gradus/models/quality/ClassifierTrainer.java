package dev.gradus.models.quality;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.image.ImageBatches;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.training.Trainable;
import java.util.Map;

/** The training of a classifier: each step goes down the mean of −log p(label) over a batch. */
final class ClassifierTrainer implements Trainable {
    private final ImageClassifier classifier;
    private final ImageBatches batches;
    private final Optimizer optimizer;
    private final Rng dropout;
    private final Pass pass;

    ClassifierTrainer(ImageClassifier classifier, Images images, Rng rng, Backend backend) {
        this.classifier = classifier;
        batches = new ImageBatches(images, ImageClassifier.BATCH, rng.split(), backend, PixelScale.UNIT);
        dropout = rng.split();
        pass = Pass.training(dropout);
        optimizer = Adam.keras(classifier.cells().parameters(), ImageClassifier.LEARNING_RATE);
    }

    @Override
    public String name() {
        return "classifier";
    }

    @Override
    public Cells cells() {
        return classifier.cells();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        return batches.addTo(Checkpoint.builder())
                .network("classifier", classifier.cells())
                .optimizer("adam", optimizer)
                .generator("dropout", dropout);
    }

    @Override
    public int begin() {
        return batches.begin();
    }

    @Override
    public Map<String, Double> step(int index) {
        Tensor logits = classifier.logits(batches.batch(index), pass);
        Tensor loss = Losses.crossEntropy(logits, batches.labels(index));
        optimizer.minimize(loss);
        return Map.of("cross-entropy", loss.item());
    }

    @Override
    public String remedy() {
        return "take fewer epochs";
    }
}
