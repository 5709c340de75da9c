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
        /** As in {@code F32 [64, 100]}. */
        @Override
        public String toString() {
            return dtype + " " + Arrays.toString(shape);
        }

        ModelFileException problem(String file, String name, String what) {
            return new ModelFileException(
                    file + ": tensor " + Quoted.of(name) + ": data_offsets [" + begin + ", " + end + "] " + what);
        }

        /** Checks the range on its own, for a file with so many bytes behind the header. */
        void requireSize(String file, String name, long length) throws ModelFileException {
            if (begin > end) {
                throw problem(file, name, "end before they begin");
            }
            long needed = bytes(dtype, shape);
            if (needed != end - begin) {
                throw problem(
                        file,
                        name,
                        "hold " + (end - begin) + " bytes, " + this + " needs "
                                + (needed < 0 ? "more than 2^63" : needed));
            }
            if (needed > SafeTensors.MOST_BYTES) {
                throw problem(
                        file,
                        name,
                        "are too far apart: " + this + " takes " + needed + " bytes, no Java array holds more than "
                                + SafeTensors.MOST_BYTES + "; split the tensor");
            }
            if (end > length) {
                throw problem(
                        file,
                        name,
                        "run past the end: the file holds " + length
                                + " bytes of data; it is incomplete, or the header is wrong");
            }
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
            tensor.getValue().requireSize(file, tensor.getKey(), length);
        }
        order.sort(Comparator.comparingLong((Map.Entry<String, Entry> t) -> t.getValue().begin)
                .thenComparingLong(t -> t.getValue().end));
        long reached = 0;
        for (int i = 0; i < order.size(); i++) {
            Entry tensor = order.get(i).getValue();
            if (tensor.begin < reached) {
                Map.Entry<String, Entry> before = order.get(i - 1);
                throw tensor.problem(
                        file,
                        order.get(i).getKey(),
                        "overlap those of tensor " + Quoted.of(before.getKey()) + ", [" + before.getValue().begin + ", "
                                + before.getValue().end + "]");
            }
            if (tensor.begin > reached) {
                throw tensor.problem(
                        file,
                        order.get(i).getKey(),
                        "leave a hole: bytes " + reached + " to " + tensor.begin + " of the data belong to no tensor");
            }
            reached = tensor.end;
        }
        if (reached < length) {
            throw new ModelFileException(file + ": " + (length - reached) + " bytes at the end belong to no tensor: the"
                    + " header describes " + reached + " bytes of data, the file holds " + length);
        }
        return order;
    }
}
