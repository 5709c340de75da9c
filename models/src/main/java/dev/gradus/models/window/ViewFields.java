package dev.gradus.models.window;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model sees of a series as fields of a file, whose keys begin with the model's name. Where it is the only column as it is,
 * there are none of them, as in files from before there was a choice.
 */
public final class ViewFields {
    private ViewFields() {}

    /** Writes them. */
    public static void put(FieldWriter out, String prefix, View view) {
        Channels channels = view.channels();
        if (!channels.isOnly()) {
            out.put(prefix + "columns", channels.columns().size());
            for (int i = 0; i < channels.columns().size(); i++) {
                String name = channels.columns().get(i);
                out.put(prefix + "column." + i, name)
                        .put(
                                prefix + "column." + i + ".target",
                                channels.targets().contains(name));
            }
        }
        if (view.domain().transformed()) {
            out.put(prefix + "radius", view.domain().radius());
        }
    }

    /** Reads them. */
    public static View read(FieldReader in, String prefix) throws ModelFileException {
        List<String> columns = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        int count = 0;
        if (in.has(prefix + "columns")) {
            count = in.integer(prefix + "columns");
            if (count < 1) {
                throw in.wrong(prefix + "columns", "1 or more");
            }
        }
        for (int i = 0; i < count; i++) {
            columns.add(in.text(prefix + "column." + i));
            if (in.flag(prefix + "column." + i + ".target")) {
                targets.add(columns.get(i));
            }
        }
        Double radius = in.has(prefix + "radius") ? in.number(prefix + "radius") : null;
        return in.made(
                prefix.substring(0, prefix.length() - 1),
                () -> new View(new Channels(columns, targets), radius == null ? Domain.TIME : Domain.laplace(radius)));
    }
}
