package dev.gradus.workloads;

/**
 * How long a work took.
 *
 * @param median seconds for one operation
 * @param minimum seconds for the fastest
 * @param bytes allocated on the heap for one, by all threads
 */
public record Measurement(double median, double minimum, double bytes) {}
