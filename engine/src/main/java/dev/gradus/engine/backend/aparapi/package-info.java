/**
 * Floor 2: the work of a step on an OpenCL device, through Aparapi. Operations are recorded as {@code Task}s, encoded as rows of a
 * program ({@code ProgramWriter}) and run by one kernel ({@code ProgramKernel}), a chunk at a time ({@code DeviceQueue}).
 */
package dev.gradus.engine.backend.aparapi;
