package dev.gradus.models.fleet.engine;

import dev.gradus.models.fleet.FleetConfig;
import java.util.Objects;

/**
 * What an engine is to do.
 *
 * @param config what is trained on each series
 * @param source where they are
 * @param out    the folder of the results, which is not there yet, or empty
 * @param master of the machines that work, in the words of the engine; empty for those that it is started for, else this one
 */
public record FleetOrder(FleetConfig config, FleetSource source, String out, String master) {
    /** Checks that all is there. */
    public FleetOrder {
        Objects.requireNonNull(config, "fleet: the settings are null");
        Objects.requireNonNull(source, "fleet: the source is null");
        Objects.requireNonNull(out, "fleet: the folder of the results is null");
        Objects.requireNonNull(master, "fleet: the master is null; none is an empty text");
    }
}
