package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which blocks add up together, and in which order, decides bits: it may not depend on units. */
class RecurrentBlocksTest {
    /** The blocks of each group, in their order. */
    private static List<List<Integer>> groups(RecurrentBlocks blocks) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int g = 0; g < blocks.groups(); g++) {
            groups.add(new ArrayList<>());
        }
        for (int unit = 0; unit < blocks.groupUnits(); unit++) {
            int group = unit * blocks.ofUnit();
            for (int pair = blocks.firstPair(group); pair < blocks.firstPair(group + 2); pair++) {
                int first = 2 * pair + group % 2;
                for (int b = first; b < Math.min(blocks.blocks(), first + blocks.ofUnit()); b++) {
                    groups.get(group + b - first).add(b);
                }
            }
        }
        return groups;
    }

    @Test
    void groupsHoldEachBlockOnceWhateverTheUnit() {
        for (int count = 1; count < 40; count++) {
            List<List<Integer>> groups = groups(new RecurrentBlocks(count, count, 1));
            assertEquals(groups, groups(new RecurrentBlocks(count, count, 2)), count + " blocks");
            List<Integer> all = new ArrayList<>();
            groups.forEach(all::addAll);
            all.sort(null);
            for (int b = 0; b < count; b++) {
                assertEquals(b, all.get(b), count + " blocks");
            }
            assertEquals(count, all.size());
            assertTrue(groups.size() <= 8);
        }
    }

    @Test
    void unitsHoldEachBlockOnce() {
        for (int ofUnit = 1; ofUnit <= 2; ofUnit++) {
            for (int count = 1; count < 9; count++) {
                RecurrentBlocks blocks = new RecurrentBlocks(count, count - 1, ofUnit);
                int turned = 0;
                int next = 0;
                for (int unit = 0; unit < blocks.units(); unit++) {
                    assertEquals(next, blocks.first(unit));
                    next = blocks.first(unit + 1);
                    turned += blocks.inLanes(blocks.first(unit), next);
                }
                assertEquals(count, next);
                assertEquals(count - 1, turned);
                assertTrue(blocks.anyInRows());
            }
        }
    }
}
