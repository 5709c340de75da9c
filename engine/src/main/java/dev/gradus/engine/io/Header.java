package dev.gradus.engine.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a header says, in its order: strings, and for each tensor its type, its shape and the range of its bytes. */
record Header(Map<String, String> metadata, Map<String, Entry> tensors) {
    /** A tensor: {@code begin} and {@code end} count from the first byte behind the header. */
    record Entry(DType dtype, int[] shape, long begin, long end) {
        String offsets() {
            return "data_offsets [" + begin + ", " + end + "]";
        }
    }

    /** How many bytes the numbers of a shape take, or −1 where they are more than a {@code long} counts. */
    static long bytes(DType dtype, int[] shape) {
        long bytes = dtype.width();
        for (int extent : shape) {
            if (extent == 0) {
                return 0;
            }
        }
        for (int extent : shape) {
            if (bytes > Long.MAX_VALUE / extent) {
                return -1;
            }
            bytes *= extent;
        }
        return bytes;
    }

    /**
     * The tensors in the order of their bytes, after checking that each range is as long as its tensor needs and that
     * they tile the data: no overlap, no hole, nothing behind the last.
     *
     * @param file what messages call the file
     * @param length how many bytes the file has behind the header
     */
    List<Map.Entry<String, Entry>> tiling(String file, long length) throws ModelFileException {
        List<Map.Entry<String, Entry>> order = new ArrayList<>(tensors.entrySet());
        for (Map.Entry<String, Entry> tensor : order) {
            requireSize(file, tensor.getKey(), tensor.getValue(), length);
        }
        order.sort(Comparator.comparingLong((Map.Entry<String, Entry> t) -> t.getValue().begin)
                .thenComparingLong(t -> t.getValue().end));
        long reached = 0;
        for (int i = 0; i < order.size(); i++) {
            Entry tensor = order.get(i).getValue();
            String where = file + ": tensor " + Quoted.of(order.get(i).getKey()) + ": " + tensor.offsets();
            if (tensor.begin < reached) {
                Map.Entry<String, Entry> before = order.get(i - 1);
                throw new ModelFileException(where + " overlap those of tensor " + Quoted.of(before.getKey()) + ", ["
                        + before.getValue().begin + ", " + before.getValue().end + "]");
            }
            if (tensor.begin > reached) {
                throw new ModelFileException(where + " leave a hole: bytes " + reached + " to " + tensor.begin
                        + " of the data belong to no tensor");
            }
            reached = tensor.end;
        }
        if (reached < length) {
            throw new ModelFileException(file + ": " + (length - reached) + " bytes at the end belong to no tensor: the"
                    + " header describes " + reached + " bytes of data, the file holds " + length);
        }
        return order;
    }

    private static void requireSize(String file, String name, Entry tensor, long length) throws ModelFileException {
        String where = file + ": tensor " + Quoted.of(name) + ": " + tensor.offsets();
        if (tensor.begin > tensor.end) {
            throw new ModelFileException(where + " end before they begin");
        }
        long needed = bytes(tensor.dtype, tensor.shape);
        String what = tensor.dtype + " " + Arrays.toString(tensor.shape);
        if (needed != tensor.end - tensor.begin) {
            throw new ModelFileException(where + " hold " + (tensor.end - tensor.begin) + " bytes, " + what + " needs "
                    + (needed < 0 ? "more than 2^63" : needed));
        }
        if (needed > SafeTensors.MOST_BYTES) {
            throw new ModelFileException(where + ": " + what + " takes " + needed + " bytes, no Java array holds more"
                    + " than " + SafeTensors.MOST_BYTES + "; split the tensor");
        }
        if (tensor.end > length) {
            throw new ModelFileException(where + " run past the end: the file holds " + length
                    + " bytes of data; it is incomplete, or the header is wrong");
        }
    }
}
