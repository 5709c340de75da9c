/** The picture of a detection, made of XChart's charts: the same content gives the same bytes. */
package dev.gradus.cli.plot;
