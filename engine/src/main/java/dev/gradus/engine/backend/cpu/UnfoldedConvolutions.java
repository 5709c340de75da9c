package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;

/**
 * {@link Convolutions} as matrix products with the patches of a few images at a time (see
 * {@link Unfolding}). With U the patches {@code [C·K, P]} of a block of images, Y their outputs {@code [O, P]}:
 *
 * <pre>{@code
 * forward      Y = W·U
 * transposed   U = Wᵀ·Y, then each patch is added to where it comes from
 * weight       W = Σ over blocks of Y·Uᵀ
 * }</pre>
 *
 * Images with many positions are blocks of their own, and products read and write them where they are; images with few
 * are put side by side, so that the products stay wide. Blocks are decided by shape alone and shared among threads.
 */
final class UnfoldedConvolutions implements Convolutions {
    /** Images are put side by side up to about this many positions: wide products, and patches that stay in the cache. */
    private static final int POSITIONS = 384;
    /** With fewer blocks than this, the products are shared among threads and not the blocks. */
    private static final int FEW_BLOCKS = 4;
    /** The parts that a weight gradient is summed in at most. */
    private static final int PARTS = 8;
    /** Elements that all parts of a weight gradient may take together, 16 MB. */
    private static final int PARTS_SIZE = 1 << 22;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread unfolds into; grows to what was needed so far. */
    private static final class Scratch {
        private final Plan plan = new Plan();
        private float[] patches = new float[0];
        private float[] outputs = new float[0];
        private float[] parts = new float[0];

        float[] patches(int size) {
            if (patches.length < size) {
                patches = new float[size];
            }
            return patches;
        }

        float[] outputs(int size) {
            if (outputs.length < size) {
                outputs = new float[size];
            }
            return outputs;
        }

        float[] parts(int size) {
            if (parts.length < size) {
                parts = new float[size];
            }
            return parts;
        }
    }

    /** The sizes that all three share. A thread has one that serves again and again. */
    private static final class Plan {
        private ConvolutionGeometry g;
        /** Positions of one image. */
        private int positions;
        /** Rows of the patches. */
        private int depth;
        /** Elements of one image of x. */
        private int inputs;
        /** Elements of one image of y. */
        private int outputs;
        /** Images of a block. */
        private int images;

        private int blocks;
        /** Whether patches are the image itself. */
        private boolean plain;

        /** Those of a convolution, until the thread's next one. */
        static Plan of(ConvolutionGeometry g) {
            Plan plan = SCRATCH.get().plan;
            plan.set(g);
            return plan;
        }

        private void set(ConvolutionGeometry now) {
            g = now;
            positions = g.outH() * g.outW();
            depth = g.inChannels() * g.kernelH() * g.kernelW();
            inputs = g.inChannels() * g.inH() * g.inW();
            outputs = g.outChannels() * positions;
            images = Math.max(1, Math.min(g.batch(), POSITIONS / Math.max(1, positions)));
            blocks = g.batch() == 0 ? 0 : (g.batch() - 1) / images + 1;
            plain = images == 1
                    && g.kernelH() == 1
                    && g.kernelW() == 1
                    && g.strideH() == 1
                    && g.strideW() == 1
                    && g.padH() == 0
                    && g.padW() == 0
                    && g.outH() == g.inH()
                    && g.outW() == g.inW();
        }

        int firstImage(int block) {
            return block * images;
        }

        int imagesOf(int block) {
            return Math.min(images, g.batch() - block * images);
        }
    }

    /** What is done with one block of images. */
    private interface Body {
        void run(int block, Workers inner);
    }

    private final Loops loops;
    private final MatrixProduct product;
    private final Workers workers;
    private final PerThread<PackedLeft> packed;

    UnfoldedConvolutions(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        this.product = product;
        packed = new PerThread<>(product::packedLeft);
        this.workers = workers;
    }

