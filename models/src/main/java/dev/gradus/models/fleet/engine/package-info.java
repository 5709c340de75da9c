/**
 * What an engine that distributes fleets has to offer so that {@code gradus fleet} can use it: a {@link
 * dev.gradus.models.fleet.engine.FleetEngine}, which {@link java.util.ServiceLoader} finds. The module {@code spark} has one. Whoever writes
 * programs uses {@link dev.gradus.models.fleet.Fleet}, or the classes of the module.
 */
package dev.gradus.models.fleet.engine;
