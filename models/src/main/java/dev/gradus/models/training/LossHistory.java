package dev.gradus.models.training;

import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Keeps the losses of a training, for a table or a picture of them, and tells another listener everything. */
public final class LossHistory implements TrainingListener {
    private final TrainingListener listener;
    private Map<String, double[]> losses = Map.of();

    /** Keeps the losses, and tells nobody. */
    public LossHistory() {
        this(TrainingListener.none());
    }

    /** @param listener is told everything, and asked whether to give up */
    public LossHistory(TrainingListener listener) {
        this.listener = Objects.requireNonNull(listener, "loss history: the listener is null");
    }

    @Override
    public void progress(TrainingProgress progress) {
        listener.progress(progress);
    }

    @Override
    public void resumed(int epoch, int epochs) {
        listener.resumed(epoch, epochs);
    }

    @Override
    public void epoch(int epoch, int epochs, Map<String, double[]> all) {
        losses = new TreeMap<>(Objects.requireNonNull(all, "loss history: the losses are null"));
        listener.epoch(epoch, epochs, all);
    }

    @Override
    public boolean cancelled() {
        return listener.cancelled();
    }

    /** The mean loss of every epoch by its name; empty where no epoch was trained. */
    public Map<String, double[]> losses() {
        return losses;
    }

    /** A CSV file in UTF-8, with a row for each epoch: its number and its losses. */
    public byte[] csv() {
        StringBuilder text = new StringBuilder("epoch");
        losses.keySet().forEach(name -> text.append(',').append(name));
        text.append('\n');
        int epochs = losses.values().stream()
                .mapToInt(values -> values.length)
                .findFirst()
                .orElse(0);
        for (int i = 0; i < epochs; i++) {
            text.append(i + 1);
            for (double[] values : losses.values()) {
                text.append(String.format(Locale.ROOT, ",%.8g", values[i]));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