    @Override
    public void forward(float[] x, float[] w, float[] y, ConvolutionGeometry g) {
        Plan plan = Plan.of(g);
        PackedLeft weights = weights(plan, g.outChannels(), plan.depth, w, false);
        if (plan.blocks < FEW_BLOCKS) {
            for (int block = 0; block < plan.blocks; block++) {
                forward(x, w, y, plan, weights, block, workers);
            }
            return;
        }
        eachBlock(plan, (block, inner) -> forward(x, w, y, plan, weights, block, inner));
    }

    private void forward(float[] x, float[] w, float[] y, Plan plan, PackedLeft weights, int block, Workers inner) {
        int channels = plan.g.outChannels();
        int columns = plan.imagesOf(block) * plan.positions;
        float[] patches = patches(x, plan, block);
        int at = plan.plain ? plan.firstImage(block) * plan.inputs : 0;
        int yAt = plan.firstImage(block) * plan.outputs;
        float[] out = plan.images == 1 ? y : SCRATCH.get().outputs(channels * columns);
        int outAt = plan.images == 1 ? yAt : 0;
        times(weights, inner, channels, columns, plan.depth, w, false, patches, at, out, outAt);
        if (plan.images > 1) {
            exchange(out, y, yAt, plan, block, true);
        }
    }

    @Override
    public void transposed(float[] y, float[] w, float[] x, ConvolutionGeometry g) {
        Plan plan = Plan.of(g);
        PackedLeft weights = weights(plan, plan.depth, g.outChannels(), w, true);
        eachBlock(plan, (block, inner) -> {
            int columns = plan.imagesOf(block) * plan.positions;
            int xAt = plan.firstImage(block) * plan.inputs;
            float[] from = outputs(y, plan, block);
            int at = plan.images == 1 ? plan.firstImage(block) * plan.outputs : 0;
            float[] patches = plan.plain ? x : SCRATCH.get().patches(plan.depth * columns);
            int to = plan.plain ? xAt : 0;
            times(weights, inner, plan.depth, columns, g.outChannels(), w, true, from, at, patches, to);
            if (!plan.plain) {
                for (int i = 0; i < plan.imagesOf(block); i++) {
                    Unfolding.fold(loops, patches, i * plan.positions, columns, g, x, xAt + i * plan.inputs);
                }
            }
        });
    }

    /** Summed over the blocks of each part in order, then over the parts in order. */
    @Override
    public void weight(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        Plan plan = Plan.of(g);
        int size = g.weightSize();
        if (size == 0) {
            return;
        }
        int parts = Math.min(Math.min(PARTS, plan.blocks), PARTS_SIZE / size);
        if (parts < FEW_BLOCKS) {
            weightPart(x, y, w, 0, plan, 0, plan.blocks, workers);
            return;
        }
        int grain = (plan.blocks - 1) / parts + 1;
        int count = (plan.blocks - 1) / grain + 1;
        float[] sums = SCRATCH.get().parts((count - 1) * size);
        workers.loop(plan.blocks, grain, (from, to) -> {
            int part = from / grain;
            weightPart(x, y, part == 0 ? w : sums, part == 0 ? 0 : (part - 1) * size, plan, from, to, null);
        });
        workers.loop(size, 1 << 14, (from, to) -> {
            for (int part = 0; part < count - 1; part++) {
                int at = part * size;
                for (int i = from; i < to; i++) {
                    w[i] += sums[at + i];
                }
            }
        });
    }

