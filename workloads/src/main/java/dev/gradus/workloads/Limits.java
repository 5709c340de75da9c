package dev.gradus.workloads;

/**
 * What the machine does at best with so many threads, measured: no work can be faster than its operations at the rate of
 * multiply-adds on registers, nor faster than what it reads and writes at the rate of a cache or of memory.
 *
 * @param threads that shared the measurement
 * @param flops multiply-adds on registers, floating-point operations a second
 * @param vectorApi whether these were vectors of the Vector API; else what the JIT compiler makes of plain loops, which may
 *     be less than the machine can do
 * @param cacheBytes bytes a second of {@code a ← a + s·b} in the cache of a core
 * @param memoryBytes the same in memory
 */
public record Limits(int threads, double flops, boolean vectorApi, double cacheBytes, double memoryBytes) {
    /** What is smaller lies in the cache of a core. */
    private static final double CACHED = 1 << 20;

    /** Measures, for so many seconds. */
    public static Limits measure(int threads, double seconds) {
        boolean vectorApi =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        double plain = Bursts.best(threads, seconds / 4, PlainMultiplyAdd::new);
        double vector = vectorApi ? Bursts.best(threads, seconds / 4, VectorMultiplyAdd::new) : 0;
        double cache = Bursts.best(threads, seconds / 4, ScaledAddition::inCache);
        double memory = Bursts.best(threads, seconds / 4, () -> ScaledAddition.inMemory(threads));
        return new Limits(threads, Math.max(plain, vector), vectorApi, cache, memory);
    }

    /** The seconds that an operation of a workload takes at least. */
    public double least(Workload workload) {
        double bandwidth = workload.bytes() <= CACHED ? cacheBytes : memoryBytes;
        return Math.max(workload.flops() / flops, workload.bytes() / bandwidth);
    }

    /** Which limit is the nearer one. */
    public String nearest(Workload workload) {
        if (least(workload) <= workload.flops() / flops) {
            return "multiply-add";
        }
        return workload.bytes() <= CACHED ? "cache" : "memory";
    }
}
