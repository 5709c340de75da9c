/**
 * The JMH suite: the workloads of {@code dev.gradus.workloads} on every backend and by one and two threads, and, in a build
 * with the profile {@code peers}, the same work by other engines in the same run. Nothing here is part of what an
 * application depends on.
 */
package dev.gradus.bench;