    private void weightPart(
            float[] x, float[] y, float[] w, int wAt, Plan plan, int fromBlock, int toBlock, Workers inner) {
        int m = plan.g.outChannels();
        if (fromBlock == toBlock) {
            product.multiply(m, plan.depth, 0, y, 0, 0, false, x, 0, 0, true, w, wAt, plan.depth, false, null);
        }
        for (int block = fromBlock; block < toBlock; block++) {
            int columns = plan.imagesOf(block) * plan.positions;
            float[] patches = patches(x, plan, block);
            float[] outputs = outputs(y, plan, block);
            int at = plan.images == 1 ? plan.firstImage(block) * plan.outputs : 0;
            product.multiply(
                    m,
                    plan.depth,
                    columns,
                    outputs,
                    at,
                    columns,
                    false,
                    patches,
                    plan.plain ? plan.firstImage(block) * plan.inputs : 0,
                    columns,
                    true,
                    w,
                    wAt,
                    plan.depth,
                    block > fromBlock,
                    inner);
        }
    }

    /** The weights, packed once for all blocks where each block is computed on one thread. */
    private PackedLeft weights(Plan plan, int m, int k, float[] w, boolean transposed) {
        PackedLeft rows = packed.get();
        if (plan.blocks >= FEW_BLOCKS) {
            rows.pack(m, k, w, 0, plan.depth, transposed);
        }
        return rows;
    }

    /** {@code C = op(W)·B}: B and C have rows of {@code columns}. */
    private void times(
            PackedLeft weights,
            Workers inner,
            int m,
            int columns,
            int k,
            float[] w,
            boolean transposed,
            float[] b,
            int bAt,
            float[] c,
            int cAt) {
        if (columns == 1) {
            // As a row: a product may sum one column in an order of its own, and an image alone would differ from one
            // among
            // others.
            product.multiply(1, m, k, b, bAt, k, false, w, 0, transposed ? m : k, !transposed, c, cAt, m, false, inner);
            return;
        }
        if (inner == null) {
            weights.multiply(columns, b, bAt, columns, c, cAt, columns);
            return;
        }
        int wStride = transposed ? m : k;
        product.multiply(
                m, columns, k, w, 0, wStride, transposed, b, bAt, columns, false, c, cAt, columns, false, inner);
    }

    private void eachBlock(Plan plan, Body body) {
        if (plan.blocks < FEW_BLOCKS) {
            for (int block = 0; block < plan.blocks; block++) {
                body.run(block, workers);
            }
            return;
        }
        workers.loop(plan.blocks, 1, (from, to) -> {
            for (int block = from; block < to; block++) {
                body.run(block, null);
            }
        });
    }

    /** The patches of a block, side by side, from index 0; x itself where they are the same. */
    private static float[] patches(float[] x, Plan plan, int block) {
        if (plan.plain) {
            return x;
        }
        int columns = plan.imagesOf(block) * plan.positions;
        float[] patches = SCRATCH.get().patches(plan.depth * columns);
        for (int i = 0; i < plan.imagesOf(block); i++) {
            int xAt = (plan.firstImage(block) + i) * plan.inputs;
            Unfolding.unfold(x, xAt, plan.g, patches, i * plan.positions, columns);
        }
        return patches;
    }

    /** The outputs of a block, side by side, from index 0; y itself where the block is one image. */
    private static float[] outputs(float[] y, Plan plan, int block) {
        if (plan.images == 1) {
            return y;
        }
        float[] outputs = SCRATCH.get().outputs(plan.imagesOf(block) * plan.outputs);
        exchange(outputs, y, plan.firstImage(block) * plan.outputs, plan, block, false);
        return outputs;
    }

    /** Copies between images side by side {@code [O, images, P]} and one after the other {@code [images, O, P]}. */
    private static void exchange(float[] side, float[] y, int yAt, Plan plan, int block, boolean toY) {
        int images = plan.imagesOf(block);
        int positions = plan.positions;
        for (int i = 0; i < images; i++) {
            for (int o = 0; o < plan.g.outChannels(); o++) {
                int sideAt = (o * images + i) * positions;
                int at = yAt + i * plan.outputs + o * positions;
                if (toY) {
                    System.arraycopy(side, sideAt, y, at, positions);
                } else {
                    System.arraycopy(y, at, side, sideAt, positions);
                }
            }
        }
    }
}
