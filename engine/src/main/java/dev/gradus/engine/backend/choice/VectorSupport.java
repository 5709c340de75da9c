package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.cpu.CpuBackend;

/**
 * Whether the Vector API can be had, and whether it pays. A class that uses it is loaded only after the module was seen
 * in the boot layer, so a JVM without it never meets a missing class.
 */
final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    /** Narrower vectors than this are no faster than what the JIT compiler makes of the plain loops. */
    private static final int LEAST_BITS = 256;

    private VectorSupport() {}

    /** Whether the JVM was started with the module. */
    static boolean isPresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** Whether the automatic choice takes it: present, and the processor's vectors are wide enough. */
    static boolean pays() {
        return isPresent() && CpuBackend.vectorBits() >= LEAST_BITS;
    }

    /** One sentence on the state of things, with the flag that would help. */
    static String reason() {
        if (!isPresent()) {
            return "the JVM runs without the module " + MODULE + "; start it with --add-modules " + MODULE;
        }
        int bits = CpuBackend.vectorBits();
        String what = "float32, Vector API, vectors of " + bits + " bits";
        return bits >= LEAST_BITS
                ? what
                : what + ", too narrow to be faster than plain; -D" + Backends.PROPERTY
                        + "=vector takes it all the same";
    }
}
