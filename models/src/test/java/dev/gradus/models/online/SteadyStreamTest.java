package dev.gradus.models.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.SeriesModel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that goes on and in which nothing ends makes no garbage. */
class SteadyStreamTest {
    private static final int ROUND = 60;
    /** On one thread and in plain Java, where nothing depends on what the compiler makes of vectors and of lambdas. */
    private static final Backend PLAIN = Backends.named("plain", Workers.of(1));

    static Stream<SeriesModel> models() {
        return Stream.of(
                DenseAutoencoder.builder()
                        .window(12)
                        .units(8, 4, 8)
                        .epochs(1)
                        .backend(PLAIN)
                        .build(),
                LstmAutoencoder.builder()
                        .window(14)
                        .units(5)
                        .epochs(1)
                        .backend(PLAIN)
                        .build(),
                Aer.builder().window(15).units(5).epochs(1).backend(PLAIN).build(),
                LstmRegressor.builder()
                        .window(12)
                        .units(5)
                        .epochs(1)
                        .backend(PLAIN)
                        .build(),
                TadGan.builder()
                        .window(30)
                        .latent(4)
                        .encoderUnits(5)
                        .generatorUnits(4)
                        .criticFilters(8)
                        .batch(32)
                        .criticIterations(1)
                        .epochs(1)
                        .backend(PLAIN)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void allocatesNothing(SeriesModel model) {
        TimeSeries series = OnlineKinds.series(200, 1, 1);
        OnlineDetector online = OnlineDetector.of(model.fit(series));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        double[] value = new double[1];
        int sample = 0;
        long scores = 0;
        long least = Long.MAX_VALUE;
        // Made before it is counted: the sine itself allocates, in a JDK where it is written in Java.
        double[] wave = new double[15 * ROUND];
        Arrays.setAll(wave, i -> 50 + 10 * StrictMath.sin(i / 5.0));
        for (int round = 0; round < 15; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < ROUND; i++) {
                value[0] = wave[sample];
                OnlineUpdate update = online.add(sample++ * OnlineKinds.MINUTE, value);
                scores += Double.isNaN(update.provisional()) ? 0 : update.count();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        assertTrue(scores > 5 * ROUND, scores + " scores");
        assertEquals(0, least, "bytes of " + ROUND + " samples");
    }
}
