package dev.gradus.bench.peers;

import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the peers must know of the workloads, and numbers to fill arrays with. */
final class Sizes {
    /** The matrix products that are offered. */
    static final List<String> PRODUCTS = Workloads.all().stream()
            .map(Workload::name)
            .filter(name -> name.startsWith("gemm"))
            .toList();

    /** Elements of an elementwise work. */
    static final int ELEMENTS = 32_768;

    /** Sequences, images or windows in a batch. */
    static final int BATCH = 64;

    private static final Pattern PRODUCT = Pattern.compile("matrix product (\\d+)\u00d7(\\d+)\u00d7(\\d+)");

    private Sizes() {}

    /** Rows, common length and columns of a product, from what its workload says of itself. */
    static int[] product(String name) {
        Matcher sizes = PRODUCT.matcher(Workloads.named(name).orElseThrow().what());
        if (!sizes.matches()) {
            throw new IllegalArgumentException(name + " is no matrix product");
        }
        return new int[] {
            Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)), Integer.parseInt(sizes.group(3))
        };
    }

    /** The same numbers each time, in [-1, 1). */
    static float[] numbers(int count) {
        Random random = new Random(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }
}
