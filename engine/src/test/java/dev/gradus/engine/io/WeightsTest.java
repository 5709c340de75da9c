package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.refuses;
import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.RecurrentOptions;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("without-vector")
class WeightsTest {
    private static final Backend REFERENCE = TestBackends.reference();

    static Stream<Backend> backends() {
        return Stream.concat(Stream.of(REFERENCE), TestBackends.single().stream());
    }

    private static Layer network(Backend backend, long seed) {
        Init init = new Init(backend, new Rng(seed));
        RecurrentOptions options = RecurrentOptions.torch(3);
        return Sequential.of(
                Bidirectional.lstm(2, 3, options, init),
                new Gru(6, 3, options, init),
                new BatchNorm(3, init),
                new Dense(3, 1, init));
    }

    private static Cells dense(int in, int out, Backend backend) {
        return new Dense(in, out, new Init(backend, new Rng(5))).cells();
    }

    private static List<double[]> numbers(Cells cells) {
        List<double[]> numbers = new ArrayList<>();
        for (Cell cell : cells.byName().values()) {
            numbers.add(cell.constant().toArray());
        }
        return numbers;
    }

    private static void assertSame(Cells expected, Cells actual) {
        List<double[]> a = numbers(expected);
        List<double[]> b = numbers(actual);
        for (int i = 0; i < a.size(); i++) {
            assertArrayEquals(a.get(i), b.get(i));
        }
    }

