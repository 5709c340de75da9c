/** Floor 2: the kernels in float64 as the plainest loops, which the others are compared with. */
package dev.gradus.engine.backend.reference;
