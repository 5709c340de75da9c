/** Floor 2: which backend runs here, and why. */
package dev.gradus.engine.backend.choice;
