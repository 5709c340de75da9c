package dev.gradus.models.tadgan;

import dev.gradus.models.file.FieldWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What of a configuration a training cannot go on without. */
final class TrainingSettings {
    private static final String PREFIX = "tadgan.";

    /** More epochs may be asked for; the interval may be the series' own, which is left to whoever knows the series. */
    private static final Set<String> FREE = Set.of("epochs", "interval");

    private TrainingSettings() {}

    /** The settings by name, as in a detector's file, without those that a saved training may be given anew. */
    static Map<String, String> of(TadGanConfig config) {
        FieldWriter fields = new FieldWriter();
        TadGanFields.put(fields, config);
        Map<String, String> settings = new LinkedHashMap<>();
        fields.tensors().build().metadata().forEach((key, value) -> {
            String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : null;
            if (name != null && !FREE.contains(name)) {
                settings.put(name, value);
            }
        });
        return settings;
    }
}
