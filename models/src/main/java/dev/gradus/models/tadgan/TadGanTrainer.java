package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.WindowBatches;
import java.util.Map;

/**
 * Trains on the windows of a series. Each epoch shuffles them and cuts them into groups of {@code criticIterations} batches
 * (see {@link TadGanTraining}); windows that do not fill a group wait for the next epoch. In {@link Procedure#FOUR_PHASES}, an
 * epoch takes all full batches again and again, {@code criticIterations} times for the critics and once for encoder and
 * generator.
 */
final class TadGanTrainer implements Trainable {
    private final TadGanConfig config;
    private final ChannelWindows windows;
    private final WindowBatches batches;
    private final TadGanState state;
    private final TadGanNetworks networks;
    private final TadGanTraining training;
    private final int batch;

    TadGanTrainer(TadGanConfig config, Backend backend, ChannelWindows windows, TadGanState state) {
        this.config = config;
        this.batches = new WindowBatches(windows, config.view().domain(), backend);
        this.windows = windows;
        this.state = state;
        this.networks = state.networks();
        this.training = new TadGanTraining(config, backend, state);
        // A series too short for one full group is cut into a group of smaller batches.
        this.batch = Math.min(config.batch(), Math.max(1, windows.count() / config.criticIterations()));
    }

    @Override
    public String name() {
        return TadGanFormat.MODEL;
    }

    @Override
    public Cells cells() {
        return networks.cells();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        return state.checkpoint();
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        state.order().requirePermutation(content);
    }

    @Override
    public int begin() {
        state.order().shuffle();
        return config.procedure() == Procedure.ORION
                ? Math.max(1, windows.count() / (batch * config.criticIterations()))
                : batches() * (config.criticIterations() + 1);
    }

    private int batches() {
        return Math.max(1, windows.count() / batch);
    }

    /** A step of the training is a group; in four phases, a batch. */
    @Override
    public Map<String, Double> step(int index) {
        int[] order = state.order().indices();
        if (config.procedure() == Procedure.FOUR_PHASES) {
            Tensor x = windows(order, index % batches() * batch);
            boolean critics = index < batches() * config.criticIterations();
            return critics ? training.criticPhases(x) : training.makerPhases(x);
        }
        int first = index * batch * config.criticIterations();
        return training.group(i -> windows(order, first + i * batch));
    }

    @Override
    public String remedy() {
        return training.remedy();
    }

    /** The windows at {@code batch} places of the order; where it ends, from its start again. */
    private Tensor windows(int[] order, int first) {
        return batches.of(order, first, first + batch);
    }
}
