package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.ConvolutionGeometry;

/**
 * Walks over every product of a convolution. The three kernels (output, input, weight) sum the same products and differ
 * only in which of the three places they add to.
 */
final class ConvolutionTaps {
    /** One product: the places of its factors and of its sum in x, w and y. */
    @FunctionalInterface
    interface Tap {
        void at(int x, int w, int y);
    }

    private ConvolutionTaps() {}

    static void visit(ConvolutionGeometry g, Tap tap) {
        for (int n = 0; n < g.batch(); n++) {
            for (int o = 0; o < g.outChannels(); o++) {
                for (int i = 0; i < g.outH(); i++) {
                    for (int j = 0; j < g.outW(); j++) {
                        int y = ((n * g.outChannels() + o) * g.outH() + i) * g.outW() + j;
                        visitWindow(g, n, o, i, j, y, tap);
                    }
                }
            }
        }
    }

    private static void visitWindow(ConvolutionGeometry g, int n, int o, int i, int j, int y, Tap tap) {
        for (int c = 0; c < g.inChannels(); c++) {
            for (int p = 0; p < g.kernelH(); p++) {
                int row = i * g.strideH() - g.padH() + p * g.dilationH();
                if (row < 0 || row >= g.inH()) {
                    continue;
                }
                for (int q = 0; q < g.kernelW(); q++) {
                    int column = j * g.strideW() - g.padW() + q * g.dilationW();
                    if (column >= 0 && column < g.inW()) {
                        int x = ((n * g.inChannels() + c) * g.inH() + row) * g.inW() + column;
                        int w = ((o * g.inChannels() + c) * g.kernelH() + p) * g.kernelW() + q;
                        tap.at(x, w, y);
                    }
                }
            }
        }
    }
}
