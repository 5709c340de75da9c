package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.WindowBatches;

/**
 * Shows windows to trained networks. Holds no state of its own: threads may share one.
 *
 * @param networks which do not change any more
 * @param backend  that holds them
 */
record TadGanReconstructor(TadGanNetworks networks, Backend backend) {
    /**
     * What the networks make of n windows of length T.
     *
     * @param reconstructions {@code G(E(x))} of each channel that is reconstructed
     * @param critic          {@code Cx(y)} of each window, {@code [n]}
     */
    record Seen(Reconstruction[] reconstructions, double[] critic) {}

    /** @throws NonFiniteException if the networks have diverged, so that a result is NaN or infinite */
    Seen see(ChannelWindows windows, Domain domain) {
        double[] critic = new double[windows.count()];
        Reconstruction[] reconstructions = new WindowBatches(windows, domain, backend)
                .reconstructions(TadGanFormat.MODEL, (x, first) -> see(x, windows.channels(), first, critic));
        for (int i = 0; i < critic.length; i++) {
            if (!Double.isFinite(critic[i])) {
                throw new NonFiniteException(
                        "critic x",
                        critic[i],
                        "tadgan: critic x makes " + critic[i] + " of window " + i
                                + "; its weights have diverged: train again with a lower learning rate");
            }
        }
        return new Seen(reconstructions, critic);
    }

    private Tensor see(Tensor x, Channels channels, int first, double[] critic) {
        double[] values = criticised(x, channels).toArray();
        System.arraycopy(values, 0, critic, first, values.length);
        return reconstructed(x);
    }

    /** {@code G(E(x))} of some windows, {@code [batch, T, K]}. */
    Tensor reconstructed(Tensor x) {
        Pass pass = Pass.inference();
        return networks.generator().apply(networks.encoder().apply(x, pass), pass);
    }

    /** {@code Cx(y)} of some windows, {@code [batch, 1]}. */
    Tensor criticised(Tensor x, Channels channels) {
        return networks.criticX().apply(channels.targets(x), Pass.inference());
    }
}
