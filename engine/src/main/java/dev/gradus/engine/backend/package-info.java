/** Floor 1: the kernels that the engine is made of, as an interface, and the storage that they work on. */
package dev.gradus.engine.backend;
