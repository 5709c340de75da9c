/** Floor 2: the kernels in float32 on the CPU: loops and matrix products in plain Java or on the Vector API. */
package dev.gradus.engine.backend.cpu;
