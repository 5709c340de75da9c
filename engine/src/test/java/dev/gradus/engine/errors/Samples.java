package dev.gradus.engine.errors;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.GradientCheck;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.choice.BackendReport;
import dev.gradus.engine.io.AtomicFile;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Keepable;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.memory.Reclaimable;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose1d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.GlobalAveragePool2d;
import dev.gradus.engine.nn.GlobalMaxPool2d;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.LayerNorm;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.MaxPool2d;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RecurrentLayer;
import dev.gradus.engine.nn.RecurrentOptions;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.nn.TimeDistributed;
import dev.gradus.engine.nn.Upsample1d;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Clipping;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.Schedule;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Call;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Operation;
import dev.gradus.engine.tensor.Outputs;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.SeveralOutputs;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Arguments of every type that the engine's entry points take: fitting ones, odd ones and absurd ones. */
final class Samples {
    static final Backend REFERENCE = TestBackends.reference();
    private static final Backend PLAIN = TestBackends.named("plain", 1);

    private final Map<Class<?>, List<Supplier<?>>> byType = new LinkedHashMap<>();

    private final Path folder;

    /** @param folder takes the files that are written */
    Samples(Path folder) {
        this.folder = folder;
        add(int.class, Integer.MIN_VALUE, -2, -1, 0, 1, 2, 3, 4, 65536, Integer.MAX_VALUE);
        add(long.class, Long.MIN_VALUE, -1L, 0L, 1L, 2L, 100L, Long.MAX_VALUE);
        add(
                double.class,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                -1.0,
                0.0,
                0.5,
                1.0,
                2.0,
                1e300,
                Double.POSITIVE_INFINITY);
        add(boolean.class, true, false);
        add(String.class, null, "auto", "plain", "weight");
        add(int[].class, null, new int[0], new int[] {0}, new int[] {1}, new int[] {-1}, new int[] {2, 3}, new int[] {
            3, 2
        });
        add(int[].class, new int[] {-1, 3}, new int[] {0, 0}, new int[] {1, 1, 1}, new int[] {65536, 65536, 65536});
        add(int[].class, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}, new int[] {Integer.MIN_VALUE});
        add(double[].class, null, new double[0], new double[] {1}, new double[] {1, Double.NaN, 3, 4, 5, 6});
        add(float[].class, null, new float[0], new float[] {1}, new float[] {1, Float.NaN, 3, 4, 5, 6});
        addTensors();
        addLayers();
        add(Object.class, null, new float[3]);
        add(Backend.class, null, REFERENCE, PLAIN);
        add(BackendReport.State.class, BackendReport.State.CHOSEN);
        add(Recurrent.Activation.class, null, Recurrent.Activation.TANH, Recurrent.Activation.RELU);
        add(Pass.Statistics.class, null, Pass.Statistics.BATCH, Pass.Statistics.RUNNING);
        ConvolutionOptions most = ConvolutionOptions.DEFAULT;
        int huge = Integer.MAX_VALUE;
        add(ConvolutionOptions.class, null, most, most.stride(huge, huge), most.padding(huge, huge));
        add(
                ConvolutionOptions.class,
                most.dilation(huge, huge),
                most.stride(2, 2).outputPadding(1, 1));
        add(RecurrentOptions.class, null, RecurrentOptions.DEFAULT, RecurrentOptions.torch(3));
        add(
                RecurrentOptions.class,
                RecurrentOptions.DEFAULT.activation(Recurrent.Activation.RELU).dropout(0.5, 0.5));
        add(Clipping.class, null, Clipping.none(), Clipping.byNorm(1), Clipping.byValue(1));
        add(Schedule.class, null, Schedule.constant(0.1), (Schedule) step -> Double.NaN);
        add(Workers.class, null, Workers.of(1), Workers.of(2));
        add(Workers.Range.class, null, (Workers.Range) (from, to) -> {});
        make(ArrayPool.class, () -> null, ArrayPool::new);
        add(Reclaimable.class, null, (Reclaimable) () -> {});
        add(Supplier.class, null, (Supplier<Object>) () -> null);
        make(Scope.class, Samples::closedScope);
        add(Outputs.class, null, Outputs.of(zeros(2)), Outputs.several(zeros(2)));
        add(SeveralOutputs.class, null, Outputs.several(zeros(2)));
        add(UnaryOperator.class, null, UnaryOperator.identity(), (UnaryOperator<Tensor>) x -> null);
        add(UnaryOperator.class, (UnaryOperator<Tensor>) Tensor::square);
        add(GradientCheck.Function.class, null, (GradientCheck.Function) x -> x[0].square(), (GradientCheck.Function)
                x -> null);
        add(Call.class, (Call) null);
        addFiles();
    }

    private void addFiles() {
        add(Path.class, null, folder, folder.resolve("new"), folder.resolve("b.safetensors"));
        add(Path.class, folder.resolve("no/such"), folder.resolve("b.safetensors/c"));
        add(byte[].class, null, new byte[0], new byte[100], "nonsense, nonsense".getBytes(StandardCharsets.UTF_8));
        add(AtomicFile.Content.class, null, (AtomicFile.Content) out -> out.write(1));
        Supplier<SafeTensors> content = () ->
                SafeTensors.builder().floats("weight", new int[] {2}, 1, 2).build();
        make(SafeTensors.class, () -> null, content);
        make(SafeTensors.Builder.class, () -> null, SafeTensors::builder);
        make(Cells.class, () -> null, Cells::none, () -> Cells.of(new Parameter("weight", zeros(2))));
        make(Checkpoint.Builder.class, Checkpoint::builder);
        make(Checkpoint.class, () -> Checkpoint.builder().build());
        make(
                Checkpoint.class,
                () -> Checkpoint.builder()
                        .network("net", new Dense(2, 2, init()))
                        .build());
        add(Map.class, null, Map.of(), Map.of("loss", 1.0));
        add(long[].class, null, new long[0], new long[] {1, 2});
        make(PerThread.class, () -> new PerThread<>(() -> 1));
        make(Optimizer.class, () -> null);
    }

    private void addTensors() {
        add(
                Shape.class,
                null,
                Shape.SCALAR,
                Shape.of(0),
                Shape.of(3),
                Shape.of(2, 3),
                Shape.of(0, 5),
                Shape.of(1, 2, 3));
        List<Supplier<Tensor>> tensors = new ArrayList<>();
        for (Shape shape : List.of(
                Shape.SCALAR,
                Shape.of(0),
                Shape.of(3),
                Shape.of(1, 3),
                Shape.of(2, 3),
                Shape.of(3, 3),
                Shape.of(0, 3),
                Shape.of(2, 0, 3),
                Shape.of(2, 4, 3),
                Shape.of(3, 3, 3),
                Shape.of(2, 3, 4, 4),
                Shape.of(3, 3, 2, 2),
                Shape.of(12, 3),
                Shape.of(12),
                Shape.of(9, 3),
                Shape.of(0, 65536),
                Shape.of(65536, 0))) {
            tensors.add(() -> Tensor.full(REFERENCE, 0.5, shape));
            tensors.add(() -> Tensor.full(REFERENCE, 0.5, shape).tracked());
        }
        tensors.add(() -> null);
        tensors.add(() -> Tensor.full(REFERENCE, Double.NaN, Shape.of(2, 3)));
        tensors.add(() -> Tensor.full(PLAIN, 1, Shape.of(2, 3)));
        tensors.add(() -> Tensor.full(PLAIN, 1, Shape.of(2, 3)).tracked());
        tensors.add(() -> closed(2, 3));
        tensors.add(Samples::stale);
        tensors.add(() -> Tensor.full(REFERENCE, 2, Shape.of(2, 3)).tracked().sum());
        List<Supplier<Tensor>> given = new ArrayList<>(tensors);
        byType.put(Tensor.class, new ArrayList<>(given));
        make(Tensor[].class, () -> null, () -> new Tensor[0], () -> new Tensor[] {null});
        for (Supplier<Tensor> tensor : given) {
            make(Tensor[].class, () -> new Tensor[] {tensor.get()}, () -> new Tensor[] {tensor.get(), zeros(2, 3)});
        }
        make(Keepable.class, () -> null, () -> zeros(2), () -> closed(2));
        make(Storage.class, () -> null, () -> zeros(2, 3).storage());
        make(
                Node.class,
                () -> zeros(2).tracked().node(),
                () -> zeros(2).tracked().square().node());
        make(
                Operation.class,
                () -> null,
                () -> zeros(2).tracked().square().node().operation());
        make(Parameter.class, () -> null, () -> new Parameter("p", zeros(2, 3)));
        make(Buffer.class, () -> null, () -> new Buffer("b", zeros(2, 3)));
        make(
                Repeated.class,
                () -> new Repeated(REFERENCE, Shape.of(3), Tensor::neg),
                () -> new Repeated(PLAIN, Shape.of(3), Tensor::neg));
        add(UnaryOperator.class, null, UnaryOperator.identity());
        make(Cell.class, () -> null, () -> new Parameter("p", zeros(2, 3)), () -> new Buffer("p", zeros(2)));
        make(Cell[].class, () -> null, () -> new Cell[0], () -> new Cell[] {null});
        make(Cell[].class, () -> new Cell[] {new Buffer("a", zeros(2)), new Buffer("a", zeros(2))});
        make(List.class, () -> null, List::of, () -> Arrays.asList((Parameter) null));
        make(List.class, () -> List.of(new Parameter("p", zeros(2, 3))));
        make(Rng.class, () -> null, () -> new Rng(1));
        make(Rng.State.class, () -> null, () -> new Rng.State(1, 2, 3), () -> new Rng.State(1, 3, 3));
        make(Pass.class, () -> null, Pass::inference, Pass::penalty, () -> Pass.training(new Rng(1)));
        make(Recurrent.Direction.class, () -> null, () -> direction(3), () -> direction(2));
        make(
                Recurrent.Direction.class,
                () -> new Recurrent.Direction(zeros(2, 3, 3), null, null, null, null, null, null));
        make(Recurrent.GruDirection.class, () -> null, () -> gruDirection(3), () -> gruDirection(2));
        make(Init.class, () -> null, Samples::init, () -> new Init(PLAIN, new Rng(3)));
    }

    private static Recurrent.GruDirection gruDirection(int hidden) {
        int sums = 3 * hidden;
        return new Recurrent.GruDirection(
                zeros(2, 3, 3), zeros(sums, 3), zeros(sums, hidden), zeros(sums), zeros(sums), null, null);
    }

    private static Recurrent.Direction direction(int hidden) {
        Tensor inputWeight = zeros(4 * hidden, 3);
        Tensor weight = zeros(4 * hidden, hidden);
        return new Recurrent.Direction(zeros(2, 3, 3), inputWeight, weight, zeros(4 * hidden), null, null, null);
    }

    private void addLayers() {
        List<Supplier<Layer>> layers = List.of(
                () -> new BatchNorm(3, init()),
                () -> Bidirectional.lstm(3, 3, init()),
                () -> new Conv1d(3, 3, 2, init()),
                () -> new Conv2d(3, 3, 2, init()),
                () -> new ConvTranspose1d(3, 3, 2, init()),
                () -> new ConvTranspose2d(3, 3, 2, init()),
                () -> new Dense(3, 2, init()),
                () -> new Dropout(0.5),
                Flatten::new,
                GlobalAveragePool2d::new,
                GlobalMaxPool2d::new,
                () -> new Gru(3, 3, RecurrentOptions.DEFAULT.reverse(true), init()),
                () -> new LayerNorm(3, init()),
                () -> new Lstm(3, 3, RecurrentOptions.DEFAULT.dropout(0.5, 0.5), init()),
                () -> new MaxPool2d(2),
                () -> new RepeatVector(2),
                () -> new Reshape(3, 1),
                () -> Sequential.of(new Dense(3, 3, init()), Activations.tanh()),
                () -> new TimeDistributed(new Dense(3, 2, init())),
                () -> new TimeDistributed((x, pass) -> x.sum()),
                () -> new Upsample1d(2));
        for (Supplier<Layer> layer : layers) {
            make(layer.get().getClass(), layer);
            make(Layer.class, layer);
        }
        add(Layer.class, null, (Layer) (x, pass) -> null, Activations.softmax());
        make(Layer[].class, () -> null, () -> new Layer[0], () -> new Layer[] {null});
        make(Layer[].class, () -> new Layer[] {Activations.relu()});
        make(RecurrentLayer.class, () -> null, () -> new Lstm(3, 3, init()), () -> new Gru(2, 3, init()));
        make(RecurrentLayer.class, () -> new Lstm(3, 3, RecurrentOptions.DEFAULT.reverse(true), init()));
        make(Initializer.class, () -> null, Initializer::ones, Initializer::orthogonal, Initializer::heNormal);
        add(Initializer.class, (Initializer) (shape, fanIn, fanOut, init) -> null);
        add(Initializer.class, (Initializer) (shape, fanIn, fanOut, init) -> zeros(1));
        make(Cells.Builder.class, Cells::builder);
        make(Optimizer.class, () -> new Sgd(List.of(new Parameter("p", zeros(2, 3))), 0.1));
        make(Optimizer.class, () -> new Adam(List.of(new Parameter("p", zeros(2, 3))), 0.1));
    }

    static Tensor zeros(int... dims) {
        return Tensor.zeros(REFERENCE, Shape.of(dims));
    }

    static Init init() {
        return new Init(REFERENCE, new Rng(3));
    }

    /** A tensor whose scope has closed. */
    static Tensor closed(int... dims) {
        Tensor[] made = new Tensor[1];
        Scope.within(() -> made[0] = zeros(dims));
        return made[0];
    }

    /** A tensor of a parameter that has changed since. */
    static Tensor stale() {
        Parameter parameter = new Parameter("weight", zeros(2, 3));
        Tensor before = parameter.constant();
        parameter.set(Tensor.full(REFERENCE, 1, Shape.of(2, 3)));
        return before;
    }

    private static Scope closedScope() {
        Scope scope = Scope.open();
        scope.close();
        return scope;
    }

    @SafeVarargs
    private <T> void add(Class<? super T> type, T... values) {
        for (T value : values) {
            make(type, () -> value);
        }
    }

    private void make(Class<?> type, Supplier<?>... values) {
        byType.computeIfAbsent(type, t -> new ArrayList<>()).addAll(List.of(values));
    }

    /** One of the samples of a type. */
    Object draw(Class<?> type, Random random) {
        List<Supplier<?>> all = byType.get(type);
        if (all == null) {
            throw new AssertionError("no sample of " + type);
        }
        return all.get(random.nextInt(all.size())).get();
    }
}
