package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a training of TadGAN stands: everything that changes from step to step. Settings, windows and this determine
 * the rest of the training to the bit.
 */
final class TadGanState {
    static final String CRITIC_X = "critic x";
    static final String CRITIC_Z = "critic z";
    static final String ENCODER_GENERATOR = "encoder-generator";

    /** The losses, in the order of {@link #history()}. */
    static final List<String> LOSSES = List.of(CRITIC_X, CRITIC_Z, ENCODER_GENERATOR);

    /**
     * What is drawn from, a stream of its own for each purpose.
     *
     * @param shuffling     the order of the windows
     * @param codes         z ~ N(0, 1)
     * @param interpolation the points of the gradient penalty
     * @param dropout       masks
     */
    record Streams(Rng shuffling, Rng codes, Rng interpolation, Rng dropout) {
        static Streams of(Rng rng) {
            return new Streams(rng.split(), rng.split(), rng.split(), rng.split());
        }
    }

    private final TadGanNetworks networks;
    private final Streams streams;
    private final Optimizer criticX;
    private final Optimizer criticZ;
    private final Optimizer encoderGenerator;
    private final int[] order;
    private final List<double[]> history = new ArrayList<>();

    /**
     * Before the first epoch, with networks and streams drawn from the seed.
     *
     * @param windows how many there are
     */
    static TadGanState initial(TadGanConfig config, Backend backend, int windows) {
        Rng rng = new Rng(config.seed());
        TadGanNetworks networks = TadGanNetworks.of(config, backend, rng.split());
        return new TadGanState(config, networks, windows, Streams.of(rng.split()));
    }

    private TadGanState(TadGanConfig config, TadGanNetworks networks, int windows, Streams streams) {
        this.networks = networks;
        this.streams = streams;
        this.criticX = Adam.keras(networks.criticX().cells().parameters(), config.learningRate());
        this.criticZ = Adam.keras(networks.criticZ().cells().parameters(), config.learningRate());
        List<Parameter> both = new ArrayList<>(networks.encoder().cells().parameters());
        both.addAll(networks.generator().cells().parameters());
        this.encoderGenerator = Adam.keras(both, config.learningRate());
        this.order = IntStream.range(0, windows).toArray();
    }

    TadGanNetworks networks() {
        return networks;
    }

    Streams streams() {
        return streams;
    }

    Optimizer criticX() {
        return criticX;
    }

    Optimizer criticZ() {
        return criticZ;
    }

    Optimizer encoderGenerator() {
        return encoderGenerator;
    }

    /** The windows in the order of the last epoch, which the next one shuffles further. The array itself. */
    int[] order() {
        return order;
    }

    /** How many epochs are complete. */
    int epochs() {
        return history.size();
    }

    /** Mean losses of each complete epoch, {@code [epochs, LOSSES]}. */
    List<double[]> history() {
        return List.copyOf(history);
    }

    /** Ends an epoch. */
    void completed(double[] meanLosses) {
        history.add(meanLosses);
    }
}
