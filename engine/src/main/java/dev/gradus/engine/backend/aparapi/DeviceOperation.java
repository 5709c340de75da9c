package dev.gradus.engine.backend.aparapi;

import java.util.ArrayList;
import java.util.List;

/** The operations of the backend, and where each of them is done. */
enum DeviceOperation {
    FILL("fill", true),
    COPY("copy", true),
    UNARY("unary", true),
    BINARY("binary with broadcasting", true),
    REDUCE("sum and maximum", true),
    NORMALIZE("batch normalisation, forward and backward", true),
    GATHER("gather and scatter-add", true),
    PRODUCT("matrix product", true),
    CONVOLUTION("convolution in 1-D and 2-D, its transpose and its weight gradient", true),
    RECURRENCE("LSTM and GRU, forward and backward", true),
    UPDATE("Adam, momentum and RMSprop", true),
    RANDOM("random numbers and dropout masks", false),
    POOL("indices of max pooling", false),
    CHECK("search for numbers that are not finite", false),
    UNUSUAL("what is larger than the device allows or walks along more than eight axes", false);

    private final String label;
    private final boolean onDevice;

    DeviceOperation(String label, boolean onDevice) {
        this.label = label;
        this.onDevice = onDevice;
    }

    boolean isOnDevice() {
        return onDevice;
    }

    /** Names of those that run on the device, or of the others. */
    static List<String> names(boolean onDevice) {
        List<String> names = new ArrayList<>();
        for (DeviceOperation operation : values()) {
            if (operation.onDevice == onDevice) {
                names.add(operation.label);
            }
        }
        return List.copyOf(names);
    }
}
