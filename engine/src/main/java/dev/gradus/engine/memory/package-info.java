/** Floor 0: the life of arrays. {@link dev.gradus.engine.memory.Scope} says how long, a pool lets them serve again. */
package dev.gradus.engine.memory;
