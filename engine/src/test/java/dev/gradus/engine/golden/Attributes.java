package dev.gradus.engine.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** A case's attributes, named as in PyTorch's functional API. An absent or null attribute takes PyTorch's default. */
final class Attributes {
    private final String owner;
    private final JsonObject json;

    Attributes(String owner, JsonObject json) {
        this.owner = owner;
        this.json = json;
    }

    boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    double number(String name, double otherwise) {
        return has(name) ? json.get(name).getAsDouble() : otherwise;
    }

    int whole(String name, int otherwise) {
        return has(name) ? json.get(name).getAsInt() : otherwise;
    }

    int whole(String name) {
        require(name);
        return json.get(name).getAsInt();
    }

    double number(String name) {
        require(name);
        return json.get(name).getAsDouble();
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? json.get(name).getAsBoolean() : otherwise;
    }

    String text(String name, String otherwise) {
        return has(name) ? json.get(name).getAsString() : otherwise;
    }

    /** A list of whole numbers; a single number is a list of one. */
    int[] wholes(String name) {
        require(name);
        JsonElement element = json.get(name);
        if (!element.isJsonArray()) {
            return new int[] {element.getAsInt()};
        }
        JsonArray array = element.getAsJsonArray();
        int[] found = new int[array.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = array.get(i).getAsInt();
        }
        return found;
    }

    /** A number for each of {@code count} spatial axes: a single number counts for all of them. */
    int[] spatial(String name, int count, int otherwise) {
        int[] given = has(name) ? wholes(name) : new int[] {otherwise};
        if (given.length != 1 && given.length != count) {
            throw new IllegalArgumentException(
                    owner + ": attribute " + name + " has " + given.length + " numbers for " + count + " axes");
        }
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = given[given.length == 1 ? 0 : i];
        }
        return found;
    }

    private void require(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException(owner + ": attribute " + name + " is missing");
        }
    }
}
