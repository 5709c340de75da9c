/**
 * What is timed: {@link dev.gradus.workloads.Workloads} lists it, with the floating-point operations that each needs, and
 * {@link dev.gradus.workloads.Limits} are what the machine could do at best. The command {@code gradus bench} and the JMH
 * suite both take their work from here.
 */
package dev.gradus.workloads;
