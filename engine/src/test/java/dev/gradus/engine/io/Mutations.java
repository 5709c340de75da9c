package dev.gradus.engine.io;

import dev.gradus.engine.tensor.Rng;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Valid files, changed in ways that files are: by accident, and by someone who knows the format. */
final class Mutations {
    /** Numbers that a reader may count wrong with, and what is none. */
    private static final String[] NUMBERS = ("0 1 2 3 4 7 8 16 65 100 -1 -0 00 1.0 1e1 true null \"1\" [] [1] {}"
                    + " 2147483647 2147483648 4294967295 4294967296 1073741824 9223372036854775807 9223372036854775808"
                    + " 18446744073709551615 18446744073709551616 99999999999999999999999999999999")
            .split(" ");

    private static final String[] TOKENS =
            ("\"dtype\" \"shape\" \"data_offsets\" \"__metadata__\" \"F32\" \"F64\" \"BF16\""
                            + " \"BOOL\" \"I64\" \"U64\" \"\" \"a\" \"\\u0000\" \"\\ud83d\" \"\\ud83d\\ude95\" \"\\ { } [ ] , : \n"
                            + " {\" \": \"a\":{}, \"a\":\"b\", // \u00ff [[[[[[[[ {{{{{{{{")
                    .split(" ");

    private static final String[] ARRAYS = ("[] [0] [1] [0,0] [0,8] [8,0] [[]] [,] [2147483647,2147483647]"
                    + " [1073741824,1073741824,1073741824] [9223372036854775807,9223372036854775807] [4294967296,0]"
                    + " [0,9223372036854775807] [0,4294967296] [" + "1,".repeat(64) + "1]")
            .split(" ");

    private static final int[] BYTES = {0, 1, 2, 9, 10, 32, 34, 44, 48, 57, 58, 91, 92, 93, 123, 125, 127, 128, 192, 255
    };

    private final List<byte[]> valid;
    private final Rng rng;

    /**
     * Of one stream.
     *
     * @param valid the files to start from
     * @param seed gives the same changes again
     */
    Mutations(List<byte[]> valid, long seed) {
        this.valid = valid;
        this.rng = new Rng(seed);
    }

    /** A file with one to four changes. */
    byte[] next() {
        byte[] file = valid.get(rng.nextInt(valid.size()));
        int changes = 1 + rng.nextInt(4);
        for (int i = 0; i < changes; i++) {
            file = change(file);
        }
        return file;
    }

    /** One change of the header that keeps its length true, or one of anything. */
    private byte[] change(byte[] file) {
        int header = headerLength(file);
        if (header > 0 && rng.nextInt(4) > 0) {
            byte[] text = Arrays.copyOfRange(file, 8, 8 + header);
            byte[] data = Arrays.copyOfRange(file, 8 + header, file.length);
            byte[] changed = rng.nextInt(2) == 0 ? knowing(text) : blind(text);
            return join(length(changed.length), changed, rng.nextInt(8) == 0 ? blind(data) : data);
        }
        if (header > 0 && rng.nextInt(4) == 0) {
            long[] lengths = {
                0, 1, 2, header - 1, header + 1, file.length - 8, file.length - 7, 1 << 24, -1, rng.nextLong()
            };
            byte[] copy = file.clone();
            System.arraycopy(length(lengths[rng.nextInt(lengths.length)]), 0, copy, 0, 8);
            return copy;
        }
        return blind(file);
    }

    private static int headerLength(byte[] file) {
        if (file.length < 8) {
            return 0;
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length > 0 && length <= file.length - 8 ? (int) length : 0;
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    // ---- changes of any bytes ------------------------------------------------------------------------------------

    private byte[] blind(byte[] file) {
        int at = rng.nextInt(file.length + 1);
        int end = Math.min(file.length, at + 1 + rng.nextInt(16));
        byte[] before = Arrays.copyOf(file, at);
        byte[] after = Arrays.copyOfRange(file, at, file.length);
        switch (rng.nextInt(9)) {
            case 0, 1:
                return at == file.length ? file : with(file, at, file[at] ^ 1 << rng.nextInt(8));
            case 2:
                return at == file.length ? file : with(file, at, BYTES[rng.nextInt(BYTES.length)]);
            case 3:
                return before;
            case 4:
                return join(before, random(1 + rng.nextInt(16)), after);
            case 5:
                return join(before, Arrays.copyOfRange(file, end, file.length));
            case 6:
                return join(before, Arrays.copyOfRange(file, at, end), after);
            case 7:
                return join(before, piece(valid.get(rng.nextInt(valid.size()))), after);
            default:
                return join(file, random(1 + rng.nextInt(16)));
        }
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (rng.nextInt(2) == 0 ? BYTES[rng.nextInt(BYTES.length)] : rng.nextInt(256));
        }
        return bytes;
    }

    private byte[] piece(byte[] file) {
        int from = rng.nextInt(file.length);
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + rng.nextInt(200)));
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    // ---- changes of the header by someone who knows it -----------------------------------------------------------

    private byte[] knowing(byte[] text) {
        // One char for each byte, so that places in the string are places in the file.
        String header = new String(text, StandardCharsets.ISO_8859_1);
        String changed = switch (rng.nextInt(7)) {
            case 0, 1 -> replaced(header, "(?<![\\w\"])\\d+", NUMBERS);
            case 2 -> replaced(header, "\"[^\"\\\\]*\"", TOKENS);
            case 3 -> replaced(header, "[{}\\[\\],:]", TOKENS);
            case 4 -> replaced(header, "\\[[^\\]]*\\]", ARRAYS);
            case 5 -> duplicated(header);
            default -> moved(header);
        };
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String replaced(String header, String pattern, String[] replacements) {
        int[] place = place(header, pattern);
        String replacement = replacements[rng.nextInt(replacements.length)];
        return place == null ? header : header.substring(0, place[0]) + replacement + header.substring(place[1]);
    }

    /** A member of some object a second time. */
    private String duplicated(String header) {
        int[] place = place(header, "\"[^\"\\\\]*\":(\"[^\"\\\\]*\"|\\[[^\\]]*\\]|\\{[^{}]*\\})");
        if (place == null) {
            return header;
        }
        String member = header.substring(place[0], place[1]);
        return header.substring(0, place[0]) + member + "," + header.substring(place[0]);
    }

    /** A range of bytes moved by a little, with its length kept. */
    private String moved(String header) {
        int[] place = place(header, "\\[\\d{1,9},\\d{1,9}\\]");
        if (place == null) {
            return header;
        }
        String[] range = header.substring(place[0] + 1, place[1] - 1).split(",");
        int by = rng.nextInt(2) == 0 ? 4 : -4;
        return header.substring(0, place[0]) + "[" + (Long.parseLong(range[0]) + by) + ","
                + (Long.parseLong(range[1]) + by) + "]" + header.substring(place[1]);
    }

    private int[] place(String header, String pattern) {
        List<int[]> places = new ArrayList<>();
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile(pattern).matcher(header);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        return places.isEmpty() ? null : places.get(rng.nextInt(places.size()));
    }
}
