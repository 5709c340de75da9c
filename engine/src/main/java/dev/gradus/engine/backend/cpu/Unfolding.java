package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.backend.Reduction;
import java.util.Arrays;

/**
 * Moves between an image and its patches. The patches of one image are a matrix with a row for each (channel c, kernel
 * row p, kernel column q) and a column for each output position (i, j):
 *
 * <pre>{@code
 * patches[(c·kernelH + p)·kernelW + q][i·outW + j] = x[c, i·strideH − padH + p·dilationH, j·strideW − padW + q·dilationW]
 * }</pre>
 *
 * with zeros outside of x. With stride 1 a stretch of a row of patches is a stretch of a row of x.
 */
final class Unfolding {
    private Unfolding() {}

    /** Copies the image at {@code xAt} to patches whose rows are {@code stride} apart. */
    static void unfold(float[] x, int xAt, ConvolutionGeometry g, float[] patches, int at, int stride) {
        int row = at;
        for (int c = 0; c < g.inChannels(); c++) {
            int plane = xAt + c * g.inH() * g.inW();
            for (int p = 0; p < g.kernelH(); p++) {
                for (int q = 0; q < g.kernelW(); q++) {
                    int first = first(q * g.dilationW() - g.padW(), g.strideW(), g.outW());
                    int end = end(q * g.dilationW() - g.padW(), g.strideW(), g.outW(), g.inW());
                    for (int i = 0; i < g.outH(); i++) {
                        int y = i * g.strideH() - g.padH() + p * g.dilationH();
                        int to = row + i * g.outW();
                        if (y < 0 || y >= g.inH() || first >= end) {
                            Arrays.fill(patches, to, to + g.outW(), 0f);
                            continue;
                        }
                        int from = plane + y * g.inW() - g.padW() + q * g.dilationW();
                        if (first > 0) {
                            Arrays.fill(patches, to, to + first, 0f);
                        }
                        copy(x, from, g.strideW(), patches, to, first, end);
                        if (end < g.outW()) {
                            Arrays.fill(patches, to + end, to + g.outW(), 0f);
                        }
                    }
                    row += stride;
                }
            }
        }
    }

    /** The adjoint: adds each patch to where it comes from. The image at {@code xAt} is overwritten. */
    static void fold(Loops loops, float[] patches, int at, int stride, ConvolutionGeometry g, float[] x, int xAt) {
        Arrays.fill(x, xAt, xAt + g.inChannels() * g.inH() * g.inW(), 0f);
        int row = at;
        for (int c = 0; c < g.inChannels(); c++) {
            int plane = xAt + c * g.inH() * g.inW();
            for (int p = 0; p < g.kernelH(); p++) {
                for (int q = 0; q < g.kernelW(); q++) {
                    int first = first(q * g.dilationW() - g.padW(), g.strideW(), g.outW());
                    int end = end(q * g.dilationW() - g.padW(), g.strideW(), g.outW(), g.inW());
                    for (int i = 0; i < g.outH(); i++) {
                        int y = i * g.strideH() - g.padH() + p * g.dilationH();
                        if (y >= 0 && y < g.inH()) {
                            int to = plane + y * g.inW() - g.padW() + q * g.dilationW();
                            add(loops, patches, row + i * g.outW(), x, to, g.strideW(), first, end);
                        }
                    }
                    row += stride;
                }
            }
        }
    }

    /** The first output position whose input position {@code j·stride + shift} is not before the image. */
    private static int first(int shift, int stride, int out) {
        return shift >= 0 ? 0 : Math.min(out, (-shift - 1) / stride + 1);
    }

    /** The first output position whose input position is behind the image. */
    private static int end(int shift, int stride, int out, int in) {
        return shift >= in ? 0 : Math.min(out, (in - 1 - shift) / stride + 1);
    }

    private static void copy(float[] x, int from, int stride, float[] patches, int to, int first, int end) {
        if (stride == 1) {
            System.arraycopy(x, from + first, patches, to + first, end - first);
            return;
        }
        for (int j = first; j < end; j++) {
            patches[to + j] = x[from + j * stride];
        }
    }

    private static void add(Loops loops, float[] patches, int from, float[] x, int to, int stride, int first, int end) {
        if (stride == 1 && first < end) {
            loops.combine(Reduction.SUM, x, to + first, patches, from + first, end - first);
            return;
        }
        for (int j = first; j < end; j++) {
            x[to + j * stride] += patches[from + j];
        }
    }
}
