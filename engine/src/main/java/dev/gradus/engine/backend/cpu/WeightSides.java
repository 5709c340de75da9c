package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;

/**
 * The two sides of the product that a weight gradient is, {@code C = A·G} with positions as steps (see
 * {@link GatheredWeight}): how a block of positions is turned into them, and where the sums go.
 */
abstract class WeightSides {
    /** Channels that are turned together; the longest vector. */
    static final int GROUP = 16;

    final ConvolutionGeometry g;
    final int kernel;
    final PositionBlocks blocks;

    WeightSides(ConvolutionGeometry g) {
        this.g = g;
        kernel = g.kernelH() * g.kernelW();
        blocks = new PositionBlocks(g.batch(), g.outH(), g.outW(), DEPTH);
    }

    /** Rows of A, which lies in strips. */
    abstract int rows();

    /** Vectors of G that are used. */
    abstract int vectors();

    /** Elements that G takes for one block. */
    abstract int size();

    /** Turns a block: G at {@code at}, A at {@code stripsAt}. */
    abstract void turn(float[] x, float[] y, PositionBlocks.Block block, float[] out, int at, int stripsAt);

    /** Where each vector begins in G, filled up for {@link StripProduct}. */
    abstract int[] starts();

    /** Where each position of a block is in G, which begins at {@code at}. */
    abstract void steps(PositionBlocks.Block block, int at, int[] out);

    /** Copies the sums of output channels {@code o … oEnd − 1} to w; {@code pitch} is from row to row of C. */
    abstract void unpack(float[] sums, int pitch, int o, int oEnd, float[] w);

    /** A list for {@link #starts}. */
    final int[] list() {
        return new int[(vectors() - 1) / StripProduct.GROUP * StripProduct.GROUP + StripProduct.GROUP];
    }

    /** Where the outputs of an image of a block begin. Blocks of several rows have whole rows. */
    final int outputs(PositionBlocks.Block block, int image) {
        int plane = g.outH() * g.outW();
        return (block.image() + image) * g.outChannels() * plane + block.row() * g.outW() + block.column();
    }
}
