/** Floor 5: optimisers, gradient clipping and learning-rate schedules. */
package dev.gradus.engine.optim;
