package dev.gradus.models.errors;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.dcgan.AnoGan;
import dev.gradus.models.dcgan.AnoGanConfig;
import dev.gradus.models.dcgan.AnoGanDetector;
import dev.gradus.models.dcgan.Dcgan;
import dev.gradus.models.dcgan.DcganConfig;
import dev.gradus.models.dcgan.DcganGenerator;
import dev.gradus.models.dcgan.Snapshots;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFile;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.ImageBatches;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.quality.FrechetDistance;
import dev.gradus.models.quality.GenerationQuality;
import dev.gradus.models.quality.ImageClassifier;
import dev.gradus.models.series.MalformedDataException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What goes wrong with images, with what generates, judges and finds them. */
final class ImageCases {
    private static final Path NOWHERE = Path.of("no-such-folder", "no-such-file");
    private static final Path FOLDER = Path.of(".");
    private static final Images DIGITS = DrawnDigits.of(6, 1);
    private static final Images BARE = Images.of(1, 1, 2, new byte[2]);
    private static final Backend BACKEND = Backends.get();

    private final ErrorCases cases;

    private ImageCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        ImageCases table = new ImageCases(cases);
        table.images();
        table.numbers();
        table.files();
        table.batches();
        table.settings();
        table.generator();
        table.detector();
        table.quality();
    }

    /** The smallest one. */
    static Dcgan.Builder small() {
        return Dcgan.builder().size(8).noise(2).filters(1).batch(2).epochs(1);
    }

    private void images() {
        String of = "Images.of(int, int, int, byte[])";
        cases.argument(of, () -> Images.of(1, 2, 2, new byte[3]), "images: 1 of 2 x 2 do not go with 3 pixels");
        cases.argument(of, () -> Images.of(1, 0, 2, new byte[0]), "images: there cannot be 1 of 0 x 2; height and");
        cases.argument(of, () -> Images.of(1 << 30, 4, 1, new byte[0]), "images: there cannot be 1073741824 of 4 x 1");
        cases.absent(of, () -> Images.of(1, 1, 1, null), "images: the pixels are null");
        cases.argument(
                "Images.withLabels(int[])", () -> BARE.withLabels(1, 2), "images: 2 labels do not go with 1 images");
        cases.argument(
                "Images.withLabels(int[])",
                () -> BARE.withLabels(-1),
                "images: the label of image 0 is -1, must not be negative");
        cases.index("Images.pixel(int, int, int)", () -> BARE.pixel(1, 0, 0), "images: there is no image 1; there are");
        cases.index(
                "Images.pixel(int, int, int)", () -> BARE.pixel(0, 0, 2), "images: there is no pixel [0, 2]; images");
        cases.row(
                "Images.label(int)",
                IllegalStateException.class,
                () -> BARE.label(0),
                "images: these have no labels; read them with a file of labels");
        cases.index("Images.label(int)", () -> DIGITS.label(6), "images: there is no image 6; there are 6");
        cases.index("Images.select(int[])", () -> DIGITS.select(0, -1), "images: there is no image -1");
        cases.absent("Images.select(int[])", () -> DIGITS.select(null), "images: the places are null");
        cases.index("Images.range(int, int)", () -> DIGITS.range(4, 7), "images: there is no range from 4 to 7; there");
        cases.absent("Images.labelled(int[])", () -> DIGITS.labelled(null), "images: the labels are null");
        cases.row("Images.labelled(int[])", IllegalStateException.class, () -> BARE.labelled(1), "images: these have");
        cases.absent("Images.where(IntPredicate)", () -> DIGITS.where(null), "images: what is asked of labels is null");
        cases.argument(
                "Images.and(Images)", () -> DIGITS.and(BARE), "images: 28 x 28 and 1 x 2 do not go together; resize");
        cases.absent("Images.and(Images)", () -> DIGITS.and(null), "images: the other images are null");
        cases.argument(
                "Images.resized(int, int)", () -> DIGITS.resized(0, 5), "images: there cannot be 6 of 0 x 5; height");
        cases.argument(
                "DrawnDigits.of(int, long)", () -> DrawnDigits.of(0, 1), "drawn digits: there must be 1 to 2739137 of");
    }

    private void numbers() {
        String of = "Images.of(Tensor, PixelScale)";
        cases.absent(of, () -> Images.of(null, PixelScale.UNIT), "images: the tensor is null");
        cases.absent(of, () -> Images.of(Tensor.scalar(1), null), "images: the scale is null");
        cases.argument(
                of,
                () -> Images.of(Tensor.zeros(BACKEND, Shape.of(1, 3, 2, 2)), PixelScale.UNIT),
                "images: the tensor must be [count, 1, height, width], not [1, 3, 2, 2]");
        String all = "Images.tensor(Backend, PixelScale)";
        cases.absent(all, () -> DIGITS.tensor(null, PixelScale.UNIT), "images: the backend is null");
        cases.absent(all, () -> DIGITS.tensor(BACKEND, null), "images: the scale is null");
        String some = "Images.tensor(int[], int, int, Backend, PixelScale)";
        cases.index(
                some,
                () -> DIGITS.tensor(new int[3], 1, 4, BACKEND, PixelScale.UNIT),
                "images: there is no batch from 1 to 4 of 3");
        cases.index(
                some,
                () -> DIGITS.tensor(new int[] {9}, 0, 1, BACKEND, PixelScale.UNIT),
                "images: there is no image 9");
        cases.argument(
                "PixelScale(double, double)", () -> new PixelScale(0, 1), "scale of pixels: the divisor must be");
        cases.harmless("any number has one", "PixelScale.number(int)", "PixelScale.pixel(double)");
    }

    private void files() {
        String missing = NOWHERE + ": there is no such file";
        cases.row("IdxFile.readImages(Path)", NoSuchFileException.class, () -> IdxFile.readImages(NOWHERE), missing);
        cases.row("IdxFile.readLabels(Path)", NoSuchFileException.class, () -> IdxFile.readLabels(NOWHERE), missing);
        cases.row(
                "IdxFile.read(Path, Path)",
                MalformedDataException.class,
                () -> IdxFile.read(FOLDER, FOLDER),
                ".: is a folder; name a file in it");
        cases.absent("IdxFile.read(Path, Path)", () -> IdxFile.read(null, FOLDER), "idx: the file is null");
        cases.row(
                "IdxFolder.read(Path)",
                MalformedDataException.class,
                () -> IdxFolder.read(NOWHERE),
                NOWHERE + ": is no folder; name the one with the IDX files");
        cases.absent("IdxFolder.read(Path)", () -> IdxFolder.read(null), "idx: the folder is null");
        cases.absent(
                "IdxFile.writeImages(Images, Path)",
                () -> IdxFile.writeImages(null, NOWHERE),
                "idx: the images are null");
        cases.absent(
                "IdxFile.writeImages(Images, Path)", () -> IdxFile.writeImages(BARE, null), "idx: the file is null");
        cases.row(
                "IdxFile.writeImages(Images, Path, boolean)",
                NoSuchFileException.class,
                () -> IdxFile.writeImages(BARE, NOWHERE, true),
                "no-such-folder");
        cases.row(
                "IdxFile.writeLabels(Images, Path)",
                IllegalStateException.class,
                () -> IdxFile.writeLabels(BARE, NOWHERE),
                "images: these have no labels");
        cases.argument(
                "IdxFile.writeLabels(Images, Path)",
                () -> IdxFile.writeLabels(BARE.withLabels(256), NOWHERE),
                "idx: the label of image 0 is 256, a file of labels holds 0 to 255");
    }

    private void batches() {
        String make = "ImageBatches(Images, int, Rng, Backend, PixelScale)";
        Rng rng = new Rng(1);
        cases.argument(
                make,
                () -> new ImageBatches(DIGITS.range(0, 0), 2, rng, BACKEND, PixelScale.UNIT),
                "batches of images: there must be images and a batch of at least 1, not 0 images and a batch of 2");
        cases.absent(
                make,
                () -> new ImageBatches(null, 2, rng, BACKEND, PixelScale.UNIT),
                "batches of images: the images are null");
        ImageBatches batches = new ImageBatches(DIGITS, 2, rng, BACKEND, PixelScale.UNIT);
        String none = "batches of images: there is no batch 3; there are 3";
        cases.index("ImageBatches.batch(int)", () -> batches.batch(3), none);
        cases.index("ImageBatches.labels(int)", () -> batches.labels(3), none);
        cases.absent(
                "ImageBatches.addTo(Builder)", () -> batches.addTo(null), "batches of images: the checkpoint is null");
        cases.absent(
                "ImageBatches.requireRestored(SafeTensors)",
                () -> batches.requireRestored(null),
                "order: the content is null");
    }

    private void settings() {
        setting("size(int)", b -> b.size(30), "size must be a multiple of 4, at least 8, not 30");
        setting("noise(int)", b -> b.noise(0), "noise must be at least 1, not 0");
        setting("filters(int)", b -> b.filters(0), "filters must be at least 1, not 0");
        setting("negativeSlope(double)", b -> b.negativeSlope(-1), "negativeSlope must not be negative, got -1.0");
        setting("dropout(double)", b -> b.dropout(1), "dropout must be at least 0 and below 1, not 1.0");
        setting("epochs(int)", b -> b.epochs(0), "epochs must be at least 1, not 0");
        setting("batch(int)", b -> b.batch(1), "batch must be at least 2, not 1: its statistics normalise the layers");
        setting("learningRate(double)", b -> b.learningRate(0), "learningRate must be positive, not 0.0");
        setting("beta1(double)", b -> b.beta1(1), "beta1 must be at least 0 and below 1, not 1.0");
        setting("averaging(double)", b -> b.averaging(-1), "averaging must be at least 0 and below 1, not -1.0");
        String builder = "Dcgan.Builder.";
        cases.absent(builder + "backend(Backend)", () -> small().backend(null), "dcgan: the backend is null");
        cases.absent(builder + "snapshots(Snapshots)", () -> small().snapshots(null), "dcgan: the snapshots are null");
        cases.harmless("any value will do", builder + "seed(long)", builder + "checkFinite(boolean)");
        cases.argument(
                "DcganConfig(int, int, int, double, double, int, int, double, double, double, long)",
                () -> new DcganConfig(0, 1, 1, 0, 0, 1, 2, 1, 0, 0, 0),
                "dcgan: size must be a multiple of 4");
        String snapshots = "Snapshots(int, int, Taker)";
        cases.argument(
                snapshots, () -> new Snapshots(0, 1, (epoch, images) -> {}), "snapshots: there must be at least 1");
        cases.absent(snapshots, () -> new Snapshots(1, 1, null), "snapshots: who takes them is null");

        search("steps(int)", b -> b.steps(-1), "steps must not be negative, got -1");
        search("starts(int)", b -> b.starts(0), "starts must be 1 to 4096, not 0");
        search("lambda(double)", b -> b.lambda(2), "lambda must be in [0, 1], not 2.0");
        search("searchRate(double)", b -> b.searchRate(0), "searchRate must be positive, not 0.0");
        search("held(double)", b -> b.held(1), "held must be between 0 and 1, not 1.0");
        search("quantile(double)", b -> b.quantile(0), "quantile must be above 0 and at most 1, not 0.0");
        cases.absent(
                "AnoGan.Builder.dcgan(Builder)",
                () -> AnoGan.builder().dcgan(null),
                "anogan: the settings of the networks are null");
        cases.absent(
                "AnoGanConfig(DcganConfig, int, int, double, double, double, double)",
                () -> new AnoGanConfig(null, 1, 1, 0, 1, 0.5, 1),
                "anogan: the settings of the networks are null");
    }

    private void setting(String method, UnaryOperator<Dcgan.Builder> change, String start) {
        cases.argument("Dcgan.Builder." + method, () -> change.apply(small()).build(), "dcgan: " + start);
    }

    private void search(String method, UnaryOperator<AnoGan.Builder> change, String start) {
        cases.argument(
                "AnoGan.Builder." + method, () -> change.apply(AnoGan.builder()).build(), "anogan: " + start);
    }

    private void generator() {
        Dcgan model = small().build();
        TrainingListener listener = TrainingListener.none();
        cases.absent("Dcgan.fit(Images)", () -> model.fit(null), "dcgan: the images are null");
        cases.argument(
                "Dcgan.fit(Images)",
                () -> model.fit(DIGITS.range(0, 1)),
                "dcgan: there must be at least 2 images to train on, not 1");
        cases.absent(
                "Dcgan.fit(Images, TrainingListener)",
                () -> model.fit(DIGITS, null),
                "dcgan: the listener is null; TrainingListener.none() does nothing");
        String resumed = "Dcgan.fit(Images, TrainingListener, Checkpoints)";
        cases.absent(resumed, () -> model.fit(DIGITS, listener, null), "dcgan: the checkpoints are null");
        cases.row(
                resumed,
                NoSuchFileException.class,
                () -> model.fit(DIGITS, listener, Checkpoints.in(NOWHERE)),
                "no-such-folder");
        DcganGenerator generator = model.fit(DIGITS);
        cases.argument(
                "DcganGenerator.generate(int, long)",
                () -> generator.generate(0, 1),
                "dcgan: there must be 1 to 1000000 images to generate, not 0");
        cases.argument(
                "DcganGenerator.generate(Tensor)",
                () -> generator.generate(Tensor.zeros(BACKEND, Shape.of(1, 3))),
                "dcgan: codes must be [count, 2], not [1, 3]");
        cases.absent("DcganGenerator.generate(Tensor)", () -> generator.generate(null), "dcgan: the codes are null");
        cases.row(
                "DcganGenerator.save(Path)",
                NoSuchFileException.class,
                () -> generator.save(NOWHERE),
                "no-such-folder");
        cases.row(
                "DcganGenerator.load(Path)",
                NoSuchFileException.class,
                () -> DcganGenerator.load(NOWHERE),
                "no-such-folder");
        cases.absent(
                "DcganGenerator.load(Path, Backend)",
                () -> DcganGenerator.load(null, BACKEND),
                "safetensors: the file is null");
    }

    private void detector() {
        AnoGan model = AnoGan.builder().dcgan(small()).steps(1).build();
        TrainingListener listener = TrainingListener.none();
        cases.absent("AnoGan.fit(Images)", () -> model.fit(null), "anogan: the images are null");
        cases.argument(
                "AnoGan.fit(Images)",
                () -> model.fit(DIGITS.range(0, 2)),
                "anogan: of 2 images, 1 are kept from training; at least 2 must be left");
        cases.absent(
                "AnoGan.fit(Images, TrainingListener)",
                () -> model.fit(DIGITS, null),
                "dcgan: the listener is null; TrainingListener.none() does nothing");
        cases.absent(
                "AnoGan.fit(Images, TrainingListener, Checkpoints)",
                () -> model.fit(DIGITS, listener, null),
                "dcgan: the checkpoints are null");
        AnoGanDetector detector = model.fit(DIGITS);
        cases.absent("AnoGanDetector.scores(Images)", () -> detector.scores(null), "anogan: the images are null");
        cases.argument(
                "AnoGanDetector.examine(Images)",
                () -> detector.examine(DIGITS.range(0, 0)),
                "anogan: there are no images to score");
        cases.absent("AnoGanDetector.save(Path)", () -> detector.save(null), "safetensors: the file is null");
        cases.argument(
                "ImageDetector.score(int, int, byte[])",
                () -> detector.score(2, 2, new byte[3]),
                "images: 1 of 2 x 2 do not go with 3 pixels");
        cases.row(
                "ImageDetector.load(Path)",
                NoSuchFileException.class,
                () -> ImageDetector.load(NOWHERE),
                "no-such-folder");
        cases.absent(
                "ImageDetector.load(Path, Backend)",
                () -> ImageDetector.load(null, BACKEND),
                "safetensors: the file is null");
        cases.harmless("any score is above the threshold or not", "ImageDetector.isAnomaly(double)");
        cases.harmless(
                "a record of what the library found out",
                "AnoGanDetector.Examination(double[], Images)",
                "GenerationQuality(double, double[], double, double)",
                "ImageDescription(String, int, int, int, long)");
    }

    private void quality() {
        TrainingListener listener = TrainingListener.none();
        String train = "ImageClassifier.train(Images, int, long, TrainingListener)";
        String trainOn = "ImageClassifier.train(Images, int, long, TrainingListener, Backend)";
        cases.argument(
                train,
                () -> ImageClassifier.train(DIGITS, 0, 1, listener),
                "classifier: epochs must be 1 to 1000, not 0");
        cases.argument(
                train,
                () -> ImageClassifier.train(BARE.withLabels(3), 1, 1, listener),
                "classifier: the images must be square, of 4 rows or more, and of 2 to 1000 classes, not 1 image of");
        cases.absent(
                trainOn, () -> ImageClassifier.train(null, 1, 1, listener, BACKEND), "classifier: the images are null");
        cases.absent(
                trainOn, () -> ImageClassifier.train(DIGITS, 1, 1, listener, null), "classifier: the backend is null");
        ImageClassifier classifier = ImageClassifier.train(DIGITS, 1, 1, listener);
        cases.row(
                "ImageClassifier.accuracy(Images)",
                IllegalStateException.class,
                () -> classifier.accuracy(BARE),
                "images: these have no labels");
        cases.absent(
                "ImageClassifier.features(Images)", () -> classifier.features(null), "classifier: the images are null");
        cases.argument(
                "ImageClassifier.probabilities(Images)",
                () -> classifier.probabilities(DIGITS.range(0, 0)),
                "classifier: there are no images to look at");
        String judge = "GenerationQuality.of(ImageClassifier, Images, Images)";
        cases.absent(judge, () -> GenerationQuality.of(null, DIGITS, DIGITS), "quality: the classifier is null");
        cases.absent(judge, () -> GenerationQuality.of(classifier, null, DIGITS), "quality: the generated images");
        cases.argument(
                judge,
                () -> GenerationQuality.of(classifier, DIGITS.range(0, 1), DIGITS),
                "fr\u00e9chet distance: the first set has 1 samples, a covariance needs at least 2");
        String distance = "FrechetDistance.between(double[][], double[][])";
        double[][] two = {{1, 2}, {3, 4}};
        cases.absent(
                distance, () -> FrechetDistance.between(null, two), "fr\u00e9chet distance: the first set is null");
        cases.argument(
                distance,
                () -> FrechetDistance.between(two, new double[][] {{1}, {2}}),
                "fr\u00e9chet distance: the first set has 2 features, the second 1; they must be the same");
        cases.argument(
                distance,
                () -> FrechetDistance.between(two, new double[][] {{1, 2}, {3, Double.NaN}}),
                "fr\u00e9chet distance: sample 1 of the second set holds NaN, must be finite");
    }
}
