package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.refuses;
import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
    private static final int[] SCALAR = {};

    private static SafeTensors.Builder builder() {
        return SafeTensors.builder();
    }

    private static SafeTensors again(SafeTensors content) throws ModelFileException {
        return SafeTensors.read(content.toBytes(), "again");
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws Exception {
        float[] floats = {1, -0.0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 0.1f};
        double[] doubles = {Math.PI, -0.0, Double.MIN_VALUE};
        long[] longs = {Long.MIN_VALUE, 0, Long.MAX_VALUE};
        Path file = folder.resolve("all.safetensors");
        builder()
                .floats("f", new int[] {2, 3}, floats)
                .doubles("d", new int[] {3, 1}, doubles)
                .longs("l", new int[] {3}, longs)
                .floats("scalar", SCALAR, 7)
                .floats("none", new int[] {4, 0})
                .metadata("key", "value")
                .build()
                .write(file);
        SafeTensors read = SafeTensors.read(file);
        assertArrayEquals(bits(floats), bits(read.floats("f")));
        assertArrayEquals(doubles, read.doubles("d"));
        assertArrayEquals(longs, read.longs("l"));
        assertArrayEquals(new float[] {7}, read.floats("scalar"));
        assertArrayEquals(new float[0], read.floats("none"));
        assertArrayEquals(new int[] {2, 3}, read.shape("f"));
        assertArrayEquals(SCALAR, read.shape("scalar"));
        assertArrayEquals(new int[] {4, 0}, read.shape("none"));
        assertEquals(DType.F64, read.dtype("d"));
        assertEquals(Map.of("key", "value"), read.metadata());
        assertEquals("value", read.metadata("key"));
        assertEquals("all.safetensors", read.source());
        assertArrayEquals(Files.readAllBytes(file), read.toBytes());
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    @Test
    void nothingIsAFileToo() throws Exception {
        SafeTensors empty = again(builder().build());
        assertEquals(List.of(), List.copyOf(empty.names()));
        assertEquals(Map.of(), empty.metadata());
        assertEquals(8 + 8, empty.toBytes().length);
    }

    @Test
    void theOrderOfAddingDoesNotMatter() {
        SafeTensors one = builder()
                .floats("b", SCALAR, 1)
                .longs("z", SCALAR, 2)
                .floats("a", SCALAR, 3)
                .doubles("y", SCALAR, 4)
                .build();
        SafeTensors other = builder()
                .doubles("y", SCALAR, 4)
                .floats("a", SCALAR, 3)
                .longs("z", SCALAR, 2)
                .floats("b", SCALAR, 1)
                .build();
        assertArrayEquals(one.toBytes(), other.toBytes());
        assertEquals(List.of("z", "y", "a", "b"), List.copyOf(one.names()));
    }

    /** So that whoever maps the file into memory finds every number at a multiple of its width. */
    @Test
    void theDataAreAligned() throws Exception {
        for (int length = 0; length < 20; length++) {
            byte[] file = builder()
                    .metadata("pad", "x".repeat(length))
                    .floats("f", SCALAR, 1)
                    .longs("l", SCALAR, 2)
                    .build()
                    .toBytes();
            assertEquals(0, file.length % 4);
            assertEquals(0, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
            assertEquals('{', file[8]);
            SafeTensors.read(file, "padded");
        }
    }

    @Test
    void whatIsGivenIsCopied() throws Exception {
        float[] values = {1, 2};
        int[] shape = {2};
        SafeTensors content = builder().floats("a", shape, values).build();
        values[0] = 9;
        shape[0] = 9;
        content.floats("a")[0] = 9;
        content.shape("a")[0] = 9;
        content.toBytes()[content.toBytes().length - 1] = 9;
        assertArrayEquals(new float[] {1, 2}, content.floats("a"));
        assertArrayEquals(new int[] {2}, content.shape("a"));
        assertThrows(
                UnsupportedOperationException.class, () -> content.metadata().put("a", "b"));
        assertThrows(UnsupportedOperationException.class, () -> content.names().remove("a"));
    }

    @Test
    void aBuilderCanGoOn() {
        SafeTensors.Builder builder = builder().floats("a", SCALAR, 1);
        SafeTensors first = builder.build();
        builder.floats("b", SCALAR, 2).metadata("k", "v");
        assertFalse(first.names().contains("b"));
        assertEquals(Map.of(), first.metadata());
    }

    @Test
    void conversionsAreExactOrRefused() throws Exception {
        SafeTensors content = builder()
                .floats("f", SCALAR, 0.1f)
                .doubles("d", SCALAR, 0.1)
                .longs("l", SCALAR, 3)
                .build();
        assertArrayEquals(new double[] {0.1f}, content.doubles("f"));
        says(ModelFileException.class, () -> content.floats("d"), "'d'", "F64 []", "float");
        says(ModelFileException.class, () -> content.floats("l"), "'l'", "I64");
        says(ModelFileException.class, () -> content.doubles("l"), "'l'", "I64", "double");
        says(ModelFileException.class, () -> content.longs("f"), "'f'", "F32", "long");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        SafeTensors content = SafeTensors.read(builder().build().toBytes(), "taxi.safetensors");
        String missing = "taxi.safetensors: tensor 'a': is missing";
        says(ModelFileException.class, () -> content.floats("a"), missing);
        says(ModelFileException.class, () -> content.doubles("a"), missing);
        says(ModelFileException.class, () -> content.longs("a"), missing);
        says(ModelFileException.class, () -> content.shape("a"), missing);
        says(ModelFileException.class, () -> content.dtype("a"), missing);
        says(ModelFileException.class, () -> content.metadata("k"), "taxi.safetensors: metadata 'k': is missing");
        assertEquals(
                "taxi.safetensors: metadata 'tadgan.window': must be at least 1, is 0",
                content.malformed("metadata 'tadgan.window'", "must be at least 1, is 0")
                        .getMessage());
    }

    @Test
    void theBuilderRefusesWhatNoReaderWouldTake() {
        SafeTensors.Builder full = builder().metadata("k", "v").floats("a", SCALAR, 1);
        refuses(() -> full.metadata("k", "w"), "'k'", "twice");
        refuses(() -> full.longs("a", SCALAR, 1), "'a'", "twice");
        refuses(() -> full.floats("__metadata__", SCALAR, 1), "reserved");
        refuses(() -> full.floats("b", new int[] {2, 3}, 1, 2), "'b'", "2 numbers", "[2, 3]");
        refuses(() -> full.floats("b", new int[] {1 << 30, 1 << 30, 1 << 30}, 1), "'b'", "do not fill");
        refuses(() -> full.floats("b", new int[] {-1, -1}, 1), "'b'", "negative");
        refuses(() -> full.floats("b", new int[65], 1), "65 axes");
        refuses(() -> full.floats("a\ud800", SCALAR, 1), "surrogate", "index 1");
        refuses(() -> full.metadata("a", "\udc00b"), "surrogate", "index 0");
        refuses(() -> full.metadata("\ud83d\ud83d\ude95", "b"), "surrogate", "index 0");
    }

    @Test
    void aHeaderThatCouldNotBeReadIsNotWritten() {
        SafeTensors content = builder()
                .metadata("k", "x".repeat(SafeTensors.MOST_HEADER_BYTES))
                .build();
        says(IllegalStateException.class, content::toBytes, "header", "16777216");
    }

    /** Every half-precision number, against the definition. */
    @Test
    void halvesAreWidenedExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double magnitude = exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * StrictMath.pow(2, exponent - 15);
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            double expected = Math.copySign(magnitude, bits >= 1 << 15 ? -1 : 1);
            float widened = StoredTensor.half((short) bits);
            if (Double.isNaN(expected)) {
                assertEquals(Float.NaN, widened);
            } else {
                assertEquals(Float.floatToRawIntBits((float) expected), Float.floatToRawIntBits(widened));
            }
        }
    }
}
