package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;

/** What one thread needs for convolutions of gathered patches; arrays grow to what was needed so far. */
final class GatherScratch {
    private static final PerThread<GatherScratch> MINE = new PerThread<>(GatherScratch::new);

    final PatchWindow window = new PatchWindow();
    final PositionVectors vectors = new PositionVectors();
    final float[] tile = new float[StripProduct.TILE];
    private int[] steps = new int[0];
    private int[] order = new int[0];
    private int[] reaches = new int[0];
    private int[] places = new int[0];
    private float[] lanes = new float[0];
    private float[] sums = new float[0];
    private float[] panels = new float[0];

    private final PositionBlocks[] blocks = new PositionBlocks[16];

    private GatherScratch() {}

    /** That of the calling thread. */
    static GatherScratch mine() {
        return MINE.get();
    }

    /** How positions are cut: in few ways, again and again. */
    PositionBlocks blocks(int batch, int height, int width, int wanted) {
        int place = (31 * (31 * batch + height) + width) & blocks.length - 1;
        if (blocks[place] == null || !blocks[place].areOf(batch, height, width, wanted)) {
            blocks[place] = new PositionBlocks(batch, height, width, wanted);
        }
        return blocks[place];
    }

    int[] steps(int size) {
        steps = steps.length < size ? new int[size] : steps;
        return steps;
    }

    /** Where the numbers of each step are. */
    int[] order(int size) {
        order = order.length < size ? new int[size] : order;
        return order;
    }

    int[] reaches(int size) {
        reaches = reaches.length < size ? new int[size] : reaches;
        return reaches;
    }

    /** For weights: where each tap goes. */
    int[] places(int size) {
        places = places.length < size ? new int[size] : places;
        return places;
    }

    /** For images that are turned. */
    float[] lanes(int size) {
        lanes = lanes.length < size ? new float[size] : lanes;
        return lanes;
    }

    float[] sums(int size) {
        sums = sums.length < size ? new float[size] : sums;
        return sums;
    }

    /** Shared with the threads of a loop: the caller packs, all read. */
    float[] panels(int size) {
        panels = panels.length < size ? new float[size] : panels;
        return panels;
    }
}
