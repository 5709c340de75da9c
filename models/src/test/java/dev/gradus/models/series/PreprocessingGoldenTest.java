package dev.gradus.models.series;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Golden.doubles;
import static dev.gradus.models.Golden.longs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.gradus.models.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreprocessingGoldenTest {
    @Test
    void fromRawSamplesToWindows() {
        JsonObject golden = Golden.read("scoring_preprocess").getAsJsonObject();
        TimeSeries raw = TimeSeries.of(longs(golden.get("timestamps")), doubles(golden.get("values")));
        TimeSeries binned = Aggregation.mean(raw, golden.get("interval").getAsLong() * 1000);
        assertClose(golden.get("aggregated"), binned.values(), "aggregated");
        assertArrayEquals(
                longs(golden.get("index")),
                Arrays.stream(binned.times()).map(t -> t / 1000).toArray());
        double[] imputed = Imputation.mean(binned.values());
        assertClose(golden.get("imputed"), imputed, "imputed");
        double[] scaled = MinMaxScaler.fit(imputed).transform(imputed);
        assertClose(golden.get("scaled"), scaled, "scaled");
        Windows windows = Windows.of(scaled, golden.get("window_length").getAsInt());
        assertEquals(golden.get("window_count").getAsInt(), windows.count());
        assertClose(golden.get("first_window"), windows.row(0), "first window");
        assertClose(golden.get("last_window"), windows.row(windows.count() - 1), "last window");
        assertClose(
                doubles(golden.get("last_target")), new double[] {windows.target(windows.count() - 1)}, "last target");
    }
}
