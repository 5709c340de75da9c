package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
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

    /** Between the ends, the forecaster and the autoencoder have the same part. */
    @Test
    void theInsideIsTheMeanOfForecastAndReconstruction() {
        float[] samples = {0.1f, 0.2f, -0.3f, 0.4f, 0.5f};
        float[] both = made(of(1, 6), samples);
        float[] forecast = made(without(of(1, 6), ".autoencoder"), samples);
        float[] again = made(without(of(1, 6), ".forecaster"), samples);
        for (int i = 1; i < 4; i++) {
            assertNotEquals(0, forecast[i]);
            assertEquals(forecast[i] + again[i], both[i], 1e-6f);
        }
        assertEquals(forecast[0], both[0]);
        assertEquals(0, again[4]);
    }

    /** What is made of weights that all are 0 is 0. */
    private static Ensemble without(Ensemble ensemble, String part) {
        ensemble.cells().byName().forEach((name, cell) -> {
            if (name.contains(part)) {
                cell.set(cell.constant().mul(0));
            }
        });
        return ensemble;
    }
}
