package dev.gradus.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Changed files are read as something consistent or refused with a sentence; no other exception, and no more memory than
 * some multiple of the file. {@code -Dgradus.fuzz=N} tries N of them instead of 100 000; number n is the same in every
 * run.
 */
class FuzzTest {
    private static final int CASES = Integer.parseInt(System.getProperty("gradus.fuzz", "100000"));
    private static final String NAME = "fuzz.safetensors";

    private static List<byte[]> valid() {
        SafeTensors small = SafeTensors.builder()
                .metadata("k", "v")
                .floats("a", new int[] {2}, 1, 2)
                .longs("b", new int[0], 3)
                .floats("none", new int[] {0})
                .build();
        byte[] padded = Resources.file(
                "{\"x\" : { \"shape\": [1, 2],\n\"data_offsets\":[2,4],\"dtype\" :\"BOOL\"},"
                        + "\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}     ",
                4);
        padded[padded.length - 1] = 0;
        padded[padded.length - 2] = 1;
        return List.of(
                small.toBytes(),
                padded,
                SafeTensors.builder().build().toBytes(),
                Resources.bytes("dtypes.safetensors"),
                Resources.bytes("gradus.safetensors"));
    }

    /** Refusals that the changes must have met, so that the reader was tried and not only its first lines. */
    private static final List<String> REFUSALS = List.of(
            "header length",
            "as its first byte",
            "only spaces may follow",
            "is not closed",
            "is no escape",
            "hexadecimal digits",
            "surrogate",
            "not valid UTF-8",
            "appears twice",
            "unknown key",
            "has no data_offsets",
            "cannot be read",
            "leading zeros",
            "fraction",
            "larger than 2^63-1",
            "more than a Java array holds",
            "end before they begin",
            "needs",
            "more than 2^63",
            "more than 64 axes",
            "overlap",
            "leave a hole",
            "run past the end",
            "belong to no tensor",
            "a BOOL is 0 or 1");

    @Test
    void changedFilesAreReadOrRefused() {
        List<byte[]> valid = valid();
        int read = 0;
        Set<String> met = new TreeSet<>();
        for (int n = 0; n < CASES; n++) {
            byte[] file = new Mutations(valid, n).next();
            try {
                requireConsistent(read(file), file);
                read++;
            } catch (ModelFileException e) {
                requireSentence(e.getMessage(), file, n);
                REFUSALS.stream().filter(e.getMessage()::contains).forEach(met::add);
            } catch (Throwable e) {
                throw new AssertionError("case " + n + ", " + describe(file), e);
            }
        }
        if (CASES >= 20_000) {
            assertEquals(new TreeSet<>(REFUSALS), met);
            assertTrue(read > CASES / 100, read + " of " + CASES + " were read: the changes are too coarse");
        }
    }

    /** Reads a file and looks how much memory that takes, garbage, messages and stack traces included. */
    private static SafeTensors read(byte[] file) throws Throwable {
        long bound = 20_000 + 16L * file.length;
        SafeTensors[] content = new SafeTensors[1];
        ModelFileException[] refusal = new ModelFileException[1];
        Executable reading = () -> {
            try {
                content[0] = SafeTensors.read(file, NAME);
            } catch (ModelFileException e) {
                refusal[0] = e;
            }
        };
        if (Allocation.of(reading) > bound) {
            // The first time, classes were loaded too.
            long again = Allocation.of(reading);
            assertTrue(again <= bound, () -> again + " bytes were allocated, at most " + bound + " are expected");
        }
        if (refusal[0] != null) {
            throw refusal[0];
        }
        return content[0];
    }

    private static String describe(byte[] file) {
        return file.length + " bytes: " + HexFormat.of().formatHex(file);
    }

    private static void requireSentence(String message, byte[] file, int n) {
        assertTrue(
                message.startsWith(NAME + ": ") && message.length() < 600,
                () -> "case " + n + ": '" + message + "', " + describe(file));
    }

    /** What was read is written and read again as the same, and all its bytes come from the file. */
    private static void requireConsistent(SafeTensors content, byte[] file) throws ModelFileException {
        byte[] written = content.toBytes();
        SafeTensors again = SafeTensors.read(written, NAME);
        assertArrayEquals(written, again.toBytes());
        assertEquals(content.metadata(), again.metadata());
        assertEquals(content.names(), again.names());
        long size = 0;
        for (String name : content.names()) {
            StoredTensor stored = content.find(name);
            assertEquals(stored.dtype(), again.dtype(name));
            assertArrayEquals(stored.shape(), again.shape(name));
            assertArrayEquals(stored.bytes(), again.find(name).bytes());
            assertEquals(Header.bytes(stored.dtype(), stored.shape()), stored.bytes().length);
            size += stored.bytes().length;
        }
        assertTrue(size < file.length, () -> "more data than bytes");
    }
}
