package dev.gradus.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose1d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.LayerNorm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RecurrentOptions;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of Python's safetensors and PyTorch, which {@code fixtures.py} made, and one that goes there. */
@Tag("without-vector")
class PythonFilesTest {
    private static SafeTensors read(String name) throws ModelFileException {
        return SafeTensors.read(Resources.bytes(name), name);
    }

    @Test
    void everyTypeIsRead() throws Exception {
        SafeTensors file = read("dtypes.safetensors");
        float inf = Float.POSITIVE_INFINITY;
        assertArrayEquals(new long[] {1, 0, 0, 1}, file.longs("bool"));
        assertArrayEquals(new long[] {0, 1, 127, 128, 255}, file.longs("u8"));
        assertArrayEquals(new long[] {-128, -1, 0, 127}, file.longs("i8"));
        assertArrayEquals(new long[] {-32768, -1, 0, 32767}, file.longs("i16"));
        assertArrayEquals(new long[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}, file.longs("i32"));
        assertArrayEquals(new long[] {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE}, file.longs("i64"));
        assertArrayEquals(
                new float[] {0, -0.0f, 1, -2.5f, 65504, 0x1p-14f, 0x1p-24f, inf, -inf, Float.NaN}, file.floats("f16"));
        assertArrayEquals(
                new float[] {0, -0.0f, 1, -2.5f, 0x1.FEp127f, 0x1p-126f, inf, -inf, Float.NaN}, file.floats("bf16"));
        assertArrayEquals(
                new float[] {0, -0.0f, 0.1f, -Float.MAX_VALUE, Float.MIN_VALUE, inf, -inf, Float.NaN},
                file.floats("f32"));
        assertArrayEquals(
                new double[] {0, -0.0, 0.1, -Double.MAX_VALUE, Double.MIN_VALUE, inf, -inf, Double.NaN},
                file.doubles("f64"));
        assertArrayEquals(new double[] {42}, file.doubles("scalar"));
        assertArrayEquals(new long[] {42}, file.longs("scalar whole"));
        assertArrayEquals(new float[0], file.floats("empty"));
        assertArrayEquals(new int[] {3, 0, 5}, file.shape("empty matrix"));
        assertArrayEquals(new int[] {1, 2, 1, 2, 1, 2, 1, 2, 1}, file.shape("axes"));
        assertArrayEquals(new float[] {1}, file.floats("naïve 名 \"quoted\" \\"));
    }

    @Test
    void integersBecomeFloatingPointNumbersWhereEveryOneOfTheTypeDoes() throws Exception {
        SafeTensors file = read("dtypes.safetensors");
        assertArrayEquals(new float[] {1, 0, 0, 1}, file.floats("bool"));
        assertArrayEquals(new float[] {-32768, -1, 0, 32767}, file.floats("i16"));
        assertArrayEquals(new double[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}, file.doubles("i32"));
        dev.gradus.engine.Errors.says(ModelFileException.class, () -> file.floats("i32"), "'i32'", "I32 [4]");
    }

    @Test
    void stringsAreRead() throws Exception {
        assertEquals(
                new TreeMap<>(WrittenFile.texts()),
                new TreeMap<>(read("dtypes.safetensors").metadata()));
    }

    /** Type by type, the same order, the same escapes, the same padding. */
    @Test
    void writingAgainGivesTheSameBytes() throws Exception {
        for (String name : new String[] {"dtypes", "networks", "expected"}) {
            byte[] bytes = Resources.bytes(name + ".safetensors");
            assertArrayEquals(bytes, SafeTensors.read(bytes, name).toBytes(), name);
        }
    }

    @Test
    void typesThatAreNotReadAreNamed() {
        for (String name : new String[] {"u64", "f8"}) {
            dev.gradus.engine.Errors.says(
                    ModelFileException.class,
                    () -> read(name + ".safetensors"),
                    name + ".safetensors: tensor 'a': dtype: '" + (name.equals("u64") ? "U64" : "F8_E4M3"),
                    "[BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64]");
        }
    }

