package dev.gradus.models.file;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;

/** How much a file holds, by which the sizes that its fields state are judged before anything is made. */
public final class Sizes {
    private Sizes() {}

    /** How many floating-point numbers a file holds. */
    public static double numbers(SafeTensors file) throws ModelFileException {
        double sum = 0;
        for (String name : file.names()) {
            double size = file.dtype(name).isFloating() ? 1 : 0;
            for (int extent : file.shape(name)) {
                size *= extent;
            }
            sum += size;
        }
        return sum;
    }
}
