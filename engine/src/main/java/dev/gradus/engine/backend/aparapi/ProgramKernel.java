package dev.gradus.engine.backend.aparapi;

import com.aparapi.Range;

/** The one kernel: each pass runs the row of the program that has its number. */
final class ProgramKernel extends GateKernels {
    static final int UNARY = 0;
    static final int BINARY = 1;
    static final int COPY = 2;
    static final int FILL = 3;
    static final int GATHER = 4;
    static final int SCATTER = 5;
    static final int REDUCE = 6;
    static final int CHANNEL_SUM = 7;
    static final int NORMALIZE = 8;
    static final int NORMALIZE_BACKWARD = 9;
    static final int PRODUCT = 10;
    static final int GATES = 11;
    static final int GATES_BACKWARD = 12;
    static final int ADAM = 13;
    static final int MOMENTUM = 14;
    static final int RMS_PROP = 15;

    @Override
    public void run() {
        int operation = parameter(0);
        if (operation == UNARY) {
            unaryRow();
        }
        if (operation == BINARY) {
            binaryRow();
        }
        if (operation == COPY) {
            copyRow();
        }
        if (operation == FILL) {
            fillRow();
        }
        if (operation == GATHER) {
            gatherRow();
        }
        if (operation == SCATTER) {
            scatterRow();
        }
        if (operation == REDUCE) {
            reduceRow();
        }
        if (operation == CHANNEL_SUM) {
            channelSumRow();
        }
        if (operation == NORMALIZE) {
            normalizeRow();
        }
        if (operation == NORMALIZE_BACKWARD) {
            normalizeBackwardRow();
        }
        if (operation == GATES) {
            gatesRow();
        }
        if (operation == GATES_BACKWARD) {
            gatesBackwardRow();
        }
        if (operation == ADAM) {
            adamRow();
        }
        if (operation == MOMENTUM) {
            momentumRow();
        }
        if (operation == RMS_PROP) {
            rmsPropRow();
        }
        // Last: where a barrier may be skipped, compilers for processors write all that follows it twice.
        if (operation == PRODUCT) {
            productRow();
        }
    }

    /** So that Aparapi has another way out than its pool of Java threads, in which this kernel makes no sense. */
    @Override
    public boolean hasFallbackAlgorithm() {
        return true;
    }

    @Override
    public void executeFallbackAlgorithm(Range range, int pass) {
        throw new IllegalStateException("Aparapi left the OpenCL device");
    }
}
