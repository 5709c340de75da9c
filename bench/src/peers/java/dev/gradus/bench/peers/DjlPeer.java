package dev.gradus.bench.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.gradus.bench.Peer;
import dev.gradus.workloads.Work;
import dev.gradus.workloads.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * PyTorch by the Deep Java Library: products, elementwise work, convolutions and LSTMs forward and backward, autoencoders. A
 * gradient of a gradient is not to be had through it, and so no critic with gradient penalty; nor are transposed
 * convolutions, which DJL 0.35 does not implement for PyTorch.
 */
public final class DjlPeer implements Peer {
    private static final Shape IMAGES = new Shape(Sizes.BATCH, 64, 14, 14);
    private static final Shape SEQUENCES = new Shape(Sizes.BATCH, 64, 96);
    private static final Shape STEPS = new Shape(Sizes.BATCH, 100, 1);

    private NDManager manager;

    @Override
    public String name() {
        return "PyTorch (DJL)";
    }

    @Override
    public List<String> offers() {
        List<String> all = new ArrayList<>(Sizes.PRODUCTS);
        all.addAll(List.of(
                "tanh",
                "sigmoid",
                "exp",
                "add",
                "sum",
                "conv",
                "conv-fb",
                "conv1d",
                "conv1d-fb",
                "lstm",
                "lstm-fb",
                "lstm-ae",
                "lstm-ae-1",
                "lstm-ae-reconstruct",
                "lstm-ae-reconstruct-1",
                "dense-ae"));
        return all;
    }

    @Override
    public int mostThreads() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Work prepare(String workload, int threads) {
        // DJL looks for libraries on the net only where they are not on the class path, and must not even then.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        manager = Engine.getEngine("PyTorch").newBaseManager();
        return switch (workload) {
            case "tanh" -> elementwise(NDArray::tanh);
            case "sigmoid" -> elementwise(x -> Activation.sigmoid(x));
            case "exp" -> elementwise(NDArray::exp);
            case "sum" -> elementwise(NDArray::sum);
            case "add" -> addition();
            case "conv" -> forward(conv2d(), IMAGES);
            case "conv-fb" -> forwardBackward(conv2d(), IMAGES, true);
            case "conv1d" -> forward(conv1d(), SEQUENCES);
            case "conv1d-fb" -> forwardBackward(conv1d(), SEQUENCES, true);
            case "lstm" -> forward(lstm(100), STEPS);
            case "lstm-fb" -> forwardBackward(lstm(100), STEPS, false);
            case "lstm-ae" -> step(autoencoder(100, 60), STEPS, 1e-3f);
            case "lstm-ae-1" -> step(autoencoder(9, 100), new Shape(1, 9, 1), 1e-3f);
            case "lstm-ae-reconstruct" -> forward(autoencoder(100, 60), STEPS);
            case "lstm-ae-reconstruct-1" -> forward(autoencoder(9, 100), new Shape(1, 9, 1));
            case "dense-ae" -> step(denseAutoencoder(), new Shape(1000, 5), 5e-3f);
            default -> product(workload);
        };
    }

    private NDArray array(Shape shape) {
        return manager.create(Sizes.numbers((int) shape.size()), shape);
    }

    private Work product(String name) {
        int[] size = Sizes.product(name);
        NDArray a = array(new Shape(size[0], size[1]));
        NDArray b = array(new Shape(size[1], size[2]));
        return () -> closed(a.matMul(b));
    }

    private Work elementwise(Function<NDArray, NDArray> function) {
        NDArray x = array(new Shape(Sizes.ELEMENTS));
        return () -> closed(function.apply(x));
    }

    /** As often as the workload does it in a run. */
    private Work addition() {
        NDArray x = array(new Shape(4));
        int times = Workloads.named("add").orElseThrow().operations();
        return () -> {
            double size = 0;
            for (int i = 0; i < times; i++) {
                size += closed(x.add(x));
            }
            return size;
        };
    }

    private Work forward(Block block, Shape shape) {
        NDArray x = array(shape);
        block.initialize(manager, DataType.FLOAT32, shape);
        ParameterStore parameters = new ParameterStore(manager, false);
        return () -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray given = x.duplicate();
                given.attach(scope);
                return block.forward(parameters, new NDList(given), false)
                        .singletonOrThrow()
                        .size();
            }
        };
    }

    private Work forwardBackward(Block block, Shape shape, boolean input) {
        NDArray x = array(shape);
        x.setRequiresGradient(input);
        block.initialize(manager, DataType.FLOAT32, shape);
        ParameterStore parameters = new ParameterStore(manager, false);
        block.getParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
        return () -> {
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray y = block.forward(parameters, new NDList(x), true).get(0);
                collector.backward(y.sum());
                return y.size();
            }
        };
    }

    private Work step(Block block, Shape shape, float rate) {
        Model model = Model.newInstance("autoencoder", "PyTorch");
        model.setBlock(block);
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss("loss", 1))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(rate))
                        .build()));
        trainer.initialize(shape);
        NDArray x = array(shape);
        return () -> {
            double size;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray y = trainer.forward(new NDList(x)).singletonOrThrow();
                NDArray loss = y.sub(x).square().mean();
                collector.backward(loss);
                size = y.size();
            }
            trainer.step();
            return size;
        };
    }

    private static Block conv2d() {
        return Conv2d.builder()
                .setKernelShape(new Shape(5, 5))
                .setFilters(128)
                .optStride(new Shape(2, 2))
                .optPadding(new Shape(2, 2))
                .build();
    }

    private static Block conv1d() {
        return Conv1d.builder().setKernelShape(new Shape(5)).setFilters(64).build();
    }

    private static Block lstm(int units) {
        return LSTM.builder()
                .setNumLayers(1)
                .setStateSize(units)
                .optBatchFirst(true)
                .optReturnState(false)
                .build();
    }

    /** The last output of one LSTM, repeated, through another and a dense layer. */
    private static Block autoencoder(int time, int units) {
        return new SequentialBlock()
                .add(lstm(units))
                .addSingleton(h -> h.get(":, -1:, :").repeat(1, time))
                .add(lstm(units))
                .add(Linear.builder().setUnits(1).build());
    }

    private static Block denseAutoencoder() {
        SequentialBlock block = new SequentialBlock();
        int[] widths = {64, 128, 256, 256, 128, 64};
        for (int width : widths) {
            block.add(Linear.builder().setUnits(width).build()).add(Activation.reluBlock());
        }
        return block.add(Linear.builder().setUnits(5).build());
    }

    /** The work is done when the operation returns; native memory is given back at once. */
    private static double closed(NDArray y) {
        double size = y.size();
        y.close();
        return size;
    }
}
