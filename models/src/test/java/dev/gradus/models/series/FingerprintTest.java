package dev.gradus.models.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void isTheDigestOfTimesAndValues() {
        // Computed with Python's struct and hashlib: '>q' and '>d' of each row.
        TimeSeries series = TimeSeries.ofMillis(new long[] {120_000, 0, 60_000}, new double[] {-0.0, 1.5, Double.NaN});
        assertEquals("46ad52c833c18cb50bedc105589e36c808e5fcb1ccd8cd519c7fe35626825d72", Fingerprint.of(series));
    }

    @Test
    void everyRowCounts() {
        long[] times = new long[1500];
        Arrays.setAll(times, i -> i * 1000L);
        double[] values = new double[1500];
        String zeros = Fingerprint.of(TimeSeries.ofMillis(times, values));
        assertEquals(zeros, Fingerprint.of(TimeSeries.ofMillis(times, values)));
        for (int row : new int[] {0, 511, 512, 1023, 1024, 1499}) {
            values[row] = 1e-300;
            assertNotEquals(zeros, Fingerprint.of(TimeSeries.ofMillis(times, values)), "row " + row);
            values[row] = 0;
        }
        assertNotEquals(
                zeros, Fingerprint.of(TimeSeries.ofMillis(Arrays.copyOf(times, 1499), Arrays.copyOf(values, 1499))));
    }

    @Test
    void allGapsAreTheSame() {
        double other = Double.longBitsToDouble(0x7ff8000000000123L);
        assertEquals(
                Fingerprint.of(TimeSeries.ofMillis(new long[] {1}, new double[] {Double.NaN})),
                Fingerprint.of(TimeSeries.ofMillis(new long[] {1}, new double[] {other})));
    }

    @Test
    void namesAndTheFormatOfTimesHaveNoPart() {
        TimeSeries series = TimeSeries.ofMillis(new long[] {1000, 2000}, new double[] {1, 2});
        assertEquals(Fingerprint.of(series), Fingerprint.of(TimeSeries.of(new long[] {1, 2}, new double[] {1, 2})));
    }
}
