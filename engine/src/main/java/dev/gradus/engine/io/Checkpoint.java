package dev.gradus.engine.io;

import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A training that can be interrupted: it names the live objects that a training consists of, and saves all of them in one
 * file or brings all of them back. A training that is saved after 5 epochs, restored in another JVM and trained for 5 more
 * ends with the bits of one that was trained for 10.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.builder()
 *         .network("critic", critic).optimizer("adam", adam).generator("rng", rng).setting("batch", 64).build();
 * checkpoint.loadIfPresent(file);
 * while (checkpoint.epoch() < 100) {
 *     checkpoint.completeEpoch(Map.of("loss", trainOneEpoch()));
 *     checkpoint.save(file);
 * }
 * }</pre>
 *
 * <p>It must name everything that changes from epoch to epoch: networks, optimisers, every generator, and arrays such as an
 * order that is shuffled again and again. What must not change goes into the settings, which are compared on loading: going
 * on with another batch size is an error that says so. Learning rates and their schedules are the program's; a schedule
 * goes on from the optimiser's steps.
 *
 * <p>The objects are changed in place, so whoever holds one sees the restored state. A checkpoint belongs to the thread
 * that trains. The package describes the file; {@link Weights#read} takes single networks out of it, with the prefix
 * {@code critic.}.
 */
public final class Checkpoint {
    /** The key of the format's version in the metadata. */
    static final String VERSION_KEY = "gradus.checkpoint";

    private static final String VERSION = "1";
    private static final String EPOCH = CheckpointPart.RESERVED + ".epoch";
    private static final String HISTORY = CheckpointPart.RESERVED + ".history.";
    private static final String SETTING = "setting.";
    private static final String NOTE = "note.";

    private final List<CheckpointPart> parts;
    private final Map<String, String> settings;
    private final Map<String, String> notes = new TreeMap<>();
    private final Map<String, List<Double>> history = new TreeMap<>();
    private long epoch;

    private Checkpoint(List<CheckpointPart> parts, Map<String, String> settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /** Starts the list of what a training consists of. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- progress ------------------------------------------------------------------------------------------------

    /** How many epochs are complete. */
    public long epoch() {
        return epoch;
    }

    /**
     * Counts one more complete epoch.
     *
     * @param losses of this epoch, by name, the same names in every epoch; may be empty
     * @throws IllegalArgumentException if the names are not those of the epochs before
     */
    public void completeEpoch(Map<String, Double> losses) {
        Objects.requireNonNull(losses, "checkpoint: the losses are null; Map.of() is none");
        Map<String, Double> sorted = new TreeMap<>();
        losses.forEach((name, loss) -> sorted.put(
                Objects.requireNonNull(name, "checkpoint: a loss's name is null"),
                Objects.requireNonNull(loss, () -> "checkpoint: the loss '" + name + "' is null")));
        if (epoch > 0 && !sorted.keySet().equals(history.keySet())) {
            throw new IllegalArgumentException("checkpoint: epoch " + (epoch + 1) + " has the losses " + sorted.keySet()
                    + ", earlier ones have " + history.keySet());
        }
        sorted.forEach((name, loss) ->
                history.computeIfAbsent(name, key -> new ArrayList<>()).add(loss));
        epoch++;
    }

    /** The losses of all complete epochs, by name. */
    public Map<String, double[]> history() {
        Map<String, double[]> copy = new LinkedHashMap<>();
        history.forEach((name, losses) ->
                copy.put(name, losses.stream().mapToDouble(Double::doubleValue).toArray()));
        return copy;
    }

    /** Leaves a string for whoever reads the file; it is saved and restored, and not compared. */
    public void note(String key, String value) {
        Objects.requireNonNull(key, "checkpoint: a note's key is null");
        notes.put(key, Objects.requireNonNull(value, () -> "checkpoint: the note '" + key + "' is null"));
    }

    /** The strings that were left, by key. */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    // ---- saving --------------------------------------------------------------------------------------------------

    /**
     * Saves the training in a file, whole or not at all; see {@link AtomicFile}.
     *
     * @throws NonFiniteException if a network holds NaN or infinity: the file, which is of better days, stays
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    public void save(Path file) throws IOException {
        content().write(file);
    }

    /** What {@link #save} writes. */
    public SafeTensors content() {
        SafeTensors.Builder content = SafeTensors.builder();
        content.metadata(VERSION_KEY, VERSION);
        settings.forEach((key, value) -> content.metadata(SETTING + key, value));
        notes.forEach((key, value) -> content.metadata(NOTE + key, value));
        parts.forEach(part -> part.write(content));
        content.longs(EPOCH, new int[0], epoch);
        history().forEach((name, losses) -> content.doubles(HISTORY + name, new int[] {losses.length}, losses));
        return content.build();
    }

    // ---- loading -------------------------------------------------------------------------------------------------

    /**
     * Brings a training back, all of it or nothing.
     *
     * @throws ModelFileException if the file is malformed, is of another training, or was made with other settings; it
     *     lists every difference, and nothing has changed
     * @throws IOException if the file cannot be read
     */
    public void load(Path file) throws IOException {
        restore(SafeTensors.read(file));
    }

    /**
     * Brings a training back if there is the file; starts from the beginning if not.
     *
     * @return whether there is the file
     * @throws IOException as {@link #load} does
     */
    public boolean loadIfPresent(Path file) throws IOException {
        Objects.requireNonNull(file, "checkpoint: the file is null");
        if (!Files.exists(file)) {
            return false;
        }
        load(file);
        return true;
    }

    /**
     * Brings a training back, all of it or nothing.
     *
     * @throws ModelFileException as {@link #load} does
     */
    public void restore(SafeTensors content) throws ModelFileException {
        Objects.requireNonNull(content, "checkpoint: the content is null");
        requireVersion(content);
        Restoration restoration = new Restoration(content);
        compareSettings(restoration);
        // Where settings differ, shapes do too, and only the settings say why.
        restoration.run("this training");
        parts.forEach(part -> part.plan(restoration));
        planProgress(restoration);
        restoration.nothingElse("");
        restoration.run("this training");
    }

    private static void requireVersion(SafeTensors content) throws ModelFileException {
        String version = content.metadata().get(VERSION_KEY);
        if (version == null) {
            throw new ModelFileException(content.source() + ": is not a checkpoint: its metadata have no '"
                    + VERSION_KEY + "'; weights alone are read by Weights.load");
        }
        if (!version.equals(VERSION)) {
            throw content.malformed(
                    "metadata '" + VERSION_KEY + "'",
                    "the checkpoint is of version " + Quoted.of(version) + ", this program reads version " + VERSION
                            + "; use the version of Gradus that wrote it");
        }
    }

    private void compareSettings(Restoration restoration) {
        Map<String, String> theirs = strings(restoration.from(), SETTING);
        Set<String> keys = new LinkedHashSet<>(settings.keySet());
        keys.addAll(theirs.keySet());
        for (String key : keys) {
            String theirValue = theirs.get(key);
            String ourValue = settings.get(key);
            if (!Objects.equals(theirValue, ourValue)) {
                restoration.problem(
                        "setting " + Quoted.of(key) + " was " + shown(theirValue) + ", is " + shown(ourValue));
            }
        }
    }

    private static String shown(String value) {
        return value == null ? "not set" : Quoted.of(value);
    }

    private static Map<String, String> strings(SafeTensors content, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        content.metadata().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private void planProgress(Restoration restoration) {
        SafeTensors from = restoration.from();
        StoredTensor stored = restoration.tensor(EPOCH, DType.I64);
        if (stored == null) {
            return;
        }
        long epochs = stored.longs()[0];
        if (epochs < 0 || epochs > Integer.MAX_VALUE) {
            restoration.problem("tensor '" + EPOCH + "' is " + epochs + ", must be in [0, 2^31)");
            return;
        }
        Map<String, StoredTensor> losses = new TreeMap<>();
        for (String name : from.names()) {
            if (name.startsWith(HISTORY)) {
                losses.put(name.substring(HISTORY.length()), restoration.tensor(name, DType.F64, (int) epochs));
            }
        }
        restoration.change(() -> {
            epoch = epochs;
            history.clear();
            losses.forEach((name, tensor) -> history.put(name, boxed(tensor.doubles())));
            notes.clear();
            notes.putAll(strings(from, NOTE));
        });
    }

    private static List<Double> boxed(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }

    // ---- making --------------------------------------------------------------------------------------------------

    /** Lists what a training consists of. Names of parts are not empty and have no dots. */
    public static final class Builder {
        private final List<CheckpointPart> parts = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final Map<String, String> settings = new LinkedHashMap<>();

        private Builder() {}

        /** A network: parameters and buffers. */
        public Builder network(String name, Layer network) {
            Objects.requireNonNull(network, "checkpoint: the network is null");
            return network(name, network.cells());
        }

        /** The cells of a network. */
        public Builder network(String name, Cells cells) {
            Objects.requireNonNull(cells, "checkpoint: the cells are null");
            if (CheckpointPart.RESERVED.equals(name)) {
                throw new IllegalArgumentException("checkpoint: a network cannot be named '" + name + "'");
            }
            return add("network", name, new CheckpointPart.Network(name, cells));
        }

        /** An optimiser: what it remembers, and its steps. */
        public Builder optimizer(String name, Optimizer optimizer) {
            Objects.requireNonNull(optimizer, "checkpoint: the optimizer is null");
            return add("optimizer", name, new CheckpointPart.OptimizerState(name, optimizer));
        }

        /** A generator: where it stands. */
        public Builder generator(String name, Rng rng) {
            Objects.requireNonNull(rng, "checkpoint: the generator is null");
            return add("generator", name, new CheckpointPart.Generator(name, rng));
        }

        /** An array whose numbers the training changes, such as the order of the examples. */
        public Builder array(String name, int[] values) {
            Objects.requireNonNull(values, "checkpoint: the array is null");
            return add("array", name, new CheckpointPart.IntArray(name, values));
        }

        /** An array whose numbers the training changes. */
        public Builder array(String name, double[] values) {
            Objects.requireNonNull(values, "checkpoint: the array is null");
            return add("array", name, new CheckpointPart.DoubleArray(name, values));
        }

        /**
         * A setting that a training must not go on without, such as the batch size; compared as a string.
         *
         * @throws IllegalArgumentException if the key is taken
         */
        public Builder setting(String key, Object value) {
            Objects.requireNonNull(key, "checkpoint: a setting's key is null");
            if (settings.putIfAbsent(key, String.valueOf(value)) != null) {
                throw new IllegalArgumentException("checkpoint: setting '" + key + "' is given twice");
            }
            return this;
        }

        private Builder add(String kind, String name, CheckpointPart part) {
            Objects.requireNonNull(name, () -> "checkpoint: the " + kind + "'s name is null");
            if (name.isEmpty() || name.indexOf('.') >= 0) {
                throw new IllegalArgumentException(
                        "checkpoint: the " + kind + "'s name '" + name + "' is empty or has a dot");
            }
            if (!names.add(kind + " " + name)) {
                throw new IllegalArgumentException("checkpoint: two of kind " + kind + " are named '" + name + "'");
            }
            parts.add(part);
            return this;
        }

        /** The checkpoint, before the first epoch. */
        public Checkpoint build() {
            return new Checkpoint(List.copyOf(parts), new LinkedHashMap<>(settings));
        }
    }
}
