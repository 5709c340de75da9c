/** The picture of a detection, drawn with Java 2D on nothing but the JDK: the same content gives the same bytes. */
package dev.gradus.cli.plot;
