package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they say: each is refused with a sentence that names the field, and costs no memory. */
class HostileFilesTest {
    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    /** A header, how many bytes follow it, and what the message must say behind the file's name. */
    private record Hostile(String header, int data, String... says) {}

    private static Hostile hostile(String header, int data, String... says) {
        return new Hostile(header.replace('\'', '"'), data, says);
    }

    private static Hostile tensor(String entry, int data, String... says) {
        return hostile("{'a':" + entry + "}", data, says);
    }

    private static final List<Hostile> ALL = List.of(
            // ---- the object
            hostile("  ", 0, "header: expected '{' as its first byte, found byte 0x20 (byte 8)"),
            hostile(" {}", 0, "header: expected '{' as its first byte, found byte 0x20"),
            hostile("[]", 0, "header: expected '{' as its first byte, found '['"),
            hostile("{ ", 0, "header: expected a name in quotes, found the end of the header (byte 10)"),
            hostile("{}x", 0, "header: only spaces may follow its last '}', found 'x'"),
            hostile("{}\n", 0, "header: only spaces may follow its last '}', found byte 0x0a"),
            hostile("{}\0", 0, "header: only spaces may follow its last '}', found byte 0x00"),
            hostile("{}{}", 0, "header: only spaces may follow"),
            hostile("{,}", 0, "header: expected a name in quotes, found ','"),
            hostile("{1:2}", 0, "header: expected a name in quotes, found '1'"),
            hostile("{'a'}", 0, "header: expected ':' after the name 'a', found '}'"),
            hostile("{" + A + ",}", 8, "header: expected a name in quotes, found '}'"),
            hostile("{" + A + " " + A + "}", 8, "header: expected ',' or '}', found '\"'"),
            hostile("{" + A, 8, "header: expected ',' or '}', found the end of the header"),
            hostile("{" + A + "," + A + "}", 8, "tensor 'a': appears twice"),
            hostile("{" + A + ",'\\u0061':{}}", 8, "tensor 'a': appears twice"),
            hostile("{//\n}", 0, "header: expected a name in quotes, found '/'"),
            // ---- strings
            hostile("{'a", 0, "header: a string is not closed"),
            hostile("{'a\\", 0, "header: a string is not closed"),
            hostile("{'a\\x'}", 0, "header: a string holds a backslash before 'x', which is no escape"),
            hostile("{'a\n'}", 0, "header: a string holds byte 0x0a, which must be written as an escape"),
            hostile("{'\\u12'}", 0, "header: expected four hexadecimal digits after \\u, found '\"'"),
            hostile("{'\\u12x4'}", 0, "header: expected four hexadecimal digits after \\u, found 'x'"),
            hostile("{'\\ud83d'}", 0, "header: an escaped surrogate has no partner behind it"),
            hostile("{'\\ud83dx'}", 0, "header: an escaped surrogate has no partner behind it"),
            hostile("{'\\ud83d\\u0041'}", 0, "header: an escaped surrogate has no partner behind it"),
            hostile("{'\\ud83d\\ud83d'}", 0, "header: an escaped surrogate has no partner behind it"),
            hostile("{'\\ude95'}", 0, "header: an escaped surrogate has no partner before it"),
            // ---- the strings' object
            hostile("{'__metadata__':[]}", 0, "__metadata__: expected an object of strings, found '['"),
            hostile("{'__metadata__':null}", 0, "__metadata__: expected an object of strings, found 'n'"),
            hostile("{'__metadata__':{'k':1}}", 0, "__metadata__ 'k': expected a string, found '1'"),
            hostile("{'__metadata__':{'k':{}}}", 0, "__metadata__ 'k': expected a string, found '{'"),
            hostile("{'__metadata__':{'k':'v','k':'w'}}", 0, "__metadata__ 'k': appears twice"),
            hostile("{'__metadata__':{},'__metadata__':{}}", 0, "__metadata__: appears twice"),
            hostile("{'__metadata__':{'k':'v'", 0, "__metadata__ 'k': expected ',' or '}', found the end"),
            // ---- a tensor's object
            tensor("[]", 0, "tensor 'a': expected an object with dtype, shape and data_offsets, found '['"),
            tensor("null", 0, "tensor 'a': expected an object", "found 'n'"),
            tensor("{}", 0, "tensor 'a': has no dtype"),
            tensor("{'dtype':'F32','data_offsets':[0,4]}", 4, "tensor 'a': has no shape"),
            tensor("{'dtype':'F32','shape':[]}", 0, "tensor 'a': has no data_offsets"),
            tensor("{'dtype':'F32','shape':[],'data_offsets':[0,4],'x':1}", 4, "tensor 'a': has an unknown key 'x'"),
            tensor("{'DType':'F32'}", 0, "tensor 'a': has an unknown key 'DType'"),
            tensor("{'dtype':'F32','dtype':'F32'}", 0, "tensor 'a': dtype: appears twice"),
            tensor("{'shape':[],'shape':[]}", 0, "tensor 'a': shape: appears twice"),
            tensor("{'data_offsets':[0,0],'data_offsets':[0,0]}", 0, "tensor 'a': data_offsets: appears twice"),
            hostile("{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]", 4, "tensor 'a': expected ',' or '}'"),
            // ---- types
            tensor("{'dtype':7}", 0, "tensor 'a': dtype: expected a string such as \"F32\", found '7'"),
            tensor("{'dtype':'f32'}", 0, "tensor 'a': dtype: 'f32' cannot be read; can be: [BOOL, U8"),
            tensor("{'dtype':'U64'}", 0, "tensor 'a': dtype: 'U64' cannot be read"),
            tensor("{'dtype':''}", 0, "tensor 'a': dtype: '' cannot be read"),
            // ---- shapes
            tensor("{'shape':2}", 0, "tensor 'a': shape: expected an array of extents, found '2'"),
            tensor("{'shape':[-1]}", 0, "tensor 'a': shape: expected a non-negative integer, found '-'"),
            tensor("{'shape':[1.0]}", 0, "tensor 'a': shape: expected a non-negative integer", "fraction"),
            tensor("{'shape':[1e3]}", 0, "tensor 'a': shape: expected a non-negative integer", "exponent"),
            tensor("{'shape':[01]}", 0, "tensor 'a': shape: a number has leading zeros"),
            tensor("{'shape':['1']}", 0, "tensor 'a': shape: expected a non-negative integer, found '\"'"),
            tensor("{'shape':[true]}", 0, "tensor 'a': shape: expected a non-negative integer, found 't'"),
            tensor("{'shape':[1,]}", 0, "tensor 'a': shape: expected a non-negative integer, found ']'"),
            tensor("{'shape':[1 2]}", 0, "tensor 'a': shape: expected ',' or ']', found '2'"),
            hostile("{'a':{'shape':[1", 0, "tensor 'a': shape: expected ',' or ']', found the end of the header"),
            tensor("{'shape':[[1]]}", 0, "tensor 'a': shape: expected a non-negative integer, found '['"),
            tensor("{'shape':[2147483648]}", 0, "tensor 'a': shape: extent 2147483648 is more than a Java array holds"),
            tensor("{'shape':[9223372036854775808]}", 0, "tensor 'a': shape: a number is larger than 2^63-1"),
            tensor("{'shape':[99999999999999999999999]}", 0, "tensor 'a': shape: a number is larger than 2^63-1"),
            tensor("{'shape':[" + "1,".repeat(64) + "1]}", 0, "tensor 'a': shape: has more than 64 axes"),
            // ---- offsets
            tensor("{'data_offsets':4}", 0, "tensor 'a': data_offsets: expected [begin, end], found '4'"),
            tensor("{'data_offsets':[]}", 0, "tensor 'a': data_offsets: expected a non-negative integer, found ']'"),
            tensor("{'data_offsets':[0]}", 0, "tensor 'a': data_offsets: expected a comma between begin and end"),
            tensor("{'data_offsets':[0,4,8]}", 0, "tensor 'a': data_offsets: expected ']' after begin and end"),
            tensor("{'data_offsets':[0,-4]}", 0, "tensor 'a': data_offsets: expected a non-negative integer"),
            tensor("{'data_offsets':[0,18446744073709551615]}", 0, "tensor 'a': data_offsets: a number is larger"),
            tensor(entry("F32", "1", 4, 0), 4, "tensor 'a': data_offsets [4, 0] end before they begin"),
            tensor(
                    entry("F32", "5,5", 0, 80),
                    80,
                    "tensor 'a': data_offsets [0, 80] hold 80 bytes, F32 [5, 5] needs 100"),
            tensor(entry("BOOL", "0", 0, 1), 1, "tensor 'a': data_offsets [0, 1] hold 1 bytes, BOOL [0] needs 0"),
            tensor(entry("F64", "", 0, 0), 0, "tensor 'a': data_offsets [0, 0] hold 0 bytes, F64 [] needs 8"),
            // ---- sizes that overflow: 2^32·2^32 = 2^64 wraps to 0, 2^31·2^31·4 = 2^64 too
            tensor(
                    entry("U8", "1073741824,1073741824,1073741824", 0, 0),
                    0,
                    "tensor 'a': data_offsets [0, 0] hold 0 bytes, U8 [1073741824, 1073741824, 1073741824] needs"
                            + " more than 2^63"),
            tensor(entry("F64", "1073741824,1073741824,2", 0, 0), 0, "needs more than 2^63"),
            tensor(entry("F32", "1073741824,1", 0, 4294967296L), 8, "takes 4294967296 bytes, no Java array holds more"),
            tensor(entry("U8", "2147483647", 0, 2147483647), 8, "takes 2147483647 bytes, no Java array holds more"),
            tensor(entry("U8", "2147483639", 0, 2147483639), 8, "run past the end: the file holds 8 bytes of data"),
            tensor(entry("U8", "1", Long.MAX_VALUE - 1, Long.MAX_VALUE), 1, "run past the end"),
            // ---- ranges
            tensor(entry("F32", "2", 0, 8), 7, "tensor 'a': data_offsets [0, 8] run past the end", "holds 7 bytes"),
            tensor(entry("F32", "2", 0, 8), 9, "1 bytes at the end belong to no tensor", "8 bytes", "holds 9"),
            tensor(entry("F32", "2", 1, 9), 9, "'a': data_offsets [1, 9] leave a hole: bytes 0 to 1 of the data"),
            hostile("{}", 1, "1 bytes at the end belong to no tensor: the header describes 0 bytes"),
            pair(0, 8, 12, 16, 16, "'b': data_offsets [12, 16] leave a hole: bytes 8 to 12"),
            pair(0, 8, 4, 8, 8, "'b': data_offsets [4, 8] overlap those of tensor 'a', [0, 8]"),
            pair(4, 12, 0, 8, 12, "'a': data_offsets [4, 12] overlap those of tensor 'b', [0, 8]"),
            pair(0, 8, 0, 8, 8, "overlap those of tensor"),
            pair(0, 8, 4, 4, 8, "'b': data_offsets [4, 4] overlap those of tensor 'a', [0, 8]"),
            pair(0, 8, 12, 12, 8, "'b': data_offsets [12, 12] run past the end"));

