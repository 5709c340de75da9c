package dev.gradus.engine.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One case of a golden file, as {@code generate.py} writes it.
 *
 * @param family the file's name without its ending
 * @param json the case
 */
record GoldenCase(String family, JsonObject json) {
    /** An array of numbers as the file holds it. */
    record Values(int[] dims, double[] data) {
        Tensor on(Backend backend) {
            return Tensor.of(backend, data, Shape.of(dims));
        }
    }

    String name() {
        return family + "/" + json.get("name").getAsString();
    }

    String op() {
        return json.get("op").getAsString();
    }

    Attributes attributes() {
        return new Attributes(name(), json.has("attrs") ? json.getAsJsonObject("attrs") : new JsonObject());
    }

    boolean has(String member) {
        return json.has(member);
    }

    /** The array called {@code member}; {@code null} where the file says null, which means zeros. */
    Values values(String member) {
        return values(require(member));
    }

    /** The arrays by name in the order of the file; {@code null} values mean zeros. */
    Map<String, Values> named(String member) {
        Map<String, Values> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                require(member).getAsJsonObject().entrySet()) {
            found.put(entry.getKey(), values(entry.getValue()));
        }
        return found;
    }

    /** The arrays of a list. */
    Values[] list(String member) {
        JsonArray array = require(member).getAsJsonArray();
        Values[] found = new Values[array.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = values(array.get(i));
        }
        return found;
    }

    private JsonElement require(String member) {
        if (!json.has(member)) {
            throw new IllegalArgumentException("golden case " + name() + " has no member '" + member + "'");
        }
        return json.get(member);
    }

    private static Values values(JsonElement element) {
        if (element.isJsonNull()) {
            return null;
        }
        JsonObject object = element.getAsJsonObject();
        JsonArray shape = object.getAsJsonArray("shape");
        JsonArray data = object.getAsJsonArray("data");
        int[] dims = new int[shape.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.get(i).getAsInt();
        }
        double[] numbers = new double[data.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = data.get(i).getAsDouble();
        }
        return new Values(dims, numbers);
    }
}