    private static SafeTensors read(SafeTensors.Builder content) throws ModelFileException {
        return SafeTensors.read(content.build().toBytes(), "net.safetensors");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatIsSavedIsLoadedToTheBit(Backend backend, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("net.safetensors");
        Layer saved = network(backend, 1);
        Layer loaded = network(backend, 2);
        Weights.save(saved.cells(), file);
        Weights.load(file, loaded.cells());
        assertSame(saved.cells(), loaded.cells());
        SafeTensors content = SafeTensors.read(file);
        DType expected = backend == REFERENCE ? DType.F64 : DType.F32;
        for (String name : content.names()) {
            assertEquals(expected, content.dtype(name), name);
        }
    }

    @Test
    void theSecondBiasOfAnLstmIsZeroAndThatOfAGruIsNot() throws Exception {
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(network(REFERENCE, 1).cells(), "", content);
        SafeTensors file = content.build();
        assertArrayEquals(new double[12], file.doubles("0.bias_hh_l0"));
        assertArrayEquals(new double[12], file.doubles("0.bias_hh_l0_reverse"));
        assertTrue(Stream.of(file.doubles("1.bias_hh_l0")[0]).allMatch(b -> b != 0));
        assertFalse(file.names().contains("0.bias_l0"));
    }

    @Test
    void anLstmWithoutAPathBeforeItsNamesWorksToo() throws Exception {
        Init init = new Init(REFERENCE, new Rng(1));
        Lstm lstm = new Lstm(2, 3, init);
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(lstm.cells(), "", content);
        assertEquals(
                List.of("bias_hh_l0", "bias_ih_l0", "weight_hh_l0", "weight_ih_l0"),
                List.copyOf(content.build().names()));
        Weights.read(read(content), "", new Lstm(2, 3, init).cells());
    }

    /** Adding the second bias of zeros must not turn −0 into 0. */
    @ParameterizedTest
    @MethodSource("backends")
    void theSignOfAZeroBiasStays(Backend backend) throws Exception {
        Cell bias = new Parameter("bias_l0", Tensor.full(backend, -0.0, Shape.of(4)));
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(Cells.of(bias), "", content);
        bias.set(Tensor.full(backend, 1, Shape.of(4)));
        Weights.read(read(content), "", Cells.of(bias));
        assertArrayEquals(new double[] {-0.0, -0.0, -0.0, -0.0}, bias.constant().toArray());
    }

    @Test
    void biasesAreAddedBeforeTheyAreRounded() throws Exception {
        for (Backend backend : TestBackends.single()) {
            Cell bias = new Parameter("bias_l0", Tensor.zeros(backend, Shape.of(1)));
            SafeTensors.Builder content = SafeTensors.builder()
                    .doubles("bias_ih_l0", new int[] {1}, 1 + 0x1p-24)
                    .doubles("bias_hh_l0", new int[] {1}, 0x1p-25);
            Weights.read(read(content), "", Cells.of(bias));
            assertArrayEquals(new double[] {1 + 0x1p-23}, bias.constant().toArray());
        }
    }

    @Test
    void precisionsAreConverted() throws Exception {
        for (Backend single : TestBackends.single()) {
            SafeTensors.Builder doubles = SafeTensors.builder();
            Layer wide = network(REFERENCE, 1);
            Layer narrow = network(single, 2);
            Weights.write(wide.cells(), "", doubles);
            Weights.read(read(doubles), "", narrow.cells());
            List<double[]> expected = numbers(wide.cells());
            List<double[]> rounded = numbers(narrow.cells());
            for (int i = 0; i < expected.size(); i++) {
                for (int k = 0; k < expected.get(i).length; k++) {
                    assertEquals((float) expected.get(i)[k], rounded.get(i)[k]);
                }
            }
            SafeTensors.Builder floats = SafeTensors.builder();
            Weights.write(narrow.cells(), "", floats);
            Weights.read(read(floats), "", wide.cells());
            assertSame(narrow.cells(), wide.cells());
        }
    }

    @Test
    void networksShareAFileUnderPrefixes() throws Exception {
        SafeTensors.Builder content = SafeTensors.builder().metadata("tadgan.window", "100");
        Cells encoder = dense(2, 3, REFERENCE);
        Cells generator = dense(3, 2, REFERENCE);
        Weights.write(encoder, "encoder.", content);
        Weights.write(generator, "generator.", content);
        SafeTensors file = read(content);
        Cells again = dense(3, 2, REFERENCE);
        again.parameters().forEach(p -> p.set(Tensor.zeros(REFERENCE, p.shape())));
        Weights.read(file, "generator.", again);
        assertSame(generator, again);
        refuses(() -> Weights.write(encoder, "encoder.", content), "'encoder.weight'", "twice");
    }

    @Test
    void everyProblemIsListedAndNothingChanges() throws Exception {
        SafeTensors.Builder content = SafeTensors.builder()
                .floats("0.weight_ih_l0", new int[] {12, 2}, new float[24])
                .floats("1.bias_ih_l0", new int[] {8}, new float[8])
                .floats("9.bias", new int[] {1}, 0)
                .floats("num_batches_tracked", new int[0], 0)
                .longs("3.bias", new int[] {1}, 0);
        Layer network = network(REFERENCE, 1);
        List<double[]> before = numbers(network.cells());
        SafeTensors file = read(content);
        says(
                ModelFileException.class,
                () -> Weights.read(file, "", network.cells()),
                "net.safetensors: does not fit the network: missing tensors: '0.weight_hh_l0', '0.bias_ih_l0',",
                " and 5 more; unexpected tensors: '9.bias'; ",
                "tensor '1.bias_ih_l0' is F32 [8], must be [9]",
                "tensor '3.bias' is I64 [1], must be of a floating-point type");
        List<double[]> after = numbers(network.cells());
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
    }

    @Test
    void pyTorchsCounterOfBatchesIsSkipped() throws Exception {
        SafeTensors.Builder content = SafeTensors.builder();
        BatchNorm norm = new BatchNorm(3, new Init(REFERENCE, new Rng(1)));
        Weights.write(norm.cells(), "norm.", content);
        content.longs("norm.num_batches_tracked", new int[0], 7);
        Weights.read(read(content), "norm.", norm.cells());
        content.longs("norm.my_num_batches_tracked", new int[0], 7);
        SafeTensors file = read(content);
        says(
                ModelFileException.class,
                () -> Weights.read(file, "norm.", norm.cells()),
                "unexpected tensors: 'norm.my_num_batches_tracked'");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatIsNotFiniteIsNotLoaded(Backend backend) throws Exception {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Cells cells = dense(2, 2, backend);
            List<double[]> before = numbers(cells);
            SafeTensors file = read(SafeTensors.builder()
                    .doubles("weight", new int[] {2, 2}, 1, 2, bad, 4)
                    .doubles("bias", new int[] {2}, 1, 2));
            says(
                    ModelFileException.class,
                    () -> Weights.read(file, "", cells),
                    "tensor 'weight': number 2 is " + bad + ", must be finite");
            assertArrayEquals(
                    before.get(0), cells.parameters().get(0).constant().toArray());
            assertArrayEquals(
                    before.get(1), cells.parameters().get(1).constant().toArray());
        }
    }

    @Test
    void whatFloat32CannotHoldIsNotLoadedThere() throws Exception {
        SafeTensors file = read(
                SafeTensors.builder().doubles("weight", new int[] {1, 1}, 1e300).doubles("bias", new int[] {1}, 0));
        Weights.read(file, "", dense(1, 1, REFERENCE));
        for (Backend single : TestBackends.single()) {
            says(
                    ModelFileException.class,
                    () -> Weights.read(file, "", dense(1, 1, single)),
                    "tensor 'weight': number 0 is 1.0E300, too large for float32");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBrokenNetworkDoesNotReplaceAGoodFile(Backend backend, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("net.safetensors");
        Cells cells = dense(2, 1, backend);
        Weights.save(cells, file);
        byte[] good = Files.readAllBytes(file);
        cells.parameters().get(0).set(Tensor.of(backend, new double[] {1, Double.NaN}, Shape.of(1, 2)));
        says(NonFiniteException.class, () -> Weights.save(cells, file), "weight", "number 1 is NaN", "diverged");
        assertArrayEquals(good, Files.readAllBytes(file));
    }

    /** A tensor that was made from the older numbers is noticed, as after any update. */
    @Test
    void loadingIsAnUpdate() throws Exception {
        Cells cells = dense(2, 1, REFERENCE);
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(cells, "", content);
        Tensor stale = cells.parameters().get(0).tracked();
        Weights.read(read(content), "", cells);
        assertThrows(IllegalStateException.class, stale::toArray);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void loadingInAScopeOutlivesIt(Backend backend) throws Exception {
        Cells saved = dense(3, 2, backend);
        Cells loaded = dense(3, 2, backend);
        loaded.parameters().forEach(p -> p.set(Tensor.zeros(backend, p.shape())));
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(saved, "", content);
        SafeTensors file = read(content);
        Scope.within(() -> {
            try {
                Weights.read(file, "", loaded);
            } catch (ModelFileException e) {
                throw new AssertionError(e);
            }
            return null;
        });
        assertSame(saved, loaded);
    }
}
