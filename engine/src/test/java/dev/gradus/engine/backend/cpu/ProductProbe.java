package dev.gradus.engine.backend.cpu;

import java.util.Arrays;

/** Prints the bits of vector products of all kinds of shapes; the tests start it in JVMs with other vector widths. */
final class ProductProbe {
    private static final int[][] SIZES = {
        {1, 1, 700},
        {1, 70, 300},
        {1, 200, 100},
        {2, 40, 513},
        {3, 33, 20},
        {13, 1, 61},
        {70, 1, 300},
        {7, 20, 600},
        {29, 100, 130},
        {70, 70, 70},
        {80, 600, 40},
        {20, 17, 2100}
    };

    private ProductProbe() {}

    public static void main(String[] args) {
        MatrixProduct product = new VectorProduct();
        for (int[] size : SIZES) {
            for (int kind = 0; kind < 8; kind++) {
                MatrixProductChecks.Case one = new MatrixProductChecks.Case(
                        size[0], size[1], size[2], (kind & 1) > 0, (kind & 2) > 0, (kind & 4) > 0, kind % 3);
                System.out.println(one + " " + Arrays.hashCode(one.run(product, null)));
            }
        }
    }
}
