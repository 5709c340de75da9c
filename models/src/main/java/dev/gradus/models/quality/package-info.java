/**
 * Quality of generated images by number. A {@link dev.gradus.models.quality.ImageClassifier} is trained on real images and then
 * looks at generated ones: {@link dev.gradus.models.quality.GenerationQuality} says how sure it is of them, how evenly they are
 * spread over the classes (a generator that makes few of them has collapsed), and how far its features lie from those of real
 * images, as a {@link dev.gradus.models.quality.FrechetDistance}.
 *
 * <p>The distance is in the units of this classifier: it compares generators that the same classifier judged, by as many images,
 * and is no FID, which is taken with another network.
 */
package dev.gradus.models.quality;
