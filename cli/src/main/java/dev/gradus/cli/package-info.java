/**
 * The {@code gradus} command: what parses a command line, prints, draws a picture or shows progress lives here, so that
 * the engine and the models stay free of it.
 */
package dev.gradus.cli;
