package dev.gradus.bench.peers;

import dev.gradus.bench.Peer;
import dev.gradus.workloads.Work;
import dev.gradus.workloads.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMActivations;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ND4J on the CPU: products, elementwise work, and convolutions and an LSTM forward. */
public final class Nd4jPeer implements Peer {
    @Override
    public String name() {
        return "ND4J";
    }

    @Override
    public List<String> offers() {
        List<String> all = new ArrayList<>(Sizes.PRODUCTS);
        all.addAll(List.of("tanh", "sigmoid", "exp", "add", "sum", "conv", "conv1d", "conv-transposed", "lstm"));
        return all;
    }

    @Override
    public int mostThreads() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Work prepare(String workload, int threads) {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        return switch (workload) {
            case "tanh" -> elementwise(x -> Transforms.tanh(x, true));
            case "sigmoid" -> elementwise(x -> Transforms.sigmoid(x, true));
            case "exp" -> elementwise(x -> Transforms.exp(x, true));
            case "sum" -> elementwise(INDArray::sum);
            case "add" -> addition();
            case "conv" -> convolution();
            case "conv1d" -> convolution1d();
            case "conv-transposed" -> transposed();
            case "lstm" -> lstm();
            default -> product(workload);
        };
    }

    /** One function of one array. */
    private interface Function {
        INDArray of(INDArray x);
    }

    private static INDArray array(long... shape) {
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        return Nd4j.create(Sizes.numbers(size), shape, 'c');
    }

    private static Work product(String name) {
        int[] size = Sizes.product(name);
        INDArray a = array(size[0], size[1]);
        INDArray b = array(size[1], size[2]);
        INDArray c = Nd4j.create(DataType.FLOAT, size[0], size[2]);
        return () -> a.mmuli(b, c).getDouble(0);
    }

    private static Work elementwise(Function function) {
        INDArray x = array(Sizes.ELEMENTS);
        return () -> read(function.of(x));
    }

    /** As often as the workload does it in a run. */
    private static Work addition() {
        INDArray x = array(4);
        int times = Workloads.named("add").orElseThrow().operations();
        return () -> {
            double last = 0;
            for (int i = 0; i < times; i++) {
                INDArray y = x.add(x);
                if (i == times - 1) {
                    last = y.getDouble(0);
                }
                y.close();
            }
            return last;
        };
    }

    private static Work convolution() {
        INDArray x = array(Sizes.BATCH, 64, 14, 14);
        INDArray w = array(128, 64, 5, 5);
        INDArray b = array(128);
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(5)
                .kW(5)
                .sH(2)
                .sW(2)
                .pH(2)
                .pW(2)
                .weightsFormat(WeightsFormat.OIYX)
                .build();
        return () -> read(Nd4j.cnn().conv2d(x, w, b, config));
    }

    private static Work convolution1d() {
        INDArray x = array(Sizes.BATCH, 64, 96);
        INDArray w = array(5, 64, 64);
        INDArray b = array(64);
        Conv1DConfig config = Conv1DConfig.builder()
                .k(5)
                .s(1)
                .p(0)
                .paddingMode(PaddingMode.VALID)
                .build();
        return () -> read(Nd4j.cnn().conv1d(x, w, b, config));
    }

    private static Work transposed() {
        INDArray x = array(Sizes.BATCH, 128, 7, 7);
        INDArray w = array(5, 5, 64, 128);
        INDArray b = array(64);
        DeConv2DConfig config = DeConv2DConfig.builder()
                .kH(5)
                .kW(5)
                .sH(2)
                .sW(2)
                .isSameMode(true)
                .build();
        return () -> read(Nd4j.cnn().deconv2d(x, w, b, config));
    }

    /** As a graph: called at once, this release hands its LSTM no input. */
    private static Work lstm() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, Sizes.BATCH, 100, 1);
        LSTMLayerWeights weights = LSTMLayerWeights.builder()
                .weights(graph.var("w", array(1, 400)))
                .rWeights(graph.var("r", array(100, 400).mul(0.1)))
                .bias(graph.var("b", array(400)))
                .build();
        LSTMLayerConfig config = LSTMLayerConfig.builder()
                .lstmdataformat(LSTMDataFormat.NTS)
                .directionMode(LSTMDirectionMode.FWD)
                .gateAct(LSTMActivations.SIGMOID)
                .cellAct(LSTMActivations.TANH)
                .outAct(LSTMActivations.TANH)
                .retFullSequence(true)
                .retLastC(false)
                .retLastH(false)
                .build();
        String y = graph.rnn().lstmLayer(x, weights, config)[0].name();
        Map<String, INDArray> given = Map.of("x", array(Sizes.BATCH, 100, 1));
        return () -> graph.output(given, y).get(y).getDouble(0);
    }

    /** Native memory is given back at once, as a training loop would with a workspace. */
    private static double read(INDArray y) {
        double first = y.getDouble(0);
        y.close();
        return first;
    }
}
