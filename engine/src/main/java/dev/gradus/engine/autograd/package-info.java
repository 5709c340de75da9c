/** Floor 4: gradients of any order, and their check by finite differences. */
package dev.gradus.engine.autograd;
