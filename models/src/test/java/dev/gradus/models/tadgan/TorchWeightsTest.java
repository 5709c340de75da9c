package dev.gradus.models.tadgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Detection;
import dev.gradus.models.Thrown;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that PyTorch trained, against what PyTorch makes of a series with them: see {@code torch/tadgan.py}. */
class TorchWeightsTest {
    private static final double TOLERANCE = 1e-5;

    /** The sizes of {@code torch/tadgan.py}. */
    private static TadGan.Builder sizes() {
        return TadGan.builder()
                .window(20)
                .latent(4)
                .encoderUnits(6)
                .generatorUnits(5)
                .criticFilters(3)
                .latentCriticUnits(5);
    }

    static Stream<String> backends() {
        return Stream.of("plain", "vector", "reference").filter(name -> !name.equals("vector") || hasVector());
    }

    private static boolean hasVector() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TorchWeightsTest.class.getResourceAsStream("/torch/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static SafeTensors tensors(String name) throws IOException {
        return SafeTensors.read(resource(name), name);
    }

    private static SafeTensors weights() throws IOException {
        return tensors("tadgan.safetensors");
    }

    private static TimeSeries series() throws IOException {
        double[] values = tensors("tadgan-expected.safetensors").doubles("series");
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = 60L * i;
        }
        return TimeSeries.of(times, values);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theNetworksComputeWhatPyTorchDoes(String name) throws IOException {
        Backend backend = Backends.named(name, Workers.shared());
        SafeTensors expected = tensors("tadgan-expected.safetensors");
        TadGanNetworks networks = TadGanNetworks.of(sizes().build().config(), backend, new Rng(0));
        Weights.read(weights(), "", networks.cells());

        Windows windows = Windows.of(expected.doubles("series"), 20);
        Tensor x = Tensor.of(backend, windows.toDoubles(), Shape.of(windows.count(), 20, 1));
        Tensor code = networks.encoder().apply(x, Pass.inference());
        // PyTorch in float64 with the same float32 weights: the reference backend must agree nearly to the last digit.
        boolean exact = name.equals("reference");
        String suffix = exact ? ".f64" : "";
        double tolerance = exact ? 1e-13 : TOLERANCE;
        assertClose(expected.doubles("codes" + suffix), code, tolerance);
        assertClose(
                expected.doubles("reconstruction" + suffix),
                networks.generator().apply(code, Pass.inference()),
                tolerance);
        assertClose(expected.doubles("critic_x" + suffix), networks.criticX().apply(x, Pass.inference()), tolerance);
        assertClose(expected.doubles("critic_z" + suffix), networks.criticZ().apply(code, Pass.inference()), tolerance);
    }

    private static void assertClose(double[] expected, Tensor actual, double tolerance) {
        assertArrayEquals(expected, actual.toArray(), tolerance);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aDetectorReconstructsWhatPyTorchDoes(String name, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("tadgan.safetensors"), resource("tadgan.safetensors"));
        TadGan tadGan = sizes().backend(Backends.named(name, Workers.shared())).build();
        TimeSeries series = series();
        Detection detection = tadGan.withWeights(file, series).examine(series);

        // The series lies between exactly -1 and 1, so the units of the input are those of the networks.
        float[] windows = tensors("tadgan-expected.safetensors").floats("reconstruction");
        double[] median = Reconstruction.of(windows, 40, 20).median();
        assertArrayEquals(median, detection.reconstruction(), TOLERANCE);
    }

    @Test
    void weightsSurviveTheWayOutAndBack() throws IOException {
        Cells cells = cells();
        Weights.read(weights(), "", cells);
        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(cells, "", content);
        SafeTensors written = content.build();
        assertEquals(weights().names(), written.names());
        Cells again = cells();
        Weights.read(written, "", again);
        cells.byName()
                .forEach((name, cell) -> assertArrayEquals(
                        cell.constant().toFloats(),
                        again.byName().get(name).constant().toFloats(),
                        name));
    }

    private static Cells cells() {
        return TadGanNetworks.of(sizes().build().config(), Backends.get(), new Rng(3))
                .cells();
    }

    @Test
    void otherSettingsAreNamed() throws IOException {
        SafeTensors weights = weights();
        TimeSeries series = series();
        assertRefused(
                "tadgan.safetensors: its shapes are those of window 20, encoderUnits 6; this TadGAN has window 22,"
                        + " encoderUnits 7",
                () -> sizes().window(22).encoderUnits(7).build().withWeights(weights, series));
        assertRefused(
                "tadgan.safetensors: its shapes are those of criticLayers 4; this TadGAN has criticLayers 3",
                () -> sizes().criticLayers(3).build().withWeights(weights, series));
        assertRefused(
                "tadgan.safetensors: its shapes are those of window 20, latent 4, encoderUnits 6, generatorUnits 5,"
                        + " criticFilters 3, latentCriticUnits 5; this TadGAN has window 100, latent 20, encoderUnits"
                        + " 100, generatorUnits 64, criticFilters 64, latentCriticUnits 20",
                () -> TadGan.builder().build().withWeights(weights, series));
    }

    @Test
    void tensorsThatAreMissingOrTooManyAreNamed() throws IOException {
        TimeSeries series = series();
        SafeTensors weights = weights();
        assertRefused(
                "tadgan.safetensors: does not fit the network: missing tensors: 'generator.5.bias'; unexpected tensors:"
                        + " 'generator.out.bias'",
                () -> sizes().build().withWeights(renamed(weights, "generator.5.bias", "generator.out.bias"), series));
    }

    private static SafeTensors renamed(SafeTensors file, String from, String to) throws IOException {
        SafeTensors.Builder content = SafeTensors.builder();
        for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
            content.metadata(entry.getKey(), entry.getValue());
        }
        for (String name : file.names()) {
            content.floats(name.equals(from) ? to : name, file.shape(name), file.floats(name));
        }
        return SafeTensors.read(content.build().toBytes(), file.source());
    }

    private static void assertRefused(String message, Executable code) {
        Thrown.assertThrown(ModelFileException.class, message, code);
    }
}
