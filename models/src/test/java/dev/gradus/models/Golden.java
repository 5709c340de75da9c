package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The golden cases, written by an independent NumPy implementation, and comparison with them. */
public final class Golden {
    private static final double TOLERANCE = 1e-9;

    private Golden() {}

    public static JsonElement read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            return JsonParser.parseReader(
                    new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of numbers of any depth, flattened; null is NaN. */
    public static double[] doubles(JsonElement element) {
        if (element.isJsonArray()) {
            JsonArray array = element.getAsJsonArray();
            if (array.size() > 0 && array.get(0).isJsonArray()) {
                return array.asList().stream()
                        .flatMapToDouble(e -> java.util.Arrays.stream(doubles(e)))
                        .toArray();
            }
            return array.asList().stream()
                    .mapToDouble(e -> e.isJsonNull() ? Double.NaN : e.getAsDouble())
                    .toArray();
        }
        throw new IllegalArgumentException("not an array: " + element);
    }

    public static long[] longs(JsonElement element) {
        return element.getAsJsonArray().asList().stream()
                .mapToLong(JsonElement::getAsLong)
                .toArray();
    }

    public static void assertClose(JsonElement expected, double[] actual, String what) {
        assertClose(doubles(expected), actual, what);
    }

    /** Every value within {@code 1e-9·max(1, max|expected|)}, NaN where NaN is expected. */
    public static void assertClose(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what + ": length");
        double largest = 1;
        for (double value : expected) {
            largest = Double.isNaN(value) ? largest : Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            int index = i;
            boolean close = Double.isNaN(expected[i])
                    ? Double.isNaN(actual[i])
                    : Math.abs(expected[i] - actual[i]) <= TOLERANCE * largest;
            assertTrue(close, () -> what + "[" + index + "]: expected " + expected[index] + ", was " + actual[index]);
        }
    }

    public static void assertClose(double expected, double actual, String what) {
        assertClose(new double[] {expected}, new double[] {actual}, what);
    }
}
