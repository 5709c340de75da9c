package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static final Backend BACKEND = Backends.get();

    private static Tensor windows(float... samples) {
        return Tensor.wrap(Shape.of(samples.length / 5, 5, 1), BACKEND.upload(samples));
    }

    private static Ensemble of(int members, long seed) {
        return new Ensemble(members, 5, new Init(BACKEND, new Rng(seed)));
    }

    private static float[] made(Ensemble ensemble, float... samples) {
        return ensemble.apply(windows(samples), Pass.inference()).toFloats();
    }

    @Test
    void theNumbersOfWeightsAreAsStated() {
        for (int members : new int[] {1, 5}) {
            for (int window : new int[] {3, 100}) {
                Ensemble ensemble = new Ensemble(members, window, new Init(BACKEND, new Rng(1)));
                assertEquals(ensemble.cells().parameterCount(), Ensemble.parameterCount(members, window));
            }
        }
    }

    /** A prediction that saw what it predicts would be none. */
    @Test
    void theEndsAreNotSeenByWhatPredictsThem() {
        Ensemble ensemble = of(2, 1);
        float[] one = made(ensemble, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);
        float[] two = made(ensemble, -0.9f, 0.2f, 0.3f, 0.4f, 0.9f);
        assertEquals(one[0], two[0]);
        assertEquals(one[4], two[4]);
        assertNotEquals(one[2], two[2]);
    }

    @Test
    void twoMembersMakeTheMeanOfBoth() {
        float[] samples = {0.1f, 0.2f, -0.3f, 0.4f, 0.5f, 0, 0, 0, 1, 0};
        Init init = new Init(BACKEND, new Rng(4));
        Ensemble first = new Ensemble(1, 5, init);
        Ensemble second = new Ensemble(1, 5, init);
        float[] a = made(first, samples);
        float[] b = made(second, samples);
        float[] mean = new float[a.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (a[i] + b[i]) / 2;
        }
        assertArrayEquals(mean, made(of(2, 4), samples), 1e-6f);
        double losses = (first.loss(windows(samples), Pass.inference()).item()
                        + second.loss(windows(samples), Pass.inference()).item())
                / 2;
        assertEquals(losses, of(2, 4).loss(windows(samples), Pass.inference()).item(), 1e-6);
    }

    /** Both parts are measured by their own mean, and count alike. */
    @Test
    void theMeanScoreIsOne() {
        int length = 20;
        Random random = new Random(2);
        double[] samples = random.doubles(300, -1, 1).toArray();
        Windows windows = Windows.of(samples, length);
        int count = windows.count();
        double[] backward = random.doubles(count, -1, 1).toArray();
        double[] forward = random.doubles(count, -1, 1).toArray();
        Reconstruction inside = Reconstruction.of(
                random.doubles((long) count * (length - 2), -1, 1).toArray(), count, length - 2);
        EnsembleScore.Scored scored = EnsembleScore.of(windows, backward, inside, forward, null);
        assertEquals(1, Arrays.stream(scored.score()).average().orElseThrow(), 1e-9);
        EnsembleScore.Scored again = EnsembleScore.of(windows, backward, inside, forward, scored.statistics());
        assertArrayEquals(scored.score(), again.score());
    }

    @Test
    void aUnitIsPositive() {
        EnsembleScore.Statistics good = EnsembleScore.of(
                        Windows.of(new double[8], 4),
                        new double[4],
                        Reconstruction.of(new double[8], 4, 2),
                        new double[4],
                        null)
                .statistics();
        assertEquals(1, good.regression(), "of errors that all are 0");
        assertThrows(IllegalArgumentException.class, () -> new EnsembleScore.Statistics(good.errors(), 0, 1));
    }
}