    private static Map<String, Layer> layers(Init init) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("lstm", Bidirectional.lstm(3, 5, init));
        layers.put("gru", Bidirectional.gru(3, 5, RecurrentOptions.torch(5), init));
        layers.put("linear", new Dense(6, 4, init));
        layers.put("conv1d", new Conv1d(2, 3, 5, ConvolutionOptions.of(1, 2), init));
        layers.put("conv2d", new Conv2d(2, 3, 3, ConvolutionOptions.of(2, 0), init));
        layers.put("transposed", new ConvTranspose1d(3, 2, 4, ConvolutionOptions.of(2, 0), init));
        layers.put("batchnorm", new BatchNorm(4, init));
        layers.put("layernorm", new LayerNorm(6, init));
        return layers;
    }

    /** A network with the weights of a PyTorch state dictionary makes of an input what PyTorch does. */
    @TestFactory
    Stream<DynamicTest> networksDoWhatPyTorchDoes() throws Exception {
        SafeTensors weights = read("networks.safetensors");
        SafeTensors expected = read("expected.safetensors");
        Stream<Backend> backends = Stream.concat(Stream.of(TestBackends.reference()), TestBackends.single().stream());
        return backends.flatMap(backend -> layers(new Init(backend, new Rng(3))).entrySet().stream()
                .map(layer -> dynamicTest(backend.name() + " " + layer.getKey(), () -> {
                    String name = layer.getKey();
                    Weights.read(weights, name + ".", layer.getValue().cells());
                    Tensor x = Tensor.of(backend, expected.doubles(name + ".x"), Shape.of(expected.shape(name + ".x")));
                    Tensor y = layer.getValue().apply(x, Pass.inference());
                    assertArrayEquals(expected.shape(name + ".y"), y.shape().dims());
                    double tolerance = backend.epsilon() < 1e-10 ? 1e-12 : 2e-6;
                    assertArrayEquals(expected.doubles(name + ".y"), y.toArray(), tolerance);
                })));
    }

    /** All networks of a state dictionary at once, as one would load a model of many parts. */
    @Test
    void aWholeStateDictionaryIsTakenAndGivenBack() throws Exception {
        SafeTensors file = read("networks.safetensors");
        Init init = new Init(TestBackends.reference(), new Rng(3));
        dev.gradus.engine.nn.Cells.Builder all = dev.gradus.engine.nn.Cells.builder();
        layers(init).forEach(all::add);
        Weights.read(file, "", all.build());
        SafeTensors.Builder again = SafeTensors.builder();
        Weights.write(all.build(), "", again);
        SafeTensors written = again.build();
        TreeMap<String, String> names = new TreeMap<>();
        written.names().forEach(name -> names.put(name, name));
        names.put("batchnorm.num_batches_tracked", "");
        assertEquals(names.keySet(), new java.util.TreeSet<>(file.names()));
        for (String name : written.names()) {
            if (!name.contains("lstm.bias")) {
                assertArrayEquals(file.doubles(name), written.doubles(name), name);
            }
        }
        double[] first = file.doubles("lstm.bias_ih_l0_reverse");
        double[] second = file.doubles("lstm.bias_hh_l0_reverse");
        double[] sum = written.doubles("lstm.bias_ih_l0_reverse");
        for (int i = 0; i < sum.length; i++) {
            assertEquals(first[i] + second[i], sum[i]);
        }
        assertArrayEquals(new double[first.length], written.doubles("lstm.bias_hh_l0_reverse"));
    }

    /** The bytes that {@code fixtures.py --check} opened with Python. */
    @Test
    void pythonWasShownTheseBytes() {
        byte[] shown = Resources.bytes("gradus.safetensors");
        for (Backend single : TestBackends.single()) {
            assertArrayEquals(shown, WrittenFile.content(single).toBytes(), single.name());
        }
    }
}
