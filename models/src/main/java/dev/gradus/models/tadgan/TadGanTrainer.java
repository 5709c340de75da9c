package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.Windows;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Trains on the windows of a series. Each epoch shuffles them and cuts them into groups of {@code criticIterations} batches
 * (see {@link TadGanTraining}); windows that do not fill a group wait for the next epoch.
 */
final class TadGanTrainer {
    private final TadGanConfig config;
    private final Backend backend;
    private final Windows windows;
    private final TadGanState state;
    private final TadGanNetworks networks;
    private final TadGanTraining training;
    private final boolean checkFinite;
    private final int batch;

    /** @param checkFinite whether the first operation whose result is not finite ends the training */
    TadGanTrainer(TadGanConfig config, Backend backend, Windows windows, TadGanState state, boolean checkFinite) {
        this.config = config;
        this.backend = backend;
        this.windows = windows;
        this.state = state;
        this.networks = state.networks();
        this.training = new TadGanTraining(config, backend, state);
        this.checkFinite = checkFinite;
        // A series too short for one full group is cut into a group of smaller batches.
        this.batch = Math.min(config.batch(), Math.max(1, windows.count() / config.criticIterations()));
    }

    /** The next epoch. One that does not end, in whatever way, leaves a state that no other can begin from. */
    void epoch(TrainingListener listener) {
        int epoch = state.epochs() + 1;
        int group = batch * config.criticIterations();
        int groups = Math.max(1, windows.count() / group);
        int[] order = state.shuffled();
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < groups; i++) {
            if (listener.cancelled()) {
                throw new CancellationException(
                        "tadgan: training was cancelled in epoch " + epoch + " of " + config.epochs());
            }
            Map<String, Double> losses = scopedGroup(order, i * group);
            requireFinite(losses);
            losses.forEach((name, loss) -> means.merge(name, loss / groups, Double::sum));
            listener.progress(
                    new TrainingProgress(epoch, config.epochs(), i + 1, groups, Collections.unmodifiableMap(losses)));
        }
        requireFiniteWeights();
        state.complete(means);
    }

    /** A group in a scope of its own, which looks at the result of every operation where that was asked for. */
    private Map<String, Double> scopedGroup(int[] order, int first) {
        Scope scope = checkFinite ? Scope.checkingFinite() : Scope.open();
        try {
            return training.group(i -> windows(order, first + i * batch));
        } finally {
            scope.close();
        }
    }

    /** The windows at {@code batch} places of the order; where it ends, from its start again. */
    private Tensor windows(int[] order, int first) {
        int length = windows.length();
        float[] values = new float[batch * length];
        for (int i = 0; i < batch; i++) {
            windows.copyTo(order[(first + i) % order.length], values, i * length);
        }
        return Tensor.wrap(Shape.of(batch, length, 1), backend.upload(values));
    }

    private void requireFinite(Map<String, Double> losses) {
        losses.forEach((name, value) -> requireFinite("loss of " + name, name, value));
    }

    /** A finite loss may still have a gradient that is not: such weights must not be kept, nor replace good ones. */
    private void requireFiniteWeights() {
        for (Parameter parameter : networks.cells().parameters()) {
            Backend holder = parameter.storage().backend();
            int bad = holder.firstNonFinite(parameter.storage());
            if (bad >= 0) {
                double value = holder.get(parameter.storage(), bad);
                requireFinite("weights of " + parameter.name(), parameter.name(), value);
            }
        }
    }

    private void requireFinite(String what, String source, double value) {
        if (!Double.isFinite(value)) {
            throw new NonFiniteException(
                    source,
                    value,
                    "tadgan: the " + what + " became " + value + " in epoch " + (state.epochs() + 1) + "; "
                            + training.remedy() + ", or have checkFinite(true) name the operation that did it");
        }
    }
}
