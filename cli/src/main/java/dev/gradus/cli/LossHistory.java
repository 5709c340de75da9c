package dev.gradus.cli;

import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the losses of a training and tells another listener everything. */
final class LossHistory implements TrainingListener {
    private final TrainingListener listener;
    private Map<String, double[]> losses = Map.of();

    LossHistory(TrainingListener listener) {
        this.listener = listener;
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
        losses = new TreeMap<>(all);
        listener.epoch(epoch, epochs, all);
    }

    @Override
    public boolean cancelled() {
        return listener.cancelled();
    }

    /** The mean loss of every epoch by its name; empty where no epoch was trained. */
    Map<String, double[]> losses() {
        return losses;
    }

    /** A row for each epoch: its number and its losses. */
    byte[] csv() {
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
