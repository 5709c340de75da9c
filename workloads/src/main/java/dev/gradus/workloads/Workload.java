package dev.gradus.workloads;

import dev.gradus.engine.backend.Backend;
import java.util.function.Function;

/**
 * A piece of work with what it costs at least.
 *
 * @param name what it is asked for by
 * @param what one line for people
 * @param operations how many times the named thing is done in one {@link Work#run}; figures are for one of them
 * @param flops floating-point operations of one, additions and multiplications counted apart. Of models only those of
 *     products, convolutions and recurrences are counted, as {@link Flops} states them
 * @param bytes what one must read and write at least, where that and not the arithmetic is its limit; 0 elsewhere
 * @param seconds that a measurement of one should last, warming up included
 * @param preparation makes everything that is not timed
 */
public record Workload(
        String name,
        String what,
        int operations,
        double flops,
        double bytes,
        int seconds,
        Function<Backend, Work> preparation) {

    private static final int SHORT = 2;
    private static final int LONG = 3;

    /** A kernel whose limit is arithmetic. */
    static Workload kernel(String name, String what, double flops, Function<Backend, Work> preparation) {
        return new Workload(name, what, 1, flops, 0, SHORT, preparation);
    }

    /** A kernel whose limit is memory or a cache. */
    static Workload moving(String name, String what, double flops, double bytes, Function<Backend, Work> preparation) {
        return new Workload(name, what, 1, flops, bytes, SHORT, preparation);
    }

    /** A step or a use of a model. */
    static Workload model(String name, String what, double flops, Function<Backend, Work> preparation) {
        return new Workload(name, what, 1, flops, 0, LONG, preparation);
    }

    /** Something that is done so many times in a run. */
    Workload times(int count) {
        return new Workload(name, what, count, flops, bytes, seconds, preparation);
    }

    /** One that must be measured for longer. */
    Workload lasting(int longer) {
        return new Workload(name, what, operations, flops, bytes, longer, preparation);
    }

    /** The work, ready to run on a backend. */
    public Work prepare(Backend backend) {
        return preparation.apply(backend);
    }
}