    private static String entry(String dtype, String shape, long begin, long end) {
        return "{'dtype':'" + dtype + "','shape':[" + shape + "],'data_offsets':[" + begin + "," + end + "]}";
    }

    /** Two tensors of bytes. */
    private static Hostile pair(int begin, int end, int otherBegin, int otherEnd, int data, String... says) {
        String a = entry("U8", Integer.toString(end - begin), begin, end);
        String b = entry("I8", Integer.toString(otherEnd - otherBegin), otherBegin, otherEnd);
        return hostile("{'a':" + a + ",'b':" + b + "}", data, says);
    }

    @TestFactory
    Stream<DynamicTest> headersAreRefused() {
        return ALL.stream()
                .map(hostile -> dynamicTest(hostile.says[0], () -> {
                    byte[] file = Resources.file(hostile.header, hostile.data);
                    ModelFileException e =
                            assertThrows(ModelFileException.class, () -> SafeTensors.read(file, "taxi.safetensors"));
                    assertTrue(e.getMessage().startsWith("taxi.safetensors: "), e.getMessage());
                    for (String part : hostile.says) {
                        assertTrue(e.getMessage().contains(part), e.getMessage());
                    }
                }));
    }

    /** What is odd and still allowed: white space, any order of fields and of data, every escape. */
    @Test
    void oddFilesAreRead() throws Exception {
        String header =
                "{\t\r\n \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\ude95\" : {\n\"data_offsets\" : [ 1 , 3 ] ,"
                        + "\"shape\":[ 2 ,1 ], \"dtype\" : \"U8\" } , \"__metadata__\" : { } ,"
                        + "\"\":{\"shape\":[],\"dtype\":\"I8\",\"data_offsets\":[0,1]},"
                        + "\"none\":{\"shape\":[0,2147483647,2147483647],\"dtype\":\"F64\",\"data_offsets\":[1,1]}}   ";
        SafeTensors file = SafeTensors.read(Resources.file(header, 3), "odd");
        assertArrayEquals(new long[] {1, 2}, file.longs("\"\\/\b\f\n\r\tA🚕"));
        assertArrayEquals(new long[] {0}, file.longs(""));
        assertArrayEquals(new double[0], file.doubles("none"));
        assertEquals(Map.of(), file.metadata());
        assertEquals(List.of("\"\\/\b\f\n\r\tA🚕", "", "none"), List.copyOf(file.names()));
        assertArrayEquals(
                file.toBytes(), SafeTensors.read(file.toBytes(), "again").toBytes());
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        Map<String, int[]> texts = new LinkedHashMap<>();
        texts.put("a continuation alone", new int[] {0x80});
        texts.put("cut off", new int[] {0xF0, 0x9F, 0x9A});
        texts.put("overlong slash", new int[] {0xC0, 0xAF});
        texts.put("surrogate", new int[] {0xED, 0xA0, 0xBD});
        texts.put("above U+10FFFF", new int[] {0xF4, 0x90, 0x80, 0x80});
        texts.put("0xFF", new int[] {0xFF});
        texts.forEach((what, bytes) -> {
            ByteBuffer header = ByteBuffer.allocate(2 + bytes.length + 3).put(new byte[] {'{', '"'});
            for (int b : bytes) {
                header.put((byte) b);
            }
            byte[] file = Resources.file(
                    header.put("\":{".getBytes(StandardCharsets.UTF_8)).array(), 0);
            says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "a string is not valid UTF-8");
        });
    }

    /** A value can only be what its place allows, so depth costs nothing: the first bracket too many is refused. */
    @Test
    void nestingBombsAreRefusedAtTheirFirstBracket() {
        for (String bomb : new String[] {"[", "{\"a\":", "[{\"a\":"}) {
            for (String before : new String[] {
                "",
                "{\"a\":",
                "{\"__metadata__\":{\"k\":",
                "{\"a\":{\"shape\":",
                "{\"a\":{\"shape\":[",
                "{\"a\":{\"dtype\":"
            }) {
                byte[] file = Resources.file(before + bomb.repeat(100_000), 0);
                ModelFileException e = assertThrows(ModelFileException.class, () -> SafeTensors.read(file, "f"));
                int at = Integer.parseInt(e.getMessage().replaceAll("(?s).*\\(byte (\\d+)\\)$", "$1"));
                assertTrue(at <= 8 + before.length() + 2 * bomb.length(), e.getMessage());
            }
        }
    }

    @Test
    void headerLengthsAreChecked() {
        Map<Long, String> lengths = new LinkedHashMap<>();
        lengths.put(0L, "header length: the first 8 bytes say 0, a header takes at least 2 bytes");
        lengths.put(1L, "header length: the first 8 bytes say 1,");
        lengths.put(3L, "header length: the first 8 bytes say 3, but only 2 bytes follow");
        lengths.put(16L << 20, "header length: the first 8 bytes say 16777216, but only 2 bytes follow");
        lengths.put((16L << 20) + 1, "header length: the first 8 bytes say 16777217, at most 16777216 are read");
        lengths.put(Long.MAX_VALUE, "header length: the first 8 bytes say 9223372036854775807, at most");
        lengths.put(-1L, "header length: the first 8 bytes say 18446744073709551615, at most");
        lengths.put(Long.MIN_VALUE, "header length: the first 8 bytes say 9223372036854775808, at most");
        lengths.forEach((length, message) -> {
            byte[] file = Resources.file("{}", 0);
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "f: " + message);
        });
    }

    @Test
    void aFileCutOffAnywhereIsRefused() {
        for (String name : new String[] {"dtypes", "gradus", "networks"}) {
            byte[] whole = Resources.bytes(name + ".safetensors");
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(ModelFileException.class, () -> SafeTensors.read(cut, name), name + " at " + length);
            }
        }
    }

    @Test
    void aFileWithMoreBehindItsEndIsRefused() {
        byte[] whole = Resources.bytes("gradus.safetensors");
        says(
                ModelFileException.class,
                () -> SafeTensors.read(Arrays.copyOf(whole, whole.length + 3), "f"),
                "3 bytes at the end belong to no tensor");
    }

    @Test
    void aBooleanIsZeroOrOne() {
        byte[] file = Resources.file("{\"a\":" + entry("BOOL", "3", 0, 3).replace('\'', '"') + "}", 3);
        says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "'a'", "number 2 is 2, a BOOL is 0 or 1");
    }

    /** Names from files reach terminals through messages. */
    @Test
    void messagesShowHostileNamesHarmlessly() {
        String evil = "\\u001b[31m\\u0007\\u202e\\u2028" + "x".repeat(10_000);
        byte[] file = Resources.file("{\"" + evil + "\":1}", 0);
        ModelFileException e = assertThrows(ModelFileException.class, () -> SafeTensors.read(file, "f"));
        assertTrue(e.getMessage().startsWith("f: tensor '\\u{1b}[31m\\u{7}\\u{202e}\\u{2028}xxx"), e.getMessage());
        assertTrue(e.getMessage().length() < 300, e.getMessage());
    }

    @Test
    void tooManyStringsAreRefused() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; i <= HeaderReader.MOST_METADATA; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }
        byte[] file = Resources.file(header.append("}}").toString(), 0);
        says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "__metadata__", "more than 65536 strings");
    }

    @Test
    void otherFormatsAreRecognised() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("zip archive, as torch.save writes it; save the model with", start('P', 'K', 3, 4, 0, 0, 8, 8));
        files.put("pickle, as older versions of torch.save write it", start(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46));
        files.put("HDF5 file, as Keras writes it", start(0x89, 'H', 'D', 'F', 13, 10, 26, 10));
        files.put("NumPy file", start(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0));
        files.put("gzip file", start(0x1f, 0x8b, 8, 0, 0, 0, 0, 0));
        files.put("compressed file", start('B', 'Z', 'h', '9', '1', 'A', 'Y', '&'));
        files.put("GGUF file", start('G', 'G', 'U', 'F', 3, 0, 0, 0));
        files.put("looks like a text file", "timestamp,value\n1,2\n".getBytes(StandardCharsets.UTF_8));
        files.forEach((what, bytes) ->
                says(ModelFileException.class, () -> SafeTensors.read(bytes, "model.pt"), "model.pt: ", what));
    }

    private static byte[] start(int... bytes) {
        byte[] file = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            file[i] = (byte) bytes[i];
        }
        return file;
    }

    @Test
    void pathsThatAreNoFilesSaySo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("taxi.safetensors");
        says(NoSuchFileException.class, () -> SafeTensors.read(file), file + ": there is no such file");
        says(ModelFileException.class, () -> SafeTensors.read(folder), "is a folder; name a file in it");
        Files.createFile(file);
        says(ModelFileException.class, () -> SafeTensors.read(file), "taxi.safetensors: the file is empty");
        Files.write(file, new byte[7]);
        says(ModelFileException.class, () -> SafeTensors.read(file), "taxi.safetensors: the file is 7 bytes long");
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            says(ModelFileException.class, () -> SafeTensors.read(device), "/dev/zero: is a device or a pipe");
        }
    }

    /** What is claimed is believed only as far as the file goes. */
    @Test
    void claimsCostNoMemory() throws Throwable {
        String[] headers = {
            "{\"a\":" + entry("U8", "2000000000", 0, 2_000_000_000).replace('\'', '"') + "}",
            "{\"a\":" + entry("F64", "200000000", 0, 1_600_000_000).replace('\'', '"') + "}",
        };
        for (String header : headers) {
            byte[] file = Resources.file(header, 8);
            long allocated = Allocation.of(
                    () -> says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "run past the end"));
            assertTrue(allocated < 1 << 20, allocated + " bytes");
        }
        byte[] file = Resources.file("{}", 100_000);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(16 << 20);
        long allocated =
                Allocation.of(() -> says(ModelFileException.class, () -> SafeTensors.read(file, "f"), "bytes follow"));
        assertTrue(allocated < 1 << 20, allocated + " bytes");
    }
}
