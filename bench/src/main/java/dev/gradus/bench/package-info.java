/**
 * Benchmarks: a JMH suite of the engine and the models, the same work given to other engines, and accuracy runs on
 * published data. Nothing here is part of what an application depends on.
 */
package dev.gradus.bench;
