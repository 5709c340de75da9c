/**
 * The engine: tensors that are immutable values, operations whose derivative rules are written in tensor algebra,
 * backends that run them, and on top of these layers, optimisers and model files. It needs nothing outside the JDK;
 * the Vector API makes it faster where the JVM offers it, and is never required.
 */
package dev.gradus.engine;
