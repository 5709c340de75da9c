package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.parallel.Workers;

/**
 * How the batch of a recurrence is cut: in blocks of 16 rows, of which full ones may run with their rows as lanes, and in units of one or
 * two blocks that a thread takes at a time. Units depend on the number of threads and on the vectors, so no bit may depend on units.
 *
 * @param blocks all blocks
 * @param inLanes how many of them, from the first on, run as lanes
 * @param ofUnit blocks of a unit, 1 or 2
 */
record RecurrentBlocks(int blocks, int inLanes, int ofUnit) {
    /** Units of fewer numbers than the longest vector go through loops that round otherwise than the gates on vectors. */
    private static final int LEAST_HIDDEN = 16;
    /** Groups of blocks in each direction: each costs an array of the weights' size. */
    private static final int MOST_GROUPS = 8;

    /** @param product an empty holder, or {@code null} where nothing runs as lanes */
    static RecurrentBlocks of(RecurrentGeometry g, LaneProduct product, Workers workers) {
        int blocks = RecurrentKernels.blockCount(g);
        if (product == null || g.hidden() < LEAST_HIDDEN) {
            return new RecurrentBlocks(blocks, 0, 1);
        }
        boolean paired = product.blocks() == 2 && g.directions() * ((blocks + 1) / 2) >= workers.threads();
        return new RecurrentBlocks(blocks, g.batch() / RecurrentKernels.ROWS, paired ? 2 : 1);
    }

    boolean anyInRows() {
        return inLanes < blocks;
    }

    int units() {
        return (blocks + ofUnit - 1) / ofUnit;
    }

    /** The first block of a unit; of the one behind the last, the end. */
    int first(int unit) {
        return Math.min(blocks, unit * ofUnit);
    }

    /** How many of the blocks {@code from … to − 1} run as lanes. */
    int inLanes(int from, int to) {
        return Math.max(0, Math.min(to, inLanes) - from);
    }

    private int pairs() {
        return (blocks + 1) / 2;
    }

    private int groupsOfPairs() {
        return Math.min(pairs(), MOST_GROUPS / 2);
    }

    /**
     * Groups of blocks that each add up cotangents of the weights in an array of their own, one block after the other: those of
     * an even number hold the first blocks of some pairs, the next the second ones.
     */
    int groups() {
        return Math.min(blocks, 2 * groupsOfPairs());
    }

    /** Units of a backward pass: one or two groups. */
    int groupUnits() {
        return (groups() + ofUnit - 1) / ofUnit;
    }

    /** The first pair of blocks of which a group has one; of the one behind the last two, the end. */
    int firstPair(int group) {
        return pairs() * (group / 2) / groupsOfPairs();
    }
}
