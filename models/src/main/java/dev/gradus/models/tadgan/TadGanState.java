package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.training.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final Map<String, Optimizer> makers = new LinkedHashMap<>();
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
        List<Parameter> encoder = networks.encoder().cells().parameters();
        List<Parameter> generator = networks.generator().cells().parameters();
        if (config.procedure() == Procedure.ORION) {
            List<Parameter> both = new ArrayList<>(encoder);
            both.addAll(generator);
            makers.put("encoder_generator", Adam.keras(both, config.learningRate()));
        } else {
            makers.put("encoder", Adam.keras(encoder, config.learningRate()));
            makers.put("generator", Adam.keras(generator, config.learningRate()));
        }
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
                .optimizer("critic_x", criticX)
                .optimizer("critic_z", criticZ)
                .generator("codes", codes)
                .generator("interpolation", interpolation)
                .generator("dropout", dropout);
        makers.forEach(builder::optimizer);
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

    /** Of encoder and generator together; {@link Procedure#ORION} only. */
    Optimizer encoderGenerator() {
        return makers.get("encoder_generator");
    }

    /** Of the encoder; {@link Procedure#FOUR_PHASES} only. */
    Optimizer encoder() {
        return makers.get("encoder");
    }

    /** Of the generator; {@link Procedure#FOUR_PHASES} only. */
    Optimizer generator() {
        return makers.get("generator");
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
