package dev.gradus.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The formulas against loops that count. */
class FlopsTest {
    @Test
    void productsNeedAMultiplyAddForEachTriple() {
        int count = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 5; j++) {
                for (int p = 0; p < 7; p++) {
                    count += 2;
                }
            }
        }
        assertEquals(count, Flops.product(3, 7, 5));
    }

    @Test
    void convolutionsNeedAMultiplyAddForEachTapOfEachPosition() {
        int count = 0;
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < 4; o++) {
                for (int i = 0; i + 3 <= 8; i++) {
                    for (int c = 0; c < 3; c++) {
                        for (int tap = 0; tap < 3; tap++) {
                            count += 2;
                        }
                    }
                }
            }
        }
        assertEquals(count, Flops.convolution(2, 3, 4, 3, 6));
    }

    @Test
    void recurrencesNeedAProductForEachGateOfEachStep() {
        int lstm = 0;
        int gru = 0;
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 3; t++) {
                for (int unit = 0; unit < 4; unit++) {
                    lstm += 4 * 2 * (5 + 4);
                    gru += 3 * 2 * (5 + 4);
                }
            }
        }
        assertEquals(lstm, Flops.lstm(2, 3, 5, 4));
        assertEquals(gru, Flops.gru(2, 3, 5, 4));
    }

    @Test
    void aNetworkIsItsLayers() {
        Flops.Network network = Flops.network().then(10, 1).then(20).then(30);
        assertEquals(60, network.forward());
        // Three times each layer: forward, weight, input; the input of the first is no one's.
        assertEquals(3 * 60 - 1, network.training());
        assertEquals(2 * 60, network.backward());
        // Three passes, two of them backward to the weights; one to the input, and from it to the weights and what is
        // before.
        assertEquals(3 * 60 + 2 * (2 * 60 - 1) + 60 + (2 * 60 - 30), network.penalisedCritic());
    }
}
