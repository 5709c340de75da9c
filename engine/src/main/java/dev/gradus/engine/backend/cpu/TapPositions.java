package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Arrays;

/**
 * For each tap of a convolution's kernel the positions of one image where it reaches inside of the image, in their order: all that a
 * weight's gradient is summed over.
 */
final class TapPositions {
    private final int[][] indices;
    private final int[][] pixels;
    private final long reached;
    private final long all;

    /** Those of one image of a batch, whatever its size. */
    TapPositions(ConvolutionGeometry g) {
        int kernel = g.kernelH() * g.kernelW();
        int positions = g.outH() * g.outW();
        indices = new int[kernel][];
        pixels = new int[kernel][];
        int[] index = new int[positions];
        int[] pixel = new int[positions];
        ReachedPositions.Taps taps = ReachedPositions.Taps.of(g);
        long sum = 0;
        for (int t = 0; t < kernel; t++) {
            int count = 0;
            for (int p = 0; p < positions; p++) {
                int row = p / g.outW() * g.strideH();
                int column = p % g.outW() * g.strideW();
                if (ReachedPositions.isInside(row + taps.rows()[t], g.inH())
                        && ReachedPositions.isInside(column + taps.columns()[t], g.inW())) {
                    index[count] = p;
                    pixel[count++] = row * WeightSides.columns(g, g.outW()) + column;
                }
            }
            indices[t] = Arrays.copyOf(index, count);
            pixels[t] = Arrays.copyOf(pixel, count);
            sum += count;
        }
        reached = sum;
        all = (long) positions * kernel;
    }

    /** Whether leaving out the others saves enough. */
    boolean pay() {
        return ReachedPositions.pays(reached, all);
    }

    /** Positions of a tap, counted row by row. */
    int[] indices(int tap) {
        return indices[tap];
    }

    /** Where these begin in a padded image as {@link WeightSides} turns it. */
    int[] pixels(int tap) {
        return pixels[tap];
    }
}
