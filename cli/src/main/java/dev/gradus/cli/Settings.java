package dev.gradus.cli;

import dev.gradus.models.window.View;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the command line says about the training.
 *
 * @param model       what is trained
 * @param view        which columns it sees, and in which form
 * @param window      samples in a window
 * @param epochs      passes over the series; 0 for a model that is not trained
 * @param seed        of everything random
 * @param interval    bins that the series is averaged over; {@code null} takes the series' own spacing
 * @param backend     name of a backend; {@code null} takes {@code -Dgradus.backend}, else the best that runs here
 * @param threads     threads that share the work; {@code null} takes {@code -Dgradus.threads}, else all processors
 * @param checkpoint  file that the training is saved in and goes on from; {@code null} for none
 * @param checkFinite whether the first operation whose result is not finite ends the training
 * @param variant     what is said to this model alone
 */
record Settings(
        SeriesModels model,
        View view,
        int window,
        int epochs,
        long seed,
        Duration interval,
        String backend,
        Integer threads,
        Path checkpoint,
        boolean checkFinite,
        Variant variant) {}
