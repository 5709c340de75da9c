package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.training.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a training of TadGAN stands: everything that changes from epoch to epoch. With the same settings, windows and
 * backend it determines the rest of the training to the bit.
 */
final class TadGanState {
    private final TadGanConfig config;
    private final TadGanNetworks networks;
    private final Optimizer criticX;
    private final Optimizer criticZ;
    private final Optimizer encoderGenerator;
    private final Rng codes;
    private final Rng interpolation;
    private final Rng dropout;
    private final Order order;
    private final Map<String, String> data;

    /**
     * Before the first epoch, with networks and streams drawn from the seed.
     *
     * @param windows how many there are
     * @param data    what else than the configuration a saved training must agree in, by name
     */
    TadGanState(TadGanConfig config, Backend backend, int windows, Map<String, String> data) {
        Rng rng = new Rng(config.seed());
        this.config = config;
        this.networks = TadGanNetworks.of(config, backend, rng.split());
        this.criticX = Adam.keras(networks.criticX().cells().parameters(), config.learningRate());
        this.criticZ = Adam.keras(networks.criticZ().cells().parameters(), config.learningRate());
        List<Parameter> both = new ArrayList<>(networks.encoder().cells().parameters());
        both.addAll(networks.generator().cells().parameters());
        this.encoderGenerator = Adam.keras(both, config.learningRate());
        Rng streams = rng.split();
        Rng shuffling = streams.split();
        this.codes = streams.split();
        this.interpolation = streams.split();
        this.dropout = streams.split();
        this.order = new Order(windows, shuffling);
        this.data = data;
    }

    /** What a saved training is made of. */
    Checkpoint.Builder checkpoint() {
        Checkpoint.Builder builder = Checkpoint.builder()
                .network("encoder", networks.encoder())
                .network("generator", networks.generator())
                .network("critic_x", networks.criticX())
                .network("critic_z", networks.criticZ())
                .optimizer("encoder_generator", encoderGenerator)
                .optimizer("critic_x", criticX)
                .optimizer("critic_z", criticZ)
                .generator("codes", codes)
                .generator("interpolation", interpolation)
                .generator("dropout", dropout);
        order.addTo(builder);
        data.forEach(builder::setting);
        TrainingSettings.of(config).forEach(builder::setting);
        return builder;
    }

    TadGanNetworks networks() {
        return networks;
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

    /** Draws the codes z. */
    Rng codes() {
        return codes;
    }

    /** Draws the points of the gradient penalty. */
    Rng interpolation() {
        return interpolation;
    }

    /** Draws masks. */
    Rng dropout() {
        return dropout;
    }

    /** The order that the windows are taken in. */
    Order order() {
        return order;
    }
}
