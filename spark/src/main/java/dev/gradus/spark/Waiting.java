package dev.gradus.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Samples of one series that came in any order, and wait until the watermark says that nothing older will come. */
final class Waiting {
    /** Of samples of one time, too, the order does not depend on the order in which they came. */
    private static final Comparator<Sample> ORDER =
            Comparator.comparingLong(Sample::time).thenComparing(Sample::values, Waiting::compare);

    /** A sample; a gap is NaN. */
    record Sample(long time, double... values) {}

    private final int width;
    private final List<Sample> samples = new ArrayList<>();

    /** @param width values of a sample */
    Waiting(int width) {
        this.width = width;
    }

    /** Those that a state keeps. */
    void add(WatchState state) {
        long[] times = state.getTimes();
        for (int i = 0; times != null && i < times.length; i++) {
            double[] values = new double[width];
            System.arraycopy(state.getValues(), i * width, values, 0, width);
            samples.add(new Sample(times[i], values));
        }
    }

    /**
     * Those of new rows.
     *
     * @return how many rows had no time, and were left out
     */
    int add(Iterator<Row> rows) {
        int timeless = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row.isNullAt(1)) {
                timeless++;
                continue;
            }
            double[] values = new double[width];
            for (int i = 0; i < width; i++) {
                values[i] = row.isNullAt(2 + i) ? Double.NaN : row.getDouble(2 + i);
            }
            samples.add(new Sample(row.getLong(1), values));
        }
        return timeless;
    }

    /** Takes out those before a time, in order. */
    List<Sample> before(long watermark) {
        samples.sort(ORDER);
        int count = 0;
        while (count < samples.size() && samples.get(count).time() < watermark) {
            count++;
        }
        List<Sample> ready = new ArrayList<>(samples.subList(0, count));
        samples.subList(0, count).clear();
        return ready;
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    /** The time of the first one that still waits; there is one. */
    long first() {
        return samples.get(0).time();
    }

    /** Puts those that still wait into a state. */
    void put(WatchState state) {
        long[] times = new long[samples.size()];
        double[] values = new double[times.length * width];
        for (int i = 0; i < times.length; i++) {
            times[i] = samples.get(i).time();
            System.arraycopy(samples.get(i).values(), 0, values, i * width, width);
        }
        state.setTimes(times);
        state.setValues(values);
    }

    private static int compare(double[] a, double... b) {
        return Arrays.compare(a, b);
    }
}
