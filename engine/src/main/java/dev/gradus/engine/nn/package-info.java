/** Floor 5: layers, initialisers, losses and the gradient penalty. */
package dev.gradus.engine.nn;
