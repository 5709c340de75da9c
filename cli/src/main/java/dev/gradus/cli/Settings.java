package dev.gradus.cli;

import java.time.Duration;

/**
 * What the command line says about the training.
 *
 * @param window   samples in a window
 * @param epochs   passes over the series
 * @param seed     of everything random
 * @param interval bins that the series is averaged over; {@code null} takes the series' own spacing
 * @param backend  name of a backend; {@code null} takes {@code -Dgradus.backend}, else the best that runs here
 * @param threads  threads that share the work; {@code null} takes {@code -Dgradus.threads}, else all processors
 */
record Settings(int window, int epochs, long seed, Duration interval, String backend, Integer threads) {}
