package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import java.util.List;

/**
 * A trained TadGAN. A series is brought to the spacing and the scale of the one that it was trained on, cut into windows,
 * encoded and generated again; reconstruction errors and the critic's values become a score, and the stretches where it
 * stands out are reported.
 */
final class TadGanDetector implements Detector {
    /** Windows that are reconstructed at once: an LSTM over 64 of them keeps some 70 MB while it runs. */
    private static final int BATCH = 64;

    private final TadGanConfig config;
    private final TadGanNetworks networks;
    private final Preprocessing preprocessing;
    private final Backend backend;

    TadGanDetector(TadGanConfig config, TadGanNetworks networks, Preprocessing preprocessing, Backend backend) {
        this.config = config;
        this.networks = networks;
        this.preprocessing = preprocessing;
        this.backend = backend;
    }

    @Override
    public Detection examine(TimeSeries series) {
        Preprocessing.Prepared prepared = preprocessing.prepare(series);
        Windows windows = prepared.windows(config.window());
        double[] critic = new double[windows.count()];
        float[] generated = reconstruct(windows, critic);
        Reconstruction reconstruction = Reconstruction.of(generated, windows.count(), windows.length());
        double[] scores = config.score().of(windows, reconstruction, critic);
        List<Anomaly> anomalies = new AnomalyFinder(config.finder()).find(scores, prepared.times());
        double[] expected = preprocessing.scaler().inverse(reconstruction.median());
        return new Detection(prepared.times(), prepared.values(), expected, scores, anomalies);
    }

    /** {@code G(E(x))} of all windows {@code [n, T]}, and {@code Cx(x)} of each into {@code critic}. */
    private float[] reconstruct(Windows windows, double[] critic) {
        int length = windows.length();
        float[] all = new float[windows.count() * length];
        for (int first = 0; first < windows.count(); first += BATCH) {
            int from = first;
            int count = Math.min(BATCH, windows.count() - first);
            float[] again = Scope.within(() -> reconstruct(windows, from, count, critic));
            System.arraycopy(again, 0, all, first * length, again.length);
        }
        return all;
    }

    private float[] reconstruct(Windows windows, int first, int count, double[] critic) {
        int length = windows.length();
        float[] batch = new float[count * length];
        for (int i = 0; i < count; i++) {
            windows.copyTo(first + i, batch, i * length);
        }
        Pass pass = Pass.inference();
        Tensor x = Tensor.wrap(Shape.of(count, length, 1), backend.upload(batch));
        System.arraycopy(networks.criticX().apply(x, pass).toArray(), 0, critic, first, count);
        return networks.generator()
                .apply(networks.encoder().apply(x, pass), pass)
                .toFloats();
    }
}
