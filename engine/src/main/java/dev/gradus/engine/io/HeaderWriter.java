package dev.gradus.engine.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes a header as the format's own writer does: no white space, metadata first, spaces up to a multiple of 8 bytes. */
final class HeaderWriter {
    private static final int ALIGNMENT = 8;

    private final StringBuilder json = new StringBuilder("{");

    private HeaderWriter() {}

    /** The bytes of a header whose tensors' numbers follow in the order of the map. */
    static byte[] write(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
        HeaderWriter writer = new HeaderWriter();
        writer.metadata(metadata);
        writer.tensors(tensors);
        byte[] text = writer.json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(text, padded);
        Arrays.fill(header, text.length, padded, (byte) ' ');
        return header;
    }

    private void metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return;
        }
        json.append('"').append(HeaderReader.METADATA).append("\":{");
        String separator = "";
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.append(separator);
            string(entry.getKey());
            json.append(':');
            string(entry.getValue());
            separator = ",";
        }
        json.append('}');
    }

    private void tensors(Map<String, StoredTensor> tensors) {
        long begin = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            StoredTensor tensor = entry.getValue();
            long end = begin + tensor.bytes().length;
            json.append(json.length() > 1 ? "," : "");
            string(entry.getKey());
            json.append(":{\"dtype\":\"").append(tensor.dtype()).append("\",\"shape\":[");
            for (int i = 0; i < tensor.shape().length; i++) {
                json.append(i > 0 ? "," : "").append(tensor.shape()[i]);
            }
            json.append("],\"data_offsets\":[")
                    .append(begin)
                    .append(',')
                    .append(end)
                    .append("]}");
            begin = end;
        }
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
