package dev.gradus.models.image;

/**
 * What a model of images is, for whoever chooses one or shows it to people.
 *
 * @param model  the kind of model, such as {@code anogan}
 * @param height rows of the images that it works on
 * @param width  columns
 * @param epochs how often it saw its training images
 * @param seed   what its training drew everything random from
 */
public record ImageDescription(String model, int height, int width, int epochs, long seed) {}
