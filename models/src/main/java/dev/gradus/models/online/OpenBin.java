package dev.gradus.models.online;

import dev.gradus.models.scoring.StreamMemory;
import java.io.IOException;
import java.util.Arrays;

/** The sums of the samples of a bin that more may come to. */
final class OpenBin {
    private final double[] sums;
    private final double[] counts;

    OpenBin(int channels) {
        this.sums = new double[channels];
        this.counts = new double[channels];
    }

    /** Throws if values would make a sum infinite. */
    void requireRoom(double... values) {
        for (int channel = 0; channel < sums.length; channel++) {
            if (Double.isInfinite(sums[channel] + values[channel])) {
                throw new IllegalArgumentException(
                        "the values of one bin add up to more than a number holds; take them in a larger unit");
            }
        }
    }

    void add(double... values) {
        for (int channel = 0; channel < sums.length; channel++) {
            if (!Double.isNaN(values[channel])) {
                sums[channel] += values[channel];
                counts[channel]++;
            }
        }
    }

    /** The mean of a channel's values; NaN where there are none. */
    double mean(int channel) {
        return sums[channel] / counts[channel];
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    void remember(StreamMemory memory) throws IOException {
        memory.numbers("open.sums", sums);
        memory.numbers("open.counts", counts);
        for (int channel = 0; channel < counts.length; channel++) {
            if (counts[channel] < 0
                    || counts[channel] != Math.rint(counts[channel])
                    || counts[channel] == 0 && sums[channel] != 0) {
                throw memory.wrong("open.counts", "has " + counts[channel] + " values with the sum " + sums[channel]);
            }
        }
    }
}
