package dev.gradus.bench;

import dev.gradus.workloads.Work;
import java.util.List;

/** Another engine, which does some of the same work. Found by {@link java.util.ServiceLoader}. */
public interface Peer {
    /** Its name and version. */
    String name();

    /** The names of the workloads that it offers. */
    List<String> offers();

    /** The most threads that it can use. */
    int mostThreads();

    /** Makes one of them ready to run; the first call in a JVM says how many threads share the work. */
    Work prepare(String workload, int threads);
}
