/**
 * What detectors have in common that look at a series through windows: how they learn from the series that they are trained
 * on, judge others, and are kept in files.
 */
package dev.gradus.models.window;
