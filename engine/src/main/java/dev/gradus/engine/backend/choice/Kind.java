package dev.gradus.engine.backend.choice;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.cpu.CpuBackend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.parallel.Workers;
import java.util.Optional;

/**
 * One line for each backend, in the order in which {@code auto} prefers them: the Vector API first, because it is the
 * fastest and uses all threads; jblas next, which is fast on one thread or two where its library knows the processor;
 * plain Java, which always runs. What runs on a backend is asked in this order and no further than needed: looking at jblas
 * loads a native library.
 */
enum Kind {
    VECTOR("vector") {
        @Override
        Optional<Obstacle> obstacle() {
            return VectorSupport.obstacle();
        }

        @Override
        Optional<Obstacle> notForAuto(int threads) {
            return VectorSupport.tooNarrow();
        }

        @Override
        String virtue() {
            return "the Vector API with " + VectorSupport.bits() + " bits";
        }

        @Override
        Backend make(Workers workers) {
            return CpuBackend.vector(workers);
        }
    },
    JBLAS("jblas") {
        @Override
        Optional<Obstacle> obstacle() {
            return JblasSupport.obstacle();
        }

        @Override
        Optional<Obstacle> notForAuto(int threads) {
            return JblasSupport.slowerThanPlain(threads);
        }

        @Override
        String virtue() {
            return "matrix products by jblas, loops "
                    + (VectorSupport.isWorthwhile() ? "on the Vector API" : "in plain Java");
        }

        @Override
        String tip() {
            return JblasSupport.tip();
        }

        @Override
        Backend make(Workers workers) {
            return CpuBackend.jblas(VectorSupport.isWorthwhile(), workers);
        }
    },
    PLAIN("plain") {
        @Override
        String virtue() {
            return "plain Java, on any JVM";
        }

        @Override
        Backend make(Workers workers) {
            return CpuBackend.plain(workers);
        }
    },
    REFERENCE("reference") {
        @Override
        Optional<Obstacle> notForAuto(int threads) {
            return Optional.of(Obstacle.plain("float64 for checks, not for speed; used only where asked for", ""));
        }

        @Override
        String virtue() {
            return "float64 for checks";
        }

        @Override
        Backend make(Workers workers) {
            return ReferenceBackend.instance();
        }
    },
    APARAPI("aparapi") {
        @Override
        Optional<Obstacle> obstacle() {
            return AparapiSupport.obstacle();
        }

        @Override
        Optional<Obstacle> notForAuto(int threads) {
            return Optional.of(Obstacle.plain(AparapiSupport.virtue() + "; used only where asked for", ""));
        }

        @Override
        String virtue() {
            return AparapiSupport.virtue();
        }

        @Override
        Backend make(Workers workers) {
            return AparapiSupport.make(
                    VectorSupport.isWorthwhile() ? CpuBackend.vector(workers) : CpuBackend.plain(workers));
        }
    };

    /** What {@code -Dgradus.backend} takes. */
    final String label;

    Kind(String label) {
        this.label = label;
    }

    /** Why it cannot run, if it cannot. */
    Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    /** Why {@code auto} passes it over on so many threads although it can run, if it does. */
    Optional<Obstacle> notForAuto(int threads) {
        return Optional.empty();
    }

    /** What it is; only where it can run. */
    abstract String virtue();

    /** What may make it faster where it runs; empty where nothing is known. */
    String tip() {
        return "";
    }

    /** Only where it can run. */
    abstract Backend make(Workers workers);
}
