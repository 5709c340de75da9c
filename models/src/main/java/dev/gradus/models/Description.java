package dev.gradus.models;

import dev.gradus.models.window.View;
import java.time.Duration;

/**
 * What a detector is, for whoever chooses one or shows it to people.
 *
 * @param model    the kind of model, such as {@code tadgan}
 * @param window   samples that it looks at together: a series needs one more, after averaging
 * @param interval bins that every series is averaged over
 * @param epochs   how often it saw its training series
 * @param seed     what its training drew everything random from
 * @param view     which columns of a series it looks at, and in which form
 */
public record Description(String model, int window, Duration interval, int epochs, long seed, View view) {}
