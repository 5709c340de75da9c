/**
 * Grey images: {@link dev.gradus.models.image.Images}, where they come from, and detectors of what is unusual among them.
 *
 * <ul>
 *   <li>{@link dev.gradus.models.image.IdxFile} reads and writes the files of MNIST and of sets like it,
 *       {@link dev.gradus.models.image.IdxFolder} finds them under their names.
 *   <li>{@link dev.gradus.models.image.DrawnDigits} draws digits where there are no files. They are a stand-in: enough to see
 *       a model at work, nothing to measure one by.
 *   <li>{@link dev.gradus.models.image.ImageDetector} is what every detector of images offers.
 * </ul>
 */
package dev.gradus.models.image;
