package dev.gradus.engine.backend.choice;

import java.lang.module.ModuleFinder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/** What the JVM and the processor offer to the Vector API. */
final class VectorSupport {
    static final String MODULE = "jdk.incubator.vector";
    static final String FLAG = "--add-modules " + MODULE;

    private VectorSupport() {}

    static boolean moduleIsPresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** Whether {@code auto} takes the Vector API. */
    static boolean isWorthwhile() {
        return moduleIsPresent() && tooNarrow().isEmpty();
    }

    /** Why it cannot be used, if it cannot. */
    static Optional<Obstacle> obstacle() {
        if (moduleIsPresent()) {
            return Optional.empty();
        }
        if (!runtimeHasIt()) {
            return Optional.of(Obstacle.plain(
                    "this Java runtime was made without the module " + MODULE, "run on a JDK that has it"));
        }
        return Optional.of(
                Obstacle.plain("the module " + MODULE + " is not in the boot layer", "start java with " + FLAG));
    }

    private static boolean runtimeHasIt() {
        try {
            return ModuleFinder.ofSystem().find(MODULE).isPresent();
        } catch (SecurityException e) {
            return true; // what a security manager hides is most likely as usual
        }
    }

    /**
     * Why {@code auto} should leave the Vector API alone although its module is there, if it should. Plain loops are
     * vectorised by C2 too, so below 256 bits there is little to win on x86, where such a processor also lacks the
     * instructions that masks compile to. 128 bits are all that NEON has, with 32 registers and complete support, and the
     * product kernels gain from explicit tiles there: aarch64 is taken at any width.
     */
    static Optional<Obstacle> tooNarrow() {
        int bits = bits();
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        if (bits >= 256 || arm && bits >= 128) {
            return Optional.empty();
        }
        return Optional.of(Obstacle.plain("the processor's float vectors have only " + bits + " bits", ""));
    }

    /** The width of float vectors; the module must be there. */
    static int bits() {
        return Width.BITS;
    }

    /** Loaded only where the module is present. */
    private static final class Width {
        static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
